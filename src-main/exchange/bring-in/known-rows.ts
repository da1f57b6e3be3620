import { createSecretKey, type KeyObject } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { office, Refused, tickets, type Reads } from '../../store/index.ts';
import { sourceRowId } from '../table/index.ts';
import type { GoodRow, RowId } from './good-row.ts';
import type { Incoming } from './incoming.ts';

/** Tells what each row of one file is known by; rows without an id of their own that are equal are told apart by order. */
export class RowIds {
  readonly #source: string;
  readonly #secret: KeyObject;
  readonly #equal = new Map<string, number>();
  constructor(source: string, secret: KeyObject) {
    this.#source = source;
    this.#secret = secret;
  }

  /** `cells`: all that stands in the row. */
  of(ticket: Incoming, cells: string[]): RowId {
    const ownId = ticket.ownId ?? ticket.trackingId;
    const first = sourceRowId({ source: this.#source, ownId, cells }, this.#secret);
    if (ownId !== null) return { key: first.id, hash: first.content };
    const nth = this.#equal.get(first.id) ?? 0;
    this.#equal.set(first.id, nth + 1);
    const id = nth === 0 ? first.id : sourceRowId({ source: this.#source, ownId, cells, nth }, this.#secret).id;
    return { key: id, hash: first.content };
  }
}

/** The key of the office's HMACs. */
export async function officeSecret(db: Reads): Promise<KeyObject> {
  const [row] = await db.select({ secret: office.secret }).from(office).where(eq(office.id, 1));
  if (!row) throw new Refused('damaged', { reason: 'no-office-row' });
  return createSecretKey(row.secret);
}

/** `gone`: deleted and not purged yet, or anonymised. */
export type KnownTicket = { id: number; trackingId: string; hash: string | null; gone: boolean };

/** The tickets that these rows are, where they are here already: by the uid a record gives, or by the source row. */
export async function knownRows(db: Reads, rows: readonly GoodRow[]): Promise<Map<GoodRow, KnownTicket>> {
  const given = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;
  const columns = {
    id: tickets.id,
    uid: tickets.uid,
    key: tickets.sourceKey,
    hash: tickets.sourceHash,
    trackingId: tickets.trackingId,
    deletion: tickets.deletion,
    anonymisedAt: tickets.anonymisedAt,
  };
  const bySource = await db
    .select(columns)
    .from(tickets)
    .where(sql`${tickets.sourceKey} in ${given(rows.map(({ key }) => key))}`)
    .orderBy(tickets.id);
  const uids = rows.flatMap(({ ticket }) => ticket.uid ?? []);
  const byUid =
    uids.length === 0
      ? []
      : await db
          .select(columns)
          .from(tickets)
          .where(sql`${tickets.uid} in ${given(uids)}`);
  const known = new Map([
    ...bySource.map((row) => [row.key ?? '', row] as const),
    ...byUid.map((row) => [row.uid, row] as const),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const found = (row.ticket.uid === null ? undefined : known.get(row.ticket.uid)) ?? known.get(row.key);
      if (found === undefined) return [];
      const { id, hash, trackingId, deletion, anonymisedAt } = found;
      // An anonymised ticket that came in as one is no other than before.
      const gone = deletion !== null || (anonymisedAt !== null && !row.ticket.record?.anonymised);
      return [[row, { id, hash, trackingId, gone }] as const];
    }),
  );
}
