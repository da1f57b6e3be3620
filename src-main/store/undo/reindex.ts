import type { Connection } from '../connection.ts';
import * as index from '../indexing.ts';
import type { RowImage } from './images.ts';

/** What the search index is made of: texts of tickets, a ticket's other words, and what people are known by. */
const TEXTS: Record<string, readonly string[]> = {
  tickets: ['message', 'find_key'],
  entries: ['body', 'kind', 'ticket_id'],
};
const WORDS: Record<string, readonly string[] | 'all'> = {
  tickets: ['subject', 'tracking_id'],
  ticket_aliases: 'all',
  custom_values: 'all',
  attachments: ['name', 'complete'],
};
const PEOPLE: Record<string, readonly string[] | 'all'> = { people: ['joined_into'], identifiers: 'all' };

const tells = ({ table, columns, before, after }: RowImage, what: Record<string, readonly string[] | 'all'>) => {
  const named = what[table];
  if (!named) return false;
  return named === 'all' || !before || !after || columns.some((column) => named.includes(column));
};
const ofTickets = (rows: readonly RowImage[]) => [...new Set(rows.flatMap(({ tickets }) => tickets))];

/** Before rows return: texts that change or go are taken out of the index. */
export function withdrawTexts(sqlite: Connection, rows: readonly RowImage[]): void {
  const tickets = ofTickets(rows.filter((row) => tells(row, TEXTS)));
  if (tickets.length > 0) index.withdraw(sqlite, tickets);
}

/** After rows returned: the index holds of their tickets and people what stands there now. */
export function reindex(sqlite: Connection, rows: readonly RowImage[]): void {
  for (const id of ofTickets(rows.filter((row) => tells(row, TEXTS) || tells(row, WORDS))))
    index.putTicketById(sqlite, id);
  const people = new Set(rows.filter((row) => tells(row, PEOPLE)).flatMap((row) => row.people));
  for (const id of people) index.putPersonById(sqlite, id);
}
