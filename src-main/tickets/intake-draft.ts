import { and, asc, eq } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { IntakeDraft } from '../contract/intake.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { intakeDrafts, office, people, Refused, type Reads, type Writes } from '../store/index.ts';

/** The ticket that somebody had begun to take in, with those of its people who are still here. */
export async function intakeDraft(db: Reads, { staffId }: Actor): Promise<IntakeDraft | null> {
  const [draft] = await db.select().from(intakeDrafts).where(eq(intakeDrafts.staffId, staffId));
  if (!draft) return null;
  const { personId, content, begunAt } = draft;
  const wanted = [...content.followers, ...(personId === null ? [] : [personId])];
  const here = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(among(people.id, wanted), eq(people.hidden, false)))
    .orderBy(asc(people.id));
  return {
    personId: here.some(({ id }) => id === personId) ? personId : null,
    content,
    followers: here.filter(({ id }) => content.followers.includes(id)),
    begunAt,
  };
}

/**
 * Keeps what somebody has typed of a new ticket, in place of what was kept before; nothing throws it away.
 * @throws Refused `no-office` when another office was opened meanwhile
 */
export async function saveIntakeDraft(
  tx: Writes,
  actor: Actor,
  { office: uid, draft }: InputOf<typeof calls.saveIntakeDraft>,
): Promise<null> {
  if ((await tx.$count(office, eq(office.uid, uid))) === 0) throw new Refused('no-office');
  if (!draft) return dropIntakeDraft(tx, actor);
  const kept = { ...draft, changedAt: tx.now };
  await tx
    .insert(intakeDrafts)
    .values({ ...kept, staffId: actor.staffId, begunAt: tx.now })
    .onConflictDoUpdate({ target: intakeDrafts.staffId, set: kept });
  return null;
}

/** What was begun became a ticket, or a message on one, or nothing. */
export async function dropIntakeDraft(tx: Writes, { staffId }: Actor): Promise<null> {
  await tx.delete(intakeDrafts).where(eq(intakeDrafts.staffId, staffId));
  return null;
}
