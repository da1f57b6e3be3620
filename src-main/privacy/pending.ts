import { and, desc, eq } from 'drizzle-orm';
import { Refused } from '../contract/errors.ts';
import type { PendingDelete } from '../contract/privacy.ts';
import type { Actor } from '../gate.ts';
import { erasures, people, tickets, type Reads, type Writes } from '../store/index.ts';
import { bury, neededBy, standingOn, withdrawStones } from '../store/personal-data/index.ts';
import { noteAll } from './history.ts';

const LIVING = { hidden: false, deletedAt: null, deletion: null };
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
): Promise<{ tickets: number }> {
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
  await tx.update(people).set(LIVING).where(eq(people.deletion, erasure));
  await withdrawStones(tx, act.uid);
  const restored = rows.map(({ id }) => id);
  // A later delete took them along because no living ticket needed them: one does now.
  await settle(tx, await standingOn(tx, restored), []);
  await noteAll(tx, actor, restored, 'restored');
  return { tickets: restored.length };
}

/**
 * Looks at people who are deleted or about to go, and gives those whom another ticket needs to it: back into the lists
 * for a living one, else along with the pending delete of that ticket, so that undoing it brings them back. Answers
 * with the ids of all who stay for now.
 */
export async function settle(
  tx: Writes,
  personIds: readonly number[],
  except: readonly number[],
): Promise<Set<number>> {
  const stay = new Set<number>();
  for (const { person, living, deletion } of await neededBy(tx, personIds, except)) {
    const [row] = await tx.select().from(people).where(eq(people.id, person));
    if (!row) continue;
    stay.add(person);
    const to = living > 0 ? null : deletion;
    if (row.deletion === to) continue;
    const before = await actOf(tx, row.deletion);
    const after = await actOf(tx, to);
    await tx
      .update(people)
      .set(after ? { hidden: true, deletedAt: row.deletedAt ?? tx.now, deletion: to } : LIVING)
      .where(eq(people.id, person));
    if (before) await withdrawStones(tx, before.uid, [row.uid]);
    if (after) await bury(tx, { erasureUid: after.uid, act: 'delete', tickets: [], people: [row] });
  }
  return stay;
}

async function actOf(tx: Writes, erasure: number | null): Promise<{ uid: string } | null> {
  if (erasure === null) return null;
  const [row] = await tx.select({ uid: erasures.uid }).from(erasures).where(eq(erasures.id, erasure));
  return row ?? null;
}
