import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { Refused } from '../contract/errors.ts';
import type { PendingDelete } from '../contract/privacy.ts';
import type { Actor } from '../gate.ts';
import { erasures, people, tickets, type Reads, type Writes } from '../store/index.ts';
import { among } from '../store/among.ts';
import { bury, joinedInto, neededBy, standingOn, withdrawStones } from '../store/personal-data/index.ts';
import { noteAll } from './history.ts';

const LIVING = { hidden: false, deletedAt: null, deletion: null };
/** Whoever was joined into another person stays out of the lists. */
const LIVING_PERSON = { ...LIVING, hidden: sql`${people.joinedInto} is not null` };
const PENDING = and(eq(erasures.act, 'delete'), eq(erasures.state, 'pending'));

/** Deletes that can still be undone, newest first. */
export async function pendingDeletes(db: Reads): Promise<PendingDelete[]> {
  const rows = await db.select().from(erasures).where(PENDING).orderBy(desc(erasures.at), desc(erasures.id));
  return rows.map(({ id, at, staffId, reason, counts }) => ({
    erasure: id,
    at,
    staffId,
    reason,
    tickets: counts['tickets'] ?? 0,
    people: counts['people'] ?? 0,
  }));
}

/**
 * Takes a delete back: its tickets and people are in all lists again as they were, and the tombstones count for nothing.
 * @throws Refused `not-found`, `refused` (`already-purged`)
 */
export async function undoDelete(
  tx: Writes,
  actor: Actor,
  { erasure }: { erasure: number },
): Promise<{ tickets: number; people: number }> {
  const [act] = await tx
    .update(erasures)
    .set({ state: 'undone', finishedAt: tx.now })
    .where(and(eq(erasures.id, erasure), PENDING))
    .returning({ uid: erasures.uid });
  if (!act) {
    const known = (await tx.$count(erasures, eq(erasures.id, erasure))) > 0;
    throw known ? new Refused('refused', { reason: 'already-purged' }) : new Refused('not-found');
  }
  const rows = await tx.update(tickets).set(LIVING).where(eq(tickets.deletion, erasure)).returning({ id: tickets.id });
  const back = await tx
    .update(people)
    .set(LIVING_PERSON)
    .where(eq(people.deletion, erasure))
    .returning({ hidden: people.hidden });
  await withdrawStones(tx, act.uid);
  const restored = rows.map(({ id }) => id);
  // A later delete took them along because no living ticket needed them: one does now.
  await settle(tx, await standingOn(tx, restored), []);
  await noteAll(tx, actor, restored, 'restored');
  return { tickets: restored.length, people: back.filter(({ hidden }) => !hidden).length };
}

/**
 * Looks at people who are deleted or about to go, and gives those whom another ticket needs to it: back into the lists
 * for a living one, else along with the pending delete of that ticket, so that undoing it brings them back. Whoever was
 * joined into another person goes or stays with that one. Answers with the ids of all who stay for now.
 */
export async function settle(
  tx: Writes,
  personIds: readonly number[],
  except: readonly number[],
): Promise<Set<number>> {
  const stay = new Set<number>();
  const own = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(among(people.id, personIds), isNull(people.joinedInto)));
  for (const { person, living, deletion } of await neededBy(
    tx,
    own.map(({ id }) => id),
    except,
  )) {
    for (const { id } of [{ id: person }, ...(await joinedInto(tx, [{ id: person }]))]) {
      await giveTo(tx, id, living > 0 ? null : deletion);
      stay.add(id);
    }
  }
  return stay;
}

/** Puts one person back into the lists (null), or along with an act that waits. */
async function giveTo(tx: Writes, id: number, to: number | null): Promise<void> {
  const [row] = await tx.select().from(people).where(eq(people.id, id));
  if (!row || row.deletion === to) return;
  const before = await actOf(tx, row.deletion);
  const after = await actOf(tx, to);
  await tx
    .update(people)
    .set(after ? { hidden: true, deletedAt: row.deletedAt ?? tx.now, deletion: to } : LIVING_PERSON)
    .where(eq(people.id, id));
  if (before) await withdrawStones(tx, before.uid, [row.uid]);
  if (after) await bury(tx, { erasureUid: after.uid, act: 'delete', tickets: [], people: [row] });
}

async function actOf(tx: Writes, erasure: number | null): Promise<{ uid: string } | null> {
  if (erasure === null) return null;
  const [row] = await tx.select({ uid: erasures.uid }).from(erasures).where(eq(erasures.id, erasure));
  return row ?? null;
}
