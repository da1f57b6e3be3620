import { createHmac, randomBytes } from 'node:crypto';
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import {
  identifiers,
  office,
  people,
  ticketAliases,
  tickets,
  tombstoneHashes,
  tombstones,
  type StoneKind,
} from '../schema/index.ts';
import type { Reads, Writes } from '../handles.ts';
import { listed } from './reach.ts';
import type { Act } from './terms.ts';

const ROWS_A_STATEMENT = 500;

/** Random 128 bits as 32 lower-case hex digits. */
export const newUid = (): string => randomBytes(16).toString('hex');

export function* sliced<T>(all: readonly T[], size = ROWS_A_STATEMENT): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

/**
 * How an identifier of one who went is known again: HMAC-SHA256, in hex, under the office's secret, of its kind and
 * its normalised form.
 */
export const identifierHash = (secret: Uint8Array, kind: string, normalised: string): string =>
  createHmac('sha256', secret).update(`${kind}\0${normalised}`).digest('hex');

/** Kind of a hash that is an import's key of the row a ticket came from (`tickets.source_key`). */
export const SOURCE = 'source';
/** Kind of what is no hash, but the uid of the own field whose value was forgotten. */
export const OF_FIELD = 'field';
/** Kind of a hash of a tracking id that led to a ticket: by it a file knows the ticket that has no uid. */
export const TRACKING = 'tracking';

type Buried = {
  erasureUid: string;
  act: Act;
  tickets: readonly { uid: string; sourceKey: string | null }[];
  people: readonly { id: number; uid: string }[];
};

/** Writes down what must not come back, before the rows go: by uid, and by hashes of what was these people's alone. */
export async function bury(tx: Writes, buried: Buried): Promise<void> {
  const stone = (kind: 'ticket' | 'person', targetUid: string) => ({
    uid: newUid(),
    erasureUid: buried.erasureUid,
    kind,
    targetUid,
    act: buried.act,
    at: tx.now,
  });
  const ids = new Map<string, number>();
  const stones = [
    ...buried.tickets.map(({ uid }) => stone('ticket', uid)),
    ...buried.people.map(({ uid }) => stone('person', uid)),
  ];
  for (const some of sliced(stones)) {
    const rows = await tx
      .insert(tombstones)
      .values(some)
      .returning({ id: tombstones.id, target: tombstones.targetUid });
    for (const { id, target } of rows) ids.set(target, id);
  }
  const hashes: (typeof tombstoneHashes.$inferInsert)[] = [];
  for (const { uid, sourceKey } of buried.tickets)
    if (sourceKey !== null) hashes.push({ tombstoneId: ids.get(uid) ?? 0, kind: SOURCE, hmac: sourceKey });
  const [own] = await tx.select({ secret: office.secret }).from(office).limit(1);
  for (const { uid, trackingId } of await trackingIdsOf(
    tx,
    buried.tickets.map(({ uid: one }) => one),
  ))
    if (own)
      hashes.push({
        tombstoneId: ids.get(uid) ?? 0,
        kind: TRACKING,
        hmac: identifierHash(own.secret, TRACKING, trackingId),
      });
  for (const { uid, kind, normalised } of await aloneOf(
    tx,
    buried.people.map(({ id }) => id),
  ))
    if (own) hashes.push({ tombstoneId: ids.get(uid) ?? 0, kind, hmac: identifierHash(own.secret, kind, normalised) });
  for (const some of sliced(hashes)) await tx.insert(tombstoneHashes).values(some);
}

/** A text that was corrected and is forgotten: whose row it stood in, by uid; and in which of the office's own fields. */
export type Forgotten =
  | { kind: Exclude<StoneKind, 'ticket' | 'person' | typeof OF_FIELD>; uid: string }
  | { kind: typeof OF_FIELD; uid: string; field: string };

/** Writes down which texts were forgotten: a backup that still has one must not bring it back. */
export async function buryForgotten(tx: Writes, erasureUid: string, all: readonly Forgotten[]): Promise<void> {
  for (const one of all) {
    const stone = { uid: newUid(), erasureUid, kind: one.kind, targetUid: one.uid, act: 'forget' as const, at: tx.now };
    const [row] = await tx.insert(tombstones).values(stone).returning({ id: tombstones.id });
    if (row && one.kind === OF_FIELD)
      await tx.insert(tombstoneHashes).values({ tombstoneId: row.id, kind: OF_FIELD, hmac: one.field });
  }
}

/** All tracking ids that lead to these tickets. */
async function trackingIdsOf(db: Reads, uids: readonly string[]): Promise<{ uid: string; trackingId: string }[]> {
  const mine = sql`${tickets.uid} in ${listed(uids)}`;
  const own = await db.select({ uid: tickets.uid, trackingId: tickets.trackingId }).from(tickets).where(mine);
  const former = await db
    .select({ uid: tickets.uid, trackingId: ticketAliases.trackingId })
    .from(ticketAliases)
    .innerJoin(tickets, eq(tickets.id, ticketAliases.ticketId))
    .where(mine);
  return [...own, ...former];
}

/** Identifiers that nobody has but these people. */
async function aloneOf(db: Reads, personIds: readonly number[]) {
  const others = sql`exists (select 1 from identifiers o where o.kind = ${identifiers.kind}
    and o.normalised = ${identifiers.normalised} and o.person_id not in ${listed(personIds)})`;
  return db
    .selectDistinct({ uid: people.uid, kind: identifiers.kind, normalised: identifiers.normalised })
    .from(identifiers)
    .innerJoin(people, eq(people.id, identifiers.personId))
    .where(
      and(sql`${identifiers.personId} in ${listed(personIds)}`, ne(identifiers.normalised, ''), sql`not ${others}`),
    );
}

/** Takes the tombstones of an act back, all of them or those of some targets. */
export async function withdrawStones(tx: Writes, erasureUid: string, targets?: readonly string[]): Promise<void> {
  const some = targets === undefined ? undefined : sql`${tombstones.targetUid} in ${listed(targets)}`;
  await tx
    .update(tombstones)
    .set({ withdrawnAt: tx.now })
    .where(and(eq(tombstones.erasureUid, erasureUid), isNull(tombstones.withdrawnAt), some));
}
