import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';
import * as search from './search/index.ts';
import type { TicketDoc, TicketText } from './search/index.ts';

/** Keeps the search index true to the rows: reads what a ticket or person is made of, and hands it to `search/`. */

type Identifier = { kind: string; value: string };

const all = <T>(sqlite: Connection, sql: string, ...values: unknown[]) => prepared(sqlite, sql).all(...values) as T[];
const strings = (sqlite: Connection, sql: string, ...values: unknown[]) =>
  prepared(sqlite, sql)
    .pluck()
    .all(...values) as string[];

type TicketHead = { find_key: number; subject: string; tracking_id: string };
const HEAD = 'SELECT find_key, subject, tracking_id FROM tickets WHERE id = ?';
const ALIASES = 'SELECT tracking_id FROM ticket_aliases WHERE ticket_id = ?';
const VALUES = 'SELECT value FROM custom_values WHERE ticket_id = ? ORDER BY id';
const FILES = 'SELECT name FROM attachments WHERE ticket_id = ? AND complete = 1 ORDER BY id';
const TEXTS = `SELECT 'message' AS kind, 0 AS ref, message AS text FROM tickets WHERE id = ?
  UNION ALL SELECT kind, id, body FROM entries WHERE ticket_id = ?`;
const REFS = `SELECT 'message' AS kind, 0 AS ref UNION ALL SELECT kind, id FROM entries WHERE ticket_id = ?`;
const TEXT = {
  message: 'SELECT message FROM tickets WHERE id = ?',
  reply: 'SELECT body FROM entries WHERE id = ?',
  note: 'SELECT body FROM entries WHERE id = ?',
};

/**
 * After a ticket's rows changed: its own row in the index is put anew, and texts the index does not have yet are added.
 * A text that was put in before must not have changed: see `withdraw`.
 */
export function putTicketById(sqlite: Connection, id: number): void {
  const head = prepared(sqlite, HEAD).get(id) as TicketHead | undefined;
  if (!head) return;
  const doc: TicketDoc = {
    tracking: [head.tracking_id, ...strings(sqlite, ALIASES, id)],
    subject: head.subject,
    fields: strings(sqlite, VALUES, id),
    files: strings(sqlite, FILES, id),
  };
  search.putTicket(sqlite, head.find_key, doc);
  const have = new Set(search.textsOf(sqlite, head.find_key).map(({ kind, ref }) => `${kind} ${ref}`));
  const missing = all<Pick<TicketText, 'kind' | 'ref'>>(sqlite, REFS, id).filter(
    ({ kind, ref }) => !have.has(`${kind} ${ref}`),
  );
  for (const { kind, ref } of missing) {
    const text = prepared(sqlite, TEXT[kind])
      .pluck()
      .get(kind === 'message' ? id : ref) as string;
    search.putText(sqlite, head.find_key, { kind, ref, text });
  }
}

const IN_ORDER = `SELECT id FROM tickets WHERE id IN (SELECT value FROM json_each(?)) ORDER BY find_key`;
const COUNT_TEXTS = `SELECT count(*) FROM entries WHERE ticket_id IN (SELECT value FROM json_each(?))`;

/**
 * Before texts of these tickets change or go: takes them out of the index, all of them, by their texts as they stand.
 * `ticket(id)` puts back what is still there afterwards. `wholly`: no word of before is left.
 */
export function withdraw(sqlite: Connection, ids: readonly number[], wholly = false): void {
  const asked = JSON.stringify(ids);
  const rows = (prepared(sqlite, COUNT_TEXTS).pluck().get(asked) as number) + ids.length;
  const inOrder = prepared(sqlite, IN_ORDER).pluck().all(asked) as number[];
  search.dropTickets(sqlite, textsOfEach(sqlite, inOrder), rows, wholly);
}

function* textsOfEach(sqlite: Connection, ids: readonly number[]): Generator<{ key: number; texts: TicketText[] }> {
  for (const id of ids) {
    const head = prepared(sqlite, HEAD).get(id) as TicketHead | undefined;
    if (!head) continue;
    const have = new Set(search.textsOf(sqlite, head.find_key).map(({ kind, ref }) => `${kind} ${ref}`));
    yield {
      key: head.find_key,
      texts: all<TicketText>(sqlite, TEXTS, id, id).filter(({ kind, ref }) => have.has(`${kind} ${ref}`)),
    };
  }
}

const valuesOf = (known: Identifier[], ...kinds: string[]) =>
  known.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
const IDENTIFIERS = `SELECT i.kind, i.value FROM people p JOIN identifiers i ON i.person_id = p.id
  WHERE p.id = ? AND p.joined_into IS NULL ORDER BY i.id`;

/**
 * After what a person is known by changed. Their tickets are found by way of this one row; whoever was joined into
 * another person has none. `wholly`: no word of before is left.
 */
export function putPersonById(sqlite: Connection, id: number, wholly = false): void {
  putPerson(sqlite, id);
  if (wholly) search.renewSeparators(sqlite, 'find_people');
}

function putPerson(sqlite: Connection, id: number): void {
  const known = all<Identifier>(sqlite, IDENTIFIERS, id);
  if (known.length === 0) return search.dropPerson(sqlite, id);
  search.putPerson(sqlite, id, {
    names: valuesOf(known, 'name'),
    emails: valuesOf(known, 'email'),
    phones: valuesOf(known, 'phone'),
    numbers: valuesOf(known, 'number', 'other'),
    addresses: valuesOf(known, 'address'),
    ips: valuesOf(known, 'ip'),
  });
}

/** Builds the whole index anew from the rows, in the running transaction. `progress` hears of tickets done. */
export function rebuild(sqlite: Connection, progress: (done: number) => void = () => undefined): void {
  search.emptySearch(sqlite);
  const people = prepared(sqlite, 'SELECT id FROM people ORDER BY id').pluck().all() as number[];
  for (const id of people) putPersonById(sqlite, id);
  const tickets = prepared(sqlite, 'SELECT id FROM tickets ORDER BY find_key').pluck().all() as number[];
  for (const [done, id] of tickets.entries()) {
    putTicketById(sqlite, id);
    if (done % 500 === 0) progress(done);
  }
}
