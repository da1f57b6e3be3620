import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';
import * as search from './search/index.ts';
import type { TicketDoc, TicketText } from './search/index.ts';

/** Keeps the search index true to the rows: reads what a ticket or person is made of, and hands it to `search/`. */

const all = <T>(sqlite: Connection, sql: string, ...values: unknown[]) => prepared(sqlite, sql).all(...values) as T[];

type TicketHead = { find_key: number; subject: string; tracking_id: string };
const HEAD = 'SELECT find_key, subject, tracking_id FROM tickets WHERE id = ?';
const TEXTS = `SELECT 'message' AS kind, 0 AS ref, message AS text FROM tickets WHERE id = ?
  UNION ALL SELECT kind, id, body FROM entries WHERE ticket_id = ?`;
const TEXT = {
  message: 'SELECT message FROM tickets WHERE id = ?',
  reply: 'SELECT body FROM entries WHERE id = ?',
  note: 'SELECT body FROM entries WHERE id = ?',
};

const LISTED = '(SELECT value FROM json_each(?))';
const HEADS = `SELECT id, find_key, subject, tracking_id FROM tickets WHERE id IN ${LISTED} ORDER BY find_key`;
const ALIASES = `SELECT ticket_id, tracking_id FROM ticket_aliases WHERE ticket_id IN ${LISTED}`;
const VALUES = `SELECT ticket_id, value FROM custom_values WHERE ticket_id IN ${LISTED} ORDER BY id`;
const FILES = `SELECT ticket_id, name FROM attachments WHERE ticket_id IN ${LISTED} AND complete = 1 ORDER BY id`;
const REFS = `SELECT ticket_id, kind, id FROM entries WHERE ticket_id IN ${LISTED} ORDER BY id`;

/** The rest of each row by the number it begins with. */
function byFirst<T extends unknown[]>(sqlite: Connection, sql: string, asked: string): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const [id, ...rest] of prepared(sqlite, sql).raw().all(asked) as [number, ...T][]) {
    const group = groups.get(id);
    if (group) group.push(rest);
    else groups.set(id, [rest]);
  }
  return groups;
}

/**
 * After rows of tickets changed: their own rows in the index are put anew, and texts the index does not have yet are
 * added. A text that was put in before must not have changed: see `withdraw`.
 */
export function putTickets(sqlite: Connection, ids: readonly number[]): void {
  const asked = JSON.stringify(ids);
  const [aliases, values, files] = [ALIASES, VALUES, FILES].map((sql) => byFirst<[string]>(sqlite, sql, asked));
  const refs = byFirst<[TicketText['kind'], number]>(sqlite, REFS, asked);
  for (const { id, ...head } of all<TicketHead & { id: number }>(sqlite, HEADS, asked)) {
    const doc: TicketDoc = {
      tracking: [head.tracking_id, ...(aliases?.get(id) ?? []).flat()],
      subject: head.subject,
      fields: (values?.get(id) ?? []).flat(),
      files: (files?.get(id) ?? []).flat(),
    };
    search.putTicket(sqlite, head.find_key, doc);
    const have = new Set(search.textsOf(sqlite, head.find_key).map(({ kind, ref }) => `${kind} ${ref}`));
    const texts: [TicketText['kind'], number][] = [['message', 0], ...(refs.get(id) ?? [])];
    for (const [kind, ref] of texts) {
      if (have.has(`${kind} ${ref}`)) continue;
      // One by one: each may be 1 MB.
      const read = prepared(sqlite, TEXT[kind]).pluck();
      search.putText(sqlite, head.find_key, { kind, ref, text: read.get(kind === 'message' ? id : ref) as string });
    }
  }
}

/** The same for one. */
export const putTicketById = (sqlite: Connection, id: number): void => putTickets(sqlite, [id]);

const IN_ORDER = `SELECT id FROM tickets WHERE id IN ${LISTED} ORDER BY find_key`;
const COUNT_TEXTS = `SELECT count(*) FROM entries WHERE ticket_id IN ${LISTED}`;

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

const IDENTIFIERS = `SELECT p.id, i.kind, i.value FROM people p JOIN identifiers i ON i.person_id = p.id
  WHERE p.id IN ${LISTED} AND p.joined_into IS NULL ORDER BY i.id`;

/**
 * After what people are known by changed. Their tickets are found by way of this one row each; whoever was joined into
 * another person has none.
 */
export function putPeople(sqlite: Connection, ids: readonly number[]): void {
  const known = byFirst<[kind: string, value: string]>(sqlite, IDENTIFIERS, JSON.stringify(ids));
  for (const id of ids) {
    const own = known.get(id) ?? [];
    const valuesOf = (...kinds: string[]): string[] =>
      own.flatMap(([kind, value]) => (kinds.includes(kind) ? [value] : []));
    if (own.length === 0) search.dropPerson(sqlite, id);
    else
      search.putPerson(sqlite, id, {
        names: valuesOf('name'),
        emails: valuesOf('email'),
        phones: valuesOf('phone'),
        numbers: valuesOf('number', 'other'),
        addresses: valuesOf('address'),
        ips: valuesOf('ip'),
      });
  }
}

/** The same for one. `wholly`: no word of before is left. */
export function putPersonById(sqlite: Connection, id: number, wholly = false): void {
  putPeople(sqlite, [id]);
  if (wholly) search.renewSeparators(sqlite, 'find_people');
}

const AT_ONCE = 500;

/** Builds the whole index anew from the rows, in the running transaction. `progress` hears of tickets done. */
export function rebuild(sqlite: Connection, progress: (done: number) => void = () => undefined): void {
  search.emptySearch(sqlite);
  const people = prepared(sqlite, 'SELECT id FROM people ORDER BY id').pluck().all() as number[];
  for (let at = 0; at < people.length; at += AT_ONCE) putPeople(sqlite, people.slice(at, at + AT_ONCE));
  const tickets = prepared(sqlite, 'SELECT id FROM tickets ORDER BY find_key').pluck().all() as number[];
  for (let at = 0; at < tickets.length; at += AT_ONCE) {
    progress(at);
    putTickets(sqlite, tickets.slice(at, at + AT_ONCE));
  }
}
