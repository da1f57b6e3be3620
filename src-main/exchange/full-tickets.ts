import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange as calls } from '../contract/exchange.ts';
import type { Actor } from '../gate.ts';
import type { Reads } from '../store/index.ts';
import { readTicket, selectedIds } from '../tickets/index.ts';

/**
 * Full tickets of a selection with all their entries, for paper and workbook, the newest first; `next` is the id to go
 * on after. A ticket that went meanwhile is left out.
 */
export async function fullTickets(
  db: Reads,
  actor: Actor,
  { selection, after, limit }: InputOf<typeof calls.fullTickets>,
): Promise<OutputOf<typeof calls.fullTickets>> {
  const ids = await selectedIds(db, actor, selection);
  const left = after === null ? ids : ids.filter((id) => id < after);
  const page = left.slice(0, limit);
  const tickets = [];
  for (const id of page) {
    const ticket = await readTicket(db, actor, id);
    tickets.push({ ...ticket, allEntries: ticket.entries });
  }
  return { tickets, next: left.length > page.length ? (page.at(-1) ?? null) : null, total: ids.length };
}
