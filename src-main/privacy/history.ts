import type { HistoryCode } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { history, type Writes } from '../store/index.ts';
import { sliced } from '../store/personal-data/index.ts';

/** One line of history on each ticket: who of staff did it, and when. */
export async function noteAll(tx: Writes, actor: Actor, ids: readonly number[], what: HistoryCode): Promise<void> {
  for (const some of sliced(ids))
    await tx.insert(history).values(some.map((ticketId) => ({ ticketId, at: tx.now, staffId: actor.staffId, what })));
}
