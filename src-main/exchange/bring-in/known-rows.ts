import { createSecretKey, type KeyObject } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { office, Refused, tickets, type Reads } from '../../store/index.ts';
import { buriedSources } from '../../store/personal-data/index.ts';
import { sourceRowId, type ImportedTicket } from '../table/index.ts';

/** How a row is known again: `key` by its own id or as a whole, `hash` by all that stands in it. */
export type RowId = { key: string; hash: string };

/** Tells what each row of one file is known by; rows without an id of their own that are equal are told apart by order. */
export class RowIds {
  readonly #source: string;
  readonly #secret: KeyObject;
  readonly #equal = new Map<string, number>();
  constructor(source: string, secret: KeyObject) {
    this.#source = source;
    this.#secret = secret;
  }

  of(ticket: ImportedTicket, cells: string[]): RowId {
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

export type KnownTicket = { id: number; trackingId: string; hash: string | null; deleted: boolean };

/** Which of these rows came in before: their tickets by key, and the keys whose tickets were deleted or anonymised. */
export async function knownRows(
  db: Reads,
  keys: readonly string[],
): Promise<{ tickets: Map<string, KnownTicket>; buried: Set<string> }> {
  const rows = await db
    .select({
      id: tickets.id,
      key: tickets.sourceKey,
      hash: tickets.sourceHash,
      trackingId: tickets.trackingId,
      deletion: tickets.deletion,
    })
    .from(tickets)
    .where(sql`${tickets.sourceKey} in (select value from json_each(${JSON.stringify(keys)}))`)
    .orderBy(tickets.id);
  return {
    tickets: new Map(
      rows.map(({ key, deletion, ...rest }) => [key ?? '', { ...rest, deleted: deletion !== null }] as const),
    ),
    buried: await buriedSources(db, keys),
  };
}
