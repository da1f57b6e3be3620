import type { Person } from '../../../src-main/contract/people.ts';
import type { TicketRow } from '../../../src-main/contract/tickets.ts';

export type OpenTicket = {
  row: TicketRow;
  role: Person['tickets'][number]['role'];
  /** A message of this person can be added to it: it is their own and not locked. */
  takes: boolean;
};

/** A person's open tickets, last changed first, each once, their own before those they only follow. */
export function openTicketsOf(person: Person): OpenTicket[] {
  const own = new Set(person.tickets.filter(({ role }) => role === 'requester').map(({ row }) => row.id));
  const seen = new Set<number>();
  const open = person.tickets.filter(({ row, role }) => {
    const first = row.open && !seen.has(row.id) && (role === 'requester' || !own.has(row.id));
    if (first) seen.add(row.id);
    return first;
  });
  return open
    .map(({ row, role }) => ({ row, role, takes: role === 'requester' && !row.locked && !row.anonymised }))
    .sort((a, b) => Number(b.role === 'requester') - Number(a.role === 'requester'));
}
