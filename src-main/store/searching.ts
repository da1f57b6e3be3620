import { and, between, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Connection } from './connection.ts';
import { identifiers, ticketPeople, tickets } from './schema/index.ts';
import * as search from './search/index.ts';
import type { FromRows } from './search/index.ts';
import type { Searching } from './handles.ts';

const SLICE = 500;

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
    allKeys: (query, where) => [...search.allKeys(sqlite, query, rows(where))].flat(),
    people: (typed, limit) => search.findPeople(sqlite, typed, limit),
  };
}
