import type { Person } from '../../../src-main/contract/people.ts';
import type { TicketRow } from '../../../src-main/contract/tickets.ts';
import type { Selection } from '../../../src-main/contract/terms.ts';

export type Role = Person['tickets'][number]['role'];
export const ROLES = ['requester', 'follower', 'mentioned'] as const satisfies Role[];
export type TicketOf = { row: TicketRow; roles: Role[] };

/** A person's tickets, each once, with every part they have in it. */
export function ticketsOf({ tickets }: Person): TicketOf[] {
  const found = new Map<number, TicketOf>();
  for (const { row, role } of tickets) {
    const known = found.get(row.id) ?? { row, roles: [] };
    if (!known.roles.includes(role)) known.roles.push(role);
    found.set(row.id, known);
  }
  for (const { roles } of found.values()) roles.sort((a, b) => ROLES.indexOf(a) - ROLES.indexOf(b));
  return [...found.values()];
}

/** All tickets a person has any part in: what is printed and exported for them. */
export const allOf = ({ id }: Person): Selection => ({ filter: { person: id }, except: [] });

/** The tickets that are theirs: what is anonymised and deleted. Those of others, where they are named, stay. */
export const ownOf = ({ id, elsewhere }: Person) => ({ filter: { person: id }, except: [...elsewhere] });
export const ownCount = ({ ticketCount, elsewhere }: Person): number => ticketCount - elsewhere.length;
