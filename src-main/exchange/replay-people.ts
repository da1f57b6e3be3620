import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../gate.ts';
import { joinPeople, takeApart } from '../people/index.ts';
import { among } from '../store/among.ts';
import {
  attachments,
  entries,
  identifiers,
  joins,
  people,
  ticketPeople,
  type Reads,
  type Writes,
} from '../store/index.ts';
import type { Stone } from './stones.ts';

type Join = typeof joins.$inferSelect;

/**
 * In a backup two people may be one of whom only one was erased since, after they were taken apart: what was that one's
 * stands with the other there. They are taken apart first, so that it goes with its own person. Joins made later than
 * such a one come apart as well, and are made again.
 */
export async function partErased(tx: Writes, actor: Actor, stones: readonly Stone[]): Promise<void> {
  const erased = new Set(
    stones.flatMap(({ kind, act, targetUid, withdrawnAt }) =>
      kind === 'person' && act !== 'forget' && withdrawnAt === null ? [targetUid] : [],
    ),
  );
  if (erased.size === 0) return;
  const open = (
    await tx
      .select({ join: joins })
      .from(joins)
      .innerJoin(people, and(eq(people.uid, joins.goneUid), isNotNull(people.joinedInto)))
      .where(isNull(joins.undoneAt))
      .orderBy(asc(joins.id))
  ).map(({ join }) => join);
  const parts = ({ keptUid, goneUid }: Join) => erased.has(keptUid) !== erased.has(goneUid);
  const first = open.findIndex(parts);
  if (first < 0) return;
  const again: { join: Join; name: 'kept' | 'gone' }[] = [];
  for (const join of open.slice(first).reverse()) {
    if (!parts(join)) again.push({ join, name: await whoseName(tx, join) });
    await takeApart(tx, actor, { join: join.id });
  }
  for (const { join, name } of again.reverse()) {
    const kept = await byUid(tx, join.keptUid);
    const gone = await byUid(tx, join.goneUid);
    if (kept && gone) await joinPeople(tx, actor, { kept, gone, name });
  }
}

async function byUid(db: Reads, uid: string): Promise<{ id: number; version: number } | undefined> {
  const [row] = await db
    .select({ id: people.id, version: people.version })
    .from(people)
    .where(and(eq(people.uid, uid), eq(people.hidden, false)));
  return row;
}

async function whoseName(db: Reads, { keptUid, moved }: Join): Promise<'kept' | 'gone'> {
  const [name] = await db
    .select({ id: identifiers.id })
    .from(identifiers)
    .innerJoin(people, eq(people.id, identifiers.personId))
    .where(and(eq(people.uid, keptUid), eq(identifiers.kind, 'name'), eq(identifiers.preferred, true)));
  return name && moved['identifiers']?.includes(name.id) ? 'gone' : 'kept';
}

/**
 * People who went stand on no ticket that stayed, though a backup may still have them there: they would be kept for it.
 * `ticketIds` are those that go with them.
 */
export async function detach(tx: Writes, personIds: readonly number[], ticketIds: readonly number[]): Promise<void> {
  if (personIds.length === 0) return;
  const stayed = (column: Parameters<typeof among>[0]) => sql`not ${among(column, ticketIds)}`;
  await tx.delete(ticketPeople).where(and(among(ticketPeople.personId, personIds), stayed(ticketPeople.ticketId)));
  for (const table of [entries, attachments])
    await tx
      .update(table)
      .set({ personId: null })
      .where(and(among(table.personId, personIds), stayed(table.ticketId)));
}
