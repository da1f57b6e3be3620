import { and, between, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';
import { identifiers, ticketPeople, tickets } from './schema/index.ts';
import * as search from './search/index.ts';
import type { FromRows, ToldText } from './search/index.ts';
import type { Searching } from './handles.ts';

const SLICE = 500;
/** The tickets of more people than these are looked for among the tickets of a span, not person by person. */
const FEW_PEOPLE = 400;

const FOR = `tp.role IN ('requester', 'follower')`;
// Cross joins: SQLite would begin with the tickets.
const OF_PEOPLE = `SELECT t.find_key FROM json_each(?) wanted
  CROSS JOIN ticket_people tp ON tp.person_id = wanted.value AND ${FOR}
  CROSS JOIN tickets t ON t.id = tp.ticket_id`;
const IN_SPAN = `SELECT t.find_key, tp.person_id FROM tickets t CROSS JOIN ticket_people tp ON tp.ticket_id = t.id AND ${FOR}
  WHERE t.find_key >= ? AND t.find_key < ?`;
const ON_TICKETS = `SELECT t.find_key AS key, tp.person_id AS person FROM json_each(?) wanted
  CROSS JOIN tickets t ON t.find_key = wanted.value
  CROSS JOIN ticket_people tp ON tp.ticket_id = t.id AND ${FOR}`;

const TEXTS = `SELECT t.find_key AS key, 'message' AS kind, 0 AS ref, t.message AS text
  FROM json_each(@keys) AS wanted CROSS JOIN tickets AS t ON t.find_key = wanted.value
  UNION ALL SELECT t.find_key, e.kind, e.id, e.body
  FROM json_each(@keys) AS wanted CROSS JOIN tickets AS t ON t.find_key = wanted.value
  CROSS JOIN entries AS e ON e.ticket_id = t.id`;

/** Where in sorted keys the first one from `low` on stands. */
function firstFrom(keys: readonly number[], low: number): number {
  let from = 0;
  for (let to = keys.length; from < to;) {
    const middle = (from + to) >> 1;
    if ((keys[middle] ?? 0) < low) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Tickets by their people: of a few once and for all, of many span by span. */
function byPeople(sqlite: Connection): NonNullable<FromRows['withPeople']> {
  const all = new Map<ReadonlySet<number>, readonly number[]>();
  return (people, { low, below }) => {
    if (people.size > FEW_PEOPLE) {
      const rows = prepared(sqlite, IN_SPAN).raw().all(low, below) as [key: number, person: number][];
      return rows.flatMap(([key, person]) => (people.has(person) ? [key] : []));
    }
    const keys =
      all.get(people) ??
      (
        prepared(sqlite, OF_PEOPLE)
          .pluck()
          .all(JSON.stringify([...people])) as number[]
      ).sort((a, b) => a - b);
    all.set(people, keys);
    return keys.slice(firstFrom(keys, low), firstFrom(keys, below));
  };
}

/** Tickets whose written address is like a pattern with `%`; its fixed beginning bounds what the index is run through. */
function isLike(pattern: string): SQL | undefined {
  // Up to a letter: an address that is none may stand there in capitals.
  const fixed = /^[0-9.:]*/.exec(pattern)?.[0] ?? '';
  const behind = fixed.slice(0, -1) + String.fromCharCode(fixed.charCodeAt(fixed.length - 1) + 1);
  const within = fixed === '' ? undefined : and(gte(tickets.ip, fixed), lt(tickets.ip, behind));
  // The words of the index's own condition, or SQLite would not take it.
  return and(sql`${tickets.ip} <> ''`, within, sql`${tickets.ip} like ${pattern}`);
}

/** The index of words together with the tickets' own rows: addresses, filters, and what must not be shown. */
export function searching(orm: BetterSQLite3Database<Record<string, never>>, sqlite: Connection): Searching {
  const rows = (where?: SQL): FromRows => ({
    texts: (keys) => prepared(sqlite, TEXTS).all({ keys: JSON.stringify(keys) }) as ToldText[],
    withIp: (part) => {
      const own = part.kind === 'ip' ? between(tickets.ipKey, part.low, part.high) : isLike(part.pattern);
      const known =
        part.kind === 'ip'
          ? between(identifiers.normalised, part.low, part.high)
          : sql`${identifiers.value} like ${part.pattern}`;
      const ofPeople = orm
        .select({ id: ticketPeople.ticketId })
        .from(identifiers)
        .innerJoin(ticketPeople, eq(ticketPeople.personId, identifiers.personId))
        .where(and(eq(identifiers.kind, 'ip'), known));
      const keys = (where: SQL | undefined) => {
        // A range may hold every third ticket: the plain numbers come in a fifth of the time that rows take.
        const { sql: asked, params } = orm.select({ key: tickets.findKey }).from(tickets).where(where).toSQL();
        return sqlite
          .prepare(asked)
          .pluck()
          .all(...params) as number[];
      };
      return [...keys(own), ...keys(inArray(tickets.id, ofPeople))];
    },
    withPeople: byPeople(sqlite),
    peopleOf: (keys) => prepared(sqlite, ON_TICKETS).all(JSON.stringify(keys)) as { key: number; person: number }[],
    keep: (keys) => {
      const kept: number[] = [];
      for (let at = 0; at < keys.length; at += SLICE) {
        const slice = JSON.stringify(keys.slice(at, at + SLICE));
        // A cross join, so that each key is looked up: by itself SQLite would run through all tickets that are not hidden.
        const some = orm
          .select({ key: tickets.findKey })
          .from(sql`json_each(${slice}) as wanted`)
          .crossJoin(tickets)
          .where(and(sql`${tickets.findKey} = wanted.value`, eq(tickets.hidden, false), where))
          .all();
        kept.push(...some.map(({ key }) => key));
      }
      return kept;
    },
  });
  return {
    tickets: (query, page, where) => search.findTickets(sqlite, query, page, rows(where)),
    count: (query, most, where) => search.countTickets(sqlite, query, most, rows(where)),
    quotes: (query, most) => {
      const { keep } = rows();
      return search.countTickets(sqlite, query, most, keep ? { keep } : {});
    },
    allKeys: (query, where) => [...search.allKeys(sqlite, query, rows(where))].flat(),
    people: (typed, limit) => search.findPeople(sqlite, typed, limit),
  };
}
