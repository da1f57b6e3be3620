import type { Database } from 'better-sqlite3';
import { expression, ticketClauses } from './clauses.ts';
import type { PartClauses } from './clauses.ts';
import { ROWS_A_TICKET, monthOf } from './keys.ts';
import type { Month } from './keys.ts';
import { placesOf } from './places.ts';
import type { FromRows, Span } from './from-rows.ts';
import { peopleFor } from './people.ts';
import type { Place } from './places.ts';
import type { Query, QueryPart } from './query.ts';
import { prepared as statement } from '../prepared.ts';

/** A ticket found: its find key, and where each part of the query stands in it. */
export type Hit = { key: number; places: Place[] };

type Counted = Map<number, number>;

const IN_TICKETS = 'SELECT rowid FROM find_tickets WHERE find_tickets MATCH ? AND rowid >= ? AND rowid < ?';
const IN_TEXTS =
  'SELECT rowid FROM find_texts WHERE find_texts MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?';
const IN_FURTHER = 'SELECT rowid FROM find_texts WHERE find_texts MATCH ? AND rowid < 0';
const ANY_FURTHER = 'SELECT 1 FROM find_kept WHERE "row" < 0 LIMIT 1';
const TICKET_OF = 'SELECT ticket FROM find_kept WHERE "row" = ?';
const NEXT = 'SELECT max(id) FROM find_tickets_content WHERE id < ?';
const ALL = 'SELECT id FROM find_tickets_content WHERE id >= ? AND id < ?';

/** Above every find key. */
const ABOVE_ALL = 2 ** 41;

/** How much more a find among names, identifiers, subject and fields counts than one in a text. */
const OWN_ROW = 4;

/** Asks the caller once for each part, however often the answer is needed. */
function askingOnce(rows: FromRows): FromRows {
  const answers = new Map<QueryPart, number[]>();
  return {
    ...rows,
    withIp(part) {
      const known = answers.get(part) ?? [...(rows.withIp?.(part) ?? [])];
      answers.set(part, known);
      return known;
    },
  };
}

/** A part of the query made ready: the clauses for the index, the people it names, and the keys the caller knows. */
type Ready = { part: QueryPart; clauses: PartClauses; people: number[]; known: Set<number> | null };

function makeReady(sqlite: Database, query: Query, rows: FromRows): Ready[] {
  const ready = query.parts.map((part): Ready => {
    const byIp = part.kind === 'ip' || part.kind === 'ip-like';
    const clauses = ticketClauses(part);
    const people = rows.withPeople ? peopleFor(sqlite, clauses.people) : [];
    return { part, clauses, people, known: byIp ? new Set(rows.withIp?.(part)) : null };
  });
  // Long words are rare: asked first, they spare the others a month where they do not stand.
  return ready.sort((a, b) => Number(a.part.not) - Number(b.part.not) || b.part.text.length - a.part.text.length);
}

/** The tickets of one month, from key `low` on, in which a part stands, with a weight for how often. */
type Standing = { low: number; counted: Counted };

/** No limit in SQLite. */
const ALL_ROWS = -1;

function standing(sqlite: Database, ready: Ready, rows: FromRows, month: Month, span: Span, most: number): Standing {
  const { clauses, people, known } = ready;
  const { below } = span;
  const counted: Counted = new Map();
  let { low } = span;
  const add = (key: number, weight: number): void => {
    if (key < below && key >= low) counted.set(key, (counted.get(key) ?? 0) + weight);
  };
  if (clauses.texts.length > 0) {
    const asked = expression(clauses.texts, month.code);
    const texts = statement(sqlite, IN_TEXTS)
      .pluck()
      .all(asked, low * ROWS_A_TICKET, below * ROWS_A_TICKET, most) as number[];
    if (texts.length === most) {
      // The last ticket of a full page may have more rows.
      low = Math.floor((texts.at(-1) ?? 0) / ROWS_A_TICKET) + 1;
      if (low >= below) return standing(sqlite, ready, rows, month, span, ALL_ROWS);
    }
    for (const row of texts) add(Math.floor(row / ROWS_A_TICKET), 1);
    if (statement(sqlite, ANY_FURTHER).get()) {
      for (const row of statement(sqlite, IN_FURTHER).pluck().all(asked) as number[]) {
        add(statement(sqlite, TICKET_OF).pluck().get(row) as number, 1);
      }
    }
  }
  if (clauses.tickets.length > 0) {
    const asked = expression(clauses.tickets, month.code);
    for (const key of statement(sqlite, IN_TICKETS).pluck().all(asked, low, below) as number[]) add(key, OWN_ROW);
  }
  if (people.length > 0) for (const key of rows.withPeople?.(people, { low, below }) ?? []) add(key, OWN_ROW);
  if (known) for (const key of known) add(key, OWN_ROW);
  return { low, counted };
}

/** Tickets of one month, from key `low` on, for which the whole query holds, newest first, with what each part counted. */
type Held = { low: number; keys: number[]; counts: Counted[] };

/** Rows of a frequent word that are looked at first; more where other parts must hold as well. */
const FIRST_ROWS = 400;
const FIRST_ROWS_OF_SEVERAL = 1_600;
/** So few tickets are looked at one by one for what else must hold of them. */
const FEW = 12;

/** The spans in which a further part is asked for: around what the parts before it left. */
function spansOf(keys: readonly number[], whole: Span): Span[] {
  if (keys.length <= FEW) return keys.map((key) => ({ low: key, below: key + 1 }));
  let low = whole.below;
  let high = whole.low;
  for (const key of keys) {
    if (key < low) low = key;
    if (key > high) high = key;
  }
  return [{ low, below: high + 1 }];
}

function evaluate(
  sqlite: Database,
  parts: readonly Ready[],
  rows: FromRows,
  month: Month,
  below: number,
  whole: boolean,
): Held {
  const counts: Counted[] = [];
  let keys: number[] | null = null;
  let from = month.low;
  for (const ready of parts) {
    if (keys?.length === 0) break;
    if (!keys && ready.part.not) keys = statement(sqlite, ALL).pluck().all(month.low, below) as number[];
    const left: Span = { low: from, below };
    const first = whole ? ALL_ROWS : parts.length > 1 ? FIRST_ROWS_OF_SEVERAL : FIRST_ROWS;
    const counted: Counted = new Map();
    for (const span of keys && !whole ? spansOf(keys, left) : [left]) {
      const found = standing(sqlite, ready, rows, month, span, keys ? ALL_ROWS : first);
      if (!keys) from = Math.max(from, found.low);
      for (const [key, weight] of found.counted) counted.set(key, weight);
    }
    if (!ready.part.not) counts.push(counted);
    keys = keys ? keys.filter((key) => counted.has(key) !== ready.part.not) : [...counted.keys()];
  }
  keys ??= statement(sqlite, ALL).pluck().all(month.low, below) as number[];
  return { low: from, keys: keys.filter((key) => key >= from).sort((a, b) => b - a), counts };
}

/** Month by month, newest first, from below a key; a month in which much stands comes in pieces unless `whole`. */
function* months(
  sqlite: Database,
  query: Query,
  rows: FromRows,
  before = ABOVE_ALL,
  whole = true,
): Generator<Held, void, undefined> {
  const parts = makeReady(sqlite, query, rows);
  let below = Math.min(before, ABOVE_ALL);
  for (;;) {
    const newest = statement(sqlite, NEXT).pluck().get(below) as number | null;
    if (newest === null) return;
    const month = monthOf(newest);
    const held = evaluate(sqlite, parts, rows, month, below, whole);
    const keys = rows.keep && held.keys.length > 0 ? [...rows.keep(held.keys)].sort((a, b) => b - a) : held.keys;
    if (keys.length > 0) yield { ...held, keys };
    below = held.low;
  }
}

/** Ranking looks at so many of the newest tickets found. */
export const MOST_RANKED = 5000;

function byRank(sqlite: Database, query: Query, rows: FromRows, end: number): number[] {
  const found: Held[] = [];
  const total: number[] = [];
  let seen = 0;
  for (const month of months(sqlite, query, rows)) {
    found.push(month);
    seen += month.keys.length;
    month.counts.forEach((counted, part) => (total[part] = (total[part] ?? 0) + counted.size));
    if (seen >= MOST_RANKED) break;
  }
  const ranked = found.flatMap(({ keys, counts }) =>
    keys.map((key) => {
      const score = (sum: number, counted: Counted, part: number): number =>
        sum + Math.log2(1 + (counted.get(key) ?? 0)) / Math.log2(2 + (total[part] ?? 0));
      return { key, rank: counts.reduce(score, 0) };
    }),
  );
  ranked.sort((a, b) => b.rank - a.rank || b.key - a.key);
  return ranked.slice(0, end).map(({ key }) => key);
}

/** How a page is asked for: newest first below a key, or by rank from an offset. */
export type Page = { limit: number } & ({ order?: 'newest'; before?: number } | { order: 'rank'; offset?: number });

/**
 * Tickets for which every part of the query holds, each anywhere in the ticket; a query without parts holds for all.
 * By rank only the newest 5,000 found are compared. Never throws for any query.
 */
export function findTickets(sqlite: Database, query: Query, page: Page, given: FromRows = {}): Hit[] {
  const rows = askingOnce(given);
  let keys: number[] = [];
  if (page.order === 'rank') {
    const offset = page.offset ?? 0;
    keys = byRank(sqlite, query, rows, offset + page.limit).slice(offset);
  } else {
    for (const month of months(sqlite, query, rows, page.before, false)) {
      keys.push(...month.keys.slice(0, page.limit - keys.length));
      if (keys.length >= page.limit) break;
    }
  }
  const places = placesOf(sqlite, query, keys, rows);
  return keys.map((key) => ({ key, places: places.get(key) ?? [] }));
}

/** How many tickets a query finds, counted to `most` at the most (`more` says that there are further ones). */
export function countTickets(
  sqlite: Database,
  query: Query,
  most: number,
  rows: FromRows = {},
): { count: number; more: boolean } {
  let count = 0;
  for (const { keys } of months(sqlite, query, rows)) {
    count += keys.length;
    if (count > most) return { count: most, more: true };
  }
  return { count, more: false };
}

/** All find keys of a query, newest first, in groups of one month: for exporting or acting on all that was found. */
export function* allKeys(sqlite: Database, query: Query, rows: FromRows = {}): Generator<number[], void, undefined> {
  for (const { keys } of months(sqlite, query, rows)) yield keys;
}
