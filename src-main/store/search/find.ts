import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import { ticketClauses } from './clauses.ts';
import { Among } from './among.ts';
import type { FromRows } from './from-rows.ts';
import { peopleFor } from './people.ts';
import { placesOf } from './places.ts';
import type { Query } from './query.ts';
import { Reading } from './reading.ts';
import { frequency, standing, stretchBelow } from './standing.ts';
import type { Narrowed, Place, Ready, Standing, Stretch } from './standing.ts';

/** A ticket found: its find key, and where each part of the query stands in it. */
export type Hit = { key: number; places: Place[] };

/** Above every find key. */
const ABOVE_ALL = 2 ** 41;

function makeReady(sqlite: Database, query: Query, rows: FromRows, before: number): Ready[] {
  const ready = query.parts.map((part): Ready => {
    const clauses = ticketClauses(part);
    const people = new Set(rows.withPeople ? peopleFor(sqlite, clauses.people) : []);
    return { part, clauses, people };
  });
  const newest = ready.length > 1 ? stretchBelow(sqlite, before, 1) : null;
  if (!newest) return ready;
  // The rarest first: it spares the others the tickets in which it does not stand.
  const rarity = new Map(ready.map((one) => [one, frequency(sqlite, rows, one, newest)]));
  return ready.sort(
    (a, b) =>
      Number(a.part.not) - Number(b.part.not) ||
      (rarity.get(a) ?? 0) - (rarity.get(b) ?? 0) ||
      b.part.text.length - a.part.text.length,
  );
}

type Stands = { ready: Ready; standing: Standing };
/** Tickets that hold, newest first, and where each part stands that is asked for (not the excluded ones). */
type Held = { keys: number[]; standings: Stands[] };
/** The same, of all tickets from key `low` on. */
type Leading = Held & { low: number };

/** Rows of a frequent word that are looked at first; more where other parts must hold as well. */
const FIRST_ROWS = 400;
const FIRST_ROWS_OF_SEVERAL = 800;
/** So many tickets are looked at at once for what else must hold of them, the first of them apart. */
const SLICE = 64;
const FIRST_SLICE = 16;
/** So many months are asked at once at the most: where next to nothing is found, asking each costs more than finding. */
const MOST_MONTHS = 32;

/** Where the rarest part stands in fewer tickets a month than this, it is asked for in all of the stretch at once. */
const SPARSE = 30;

const ALL = 'SELECT id FROM find_tickets_content WHERE id >= ? AND id < ? ORDER BY id DESC';

/** What the first part leaves of a stretch, or all of it where nothing is asked for. */
function leading(
  sqlite: Database,
  rows: FromRows,
  first: Ready | undefined,
  stretch: Stretch,
  narrowed: Narrowed,
): Leading {
  if (!first) {
    const keys = statement(sqlite, ALL).pluck().all(stretch.low, stretch.below) as number[];
    return { low: stretch.low, keys, standings: [] };
  }
  const found = standing(sqlite, rows, first, stretch, narrowed);
  const keys = [...found.counted.keys()].filter((key) => key >= found.low).sort((a, b) => b - a);
  return { low: found.low, keys, standings: [{ ready: first, standing: found }] };
}

/**
 * Tickets for which every part holds, newest first, from below a key, in groups. `wanted`: so many are looked for, and
 * the caller stops when it has them; otherwise all of them, by whole months.
 */
function* held(
  sqlite: Database,
  query: Query,
  rows: FromRows,
  before = ABOVE_ALL,
  wanted: number | null = null,
): Generator<Held, void, undefined> {
  let below = Math.min(before, ABOVE_ALL);
  const ready = makeReady(sqlite, query, rows, below);
  const first = ready[0]?.part.not ? undefined : ready[0];
  const { texts } = rows;
  const reading = wanted !== null && texts ? new Reading(sqlite, { ...rows, texts }) : null;
  const others = (first ? ready.slice(1) : ready).map((one) => new Among(sqlite, rows, one, reading));
  const newest = others.length > 0 ? FIRST_ROWS_OF_SEVERAL : FIRST_ROWS;
  let left = wanted ?? WHOLE_GROUP;
  let months = 1;
  let sparse = false;
  for (;;) {
    const stretch = stretchBelow(sqlite, below, months);
    if (!stretch) return;
    const leads = leading(sqlite, rows, first, stretch, wanted === null || sparse ? {} : { newest });
    let found = 0;
    for (const group of narrowed(leads, others, wanted === null)) {
      const keys = rows.keep ? [...rows.keep(group.keys)].sort((a, b) => b - a) : group.keys;
      if (keys.length > 0) yield { keys, standings: group.standings };
      found += keys.length;
    }
    if (wanted !== null) left -= found;
    below = leads.low;
    // As many months as should hold what is left, by what these held.
    const enough = Math.ceil((left * months) / found);
    sparse = leads.keys.length < months * SPARSE;
    months = leads.low > stretch.low ? 1 : Math.max(1, Math.min(MOST_MONTHS, months * 2, enough));
  }
}

/** What the further parts leave of a stretch: in one group where all is wanted, otherwise in slices. */
function* narrowed(
  { keys, standings }: Leading,
  others: readonly Among[],
  whole: boolean,
): Generator<Held, void, undefined> {
  for (const other of others) other.begin(keys);
  let size = whole ? keys.length : others.length > 0 ? FIRST_SLICE : SLICE;
  for (let at = 0; at < keys.length; at += size, size = Math.max(size, SLICE)) {
    const all = [...standings];
    let some = keys.slice(at, at + size);
    for (const other of others) {
      if (some.length === 0) break;
      const here = other.of(some);
      const { not } = other.ready.part;
      some = some.filter((key) => here.counted.has(key) !== not);
      if (!not) all.push({ ready: other.ready, standing: here });
    }
    if (some.length > 0) yield { keys: some, standings: all };
  }
}

/** Ranking looks at so many of the newest tickets found. */
export const MOST_RANKED = 5000;
/** All that is found comes in groups of about so many. */
const WHOLE_GROUP = 1_000;

/** A ticket found, and what says where. */
type Found = { key: number; standings: Stands[] };

function byRank(sqlite: Database, query: Query, rows: FromRows, end: number): Found[] {
  const found: Held[] = [];
  const total = new Map<Ready, number>();
  let seen = 0;
  for (const group of held(sqlite, query, rows)) {
    found.push({ ...group, keys: group.keys.slice(0, MOST_RANKED - seen) });
    seen += group.keys.length;
    for (const { ready, standing } of group.standings)
      total.set(ready, (total.get(ready) ?? 0) + standing.counted.size);
    if (seen >= MOST_RANKED) break;
  }
  const ranked = found.flatMap(({ keys, standings }) =>
    keys.map((key) => {
      const score = (sum: number, { ready, standing }: Stands): number =>
        sum + Math.log2(1 + (standing.counted.get(key) ?? 0)) / Math.log2(2 + (total.get(ready) ?? 0));
      return { key, standings, rank: standings.reduce(score, 0) };
    }),
  );
  return ranked.sort((a, b) => b.rank - a.rank || b.key - a.key).slice(0, end);
}

/** The newest tickets found, up to a limit. */
function newestOf(sqlite: Database, query: Query, rows: FromRows, before: number | undefined, limit: number): Found[] {
  const found: Found[] = [];
  for (const { keys, standings } of held(sqlite, query, rows, before, limit)) {
    for (const key of keys.slice(0, limit - found.length)) found.push({ key, standings });
    if (found.length >= limit) break;
  }
  return found;
}

/** How a page is asked for: newest first below a key, or by rank from an offset. */
export type Page = { limit: number } & ({ order?: 'newest'; before?: number } | { order: 'rank'; offset?: number });

/**
 * Tickets for which every part of the query holds, each anywhere in the ticket; a query without parts holds for all.
 * By rank only the newest 5,000 found are compared. Never throws for any query.
 */
export function findTickets(sqlite: Database, query: Query, page: Page, rows: FromRows = {}): Hit[] {
  const found =
    page.order === 'rank'
      ? byRank(sqlite, query, rows, (page.offset ?? 0) + page.limit).slice(page.offset ?? 0)
      : newestOf(sqlite, query, rows, page.before, page.limit);
  const groups = new Map<Stands[], number[]>();
  for (const { key, standings } of found) groups.set(standings, [...(groups.get(standings) ?? []), key]);
  const places = new Map<number, Place[]>();
  for (const [standings, keys] of groups) {
    const asTyped = query.parts.flatMap((part) => standings.filter(({ ready }) => ready.part === part));
    for (const [key, all] of placesOf(sqlite, rows, keys, asTyped)) places.set(key, all);
  }
  return found.map(({ key }) => ({ key, places: places.get(key) ?? [] }));
}

/** How many tickets a query finds, counted to `most` at the most (`more` says that there are further ones). */
export function countTickets(
  sqlite: Database,
  query: Query,
  most: number,
  rows: FromRows = {},
): { count: number; more: boolean } {
  let count = 0;
  for (const { keys } of held(sqlite, query, rows)) {
    count += keys.length;
    if (count > most) return { count: most, more: true };
  }
  return { count, more: false };
}

/** All find keys of a query, newest first, in groups: for exporting or acting on all that was found. */
export function* allKeys(sqlite: Database, query: Query, rows: FromRows = {}): Generator<number[], void, undefined> {
  for (const { keys } of held(sqlite, query, rows)) yield keys;
}
