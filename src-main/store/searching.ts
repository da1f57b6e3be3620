import { and, between, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Connection } from './connection.ts';
import { prepared } from './prepared.ts';
import { identifiers, ticketPeople, tickets } from './schema/index.ts';
import * as search from './search/index.ts';
import type { FromRows, IpPart, Span, ToldText } from './search/index.ts';
import type { Searching } from './handles.ts';

type Orm = BetterSQLite3Database<Record<string, never>>;

const SLICE = 500;
/** A range of addresses that more tickets have is looked for among the tickets of a span: it may be every third one. */
const FEW_TICKETS = 2_000;
const SPANS = 4;
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

const KEPT = `SELECT t.find_key FROM json_each(?) wanted CROSS JOIN tickets t ON t.find_key = wanted.value
  WHERE t.hidden = 0`;

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

/** Those of sorted keys that lie in a span. */
const within = (keys: readonly number[], { low, below }: Span): readonly number[] =>
  keys.slice(firstFrom(keys, low), firstFrom(keys, below));

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
    return within(keys, { low, below });
  };
}

/** Tickets whose written address is like a pattern with `%`; its fixed beginning bounds what the index is run through. */
function isLike(pattern: string): SQL | undefined {
  // Up to a letter: an address that is none may stand there in capitals.
  const fixed = /^[0-9.:]*/.exec(pattern)?.[0] ?? '';
  const behind = fixed.slice(0, -1) + String.fromCharCode(fixed.charCodeAt(fixed.length - 1) + 1);
  const inBounds = fixed === '' ? undefined : and(gte(tickets.ip, fixed), lt(tickets.ip, behind));
  // The words of the index's own condition, or SQLite would not take it.
  return and(sql`${tickets.ip} <> ''`, inBounds, sql`${tickets.ip} like ${pattern}`);
}

/**
 * Tickets by their own addresses and those of their people: few once and for all. Of many only those of a span, for a
 * page is full with the first ones; who goes on asking gets all.
 */
function byIp(orm: Orm, sqlite: Connection): NonNullable<FromRows['withIp']> {
  // The plain numbers come in a fifth of the time that rows take.
  const keys = (where: SQL | undefined, limit = -1) => {
    const { sql: asked, params } = orm.select({ key: tickets.findKey }).from(tickets).where(where).limit(limit).toSQL();
    return prepared(sqlite, asked)
      .pluck()
      .all(...params) as number[];
  };
  const own = (part: IpPart) =>
    part.kind === 'ip' ? between(tickets.ipKey, part.low, part.high) : isLike(part.pattern);
  // With a plus, so that SQLite goes by the keys and not by the address.
  const ownIn = (part: IpPart, { low, below }: Span) =>
    and(
      gte(tickets.findKey, low),
      lt(tickets.findKey, below),
      part.kind === 'ip'
        ? sql`+ ${tickets.ipKey} between ${part.low} and ${part.high}`
        : sql`+ ${tickets.ip} like ${part.pattern}`,
    );
  const inOrder = (some: number[]) => some.sort((a, b) => a - b);
  const known = new Map<IpPart, { all: readonly number[]; spansLeft: number }>();
  return (part, span) => {
    let one = known.get(part);
    if (!one) {
      const few = keys(own(part), FEW_TICKETS + 1);
      const theirs = keys(ofPeopleWith(orm, part));
      const many = few.length > FEW_TICKETS;
      one = { all: inOrder(many ? theirs : [...few, ...theirs]), spansLeft: many ? SPANS : 0 };
      known.set(part, one);
    }
    if (one.spansLeft === 0) return within(one.all, span);
    one.spansLeft -= 1;
    if (one.spansLeft > 0) return [...within(one.all, span), ...keys(ownIn(part, span))];
    one.all = inOrder([...one.all, ...keys(own(part))]);
    return within(one.all, span);
  };
}

/** Tickets of people who are known by such an address. */
function ofPeopleWith(orm: Orm, part: IpPart): SQL {
  const known =
    part.kind === 'ip'
      ? between(identifiers.normalised, part.low, part.high)
      : sql`${identifiers.value} like ${part.pattern}`;
  const theirs = orm
    .select({ id: ticketPeople.ticketId })
    .from(identifiers)
    .innerJoin(ticketPeople, eq(ticketPeople.personId, identifiers.personId))
    .where(and(eq(identifiers.kind, 'ip'), known));
  return inArray(tickets.id, theirs);
}

/** The index of words together with the tickets' own rows: addresses, filters, and what must not be shown. */
export function searching(orm: Orm, sqlite: Connection): Searching {
  const rows = (where?: SQL): FromRows => ({
    texts: (keys) => prepared(sqlite, TEXTS).all({ keys: JSON.stringify(keys) }) as ToldText[],
    withIp: byIp(orm, sqlite),
    withPeople: byPeople(sqlite),
    peopleOf: (keys) => prepared(sqlite, ON_TICKETS).all(JSON.stringify(keys)) as { key: number; person: number }[],
    keep: (keys) => {
      const kept: number[] = [];
      for (let at = 0; at < keys.length; at += SLICE) {
        const slice = JSON.stringify(keys.slice(at, at + SLICE));
        if (!where) {
          kept.push(...(prepared(sqlite, KEPT).pluck().all(slice) as number[]));
          continue;
        }
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
