import type { HistoryCode } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { history, type Writes } from '../store/index.ts';

/** What was done to a ticket: a code and ids, never a value that a person is known by. */
export type Deed = { what: HistoryCode; fromId?: number | null; toId?: number | null };

/** Writes lines of history about tickets, all of the write's time. */
export async function writeHistory(
  tx: Writes,
  actor: Pick<Actor, 'staffId'>,
  deeds: readonly (Deed & { ticketId: number })[],
): Promise<void> {
  for (let n = 0; n < deeds.length; n += 500) {
    await tx.insert(history).values(
      deeds.slice(n, n + 500).map(({ ticketId, what, fromId, toId }) => ({
        ticketId,
        at: tx.now,
        staffId: actor.staffId,
        what,
        fromId: fromId ?? null,
        toId: toId ?? null,
      })),
    );
  }
}
