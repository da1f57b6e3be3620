import { and, desc, eq, isNull } from 'drizzle-orm';
import type { InputOf } from '../../contract/call.ts';
import type { Identifier, JoinedRecord, JoinPreview, JoinSide, people as calls } from '../../contract/people.ts';
import type { Actor } from '../../gate.ts';
import { attachments, entries, joins, people, Refused, type Reads } from '../../store/index.ts';
import { identifiersOf } from '../identifiers.ts';
import { ticketCounts } from '../rows.ts';
import { planJoin, type Plan } from './plan.ts';

/** Identifiers of one side that a preview lists. */
const MOST_LISTED = 50;

/**
 * Both persons side by side, what would move from the one that goes, and what both have.
 * @throws Refused `not-found`, `refused` (`same-person`)
 */
export async function joinPreview(
  db: Reads,
  _actor: Actor,
  given: InputOf<typeof calls.joinPreview>,
): Promise<JoinPreview> {
  if (given.kept === given.gone) throw new Refused('refused', { reason: 'same-person' });
  const kept = await sideOf(db, given.kept);
  const gone = await sideOf(db, given.gone);
  const plan = await planJoin(db, given.kept, given.gone, 'kept');
  const count = (parts: Plan['moving'], ...roles: string[]) =>
    new Set(parts.flatMap(({ ticketId, role, hidden }) => (!hidden && roles.includes(role) ? [ticketId] : []))).size;
  return {
    kept,
    gone,
    moves: {
      tickets: count(plan.moving, 'requester'),
      follows: count(plan.moving, 'follower'),
      mentions: count(plan.moving, 'mentioned'),
      identifiers: plan.identifiers.moving.length,
      messages: await db.$count(entries, eq(entries.personId, given.gone)),
      files: await db.$count(attachments, eq(attachments.personId, given.gone)),
    },
    folded: {
      identifiers: plan.identifiers.folded.map(({ value }) => value).slice(0, MOST_LISTED),
      tickets: count(plan.folded, 'requester', 'follower', 'mentioned') + plan.asideFollower.length,
    },
  };
}

async function sideOf(db: Reads, id: number): Promise<JoinSide> {
  const [row] = await db
    .select()
    .from(people)
    .where(and(eq(people.id, id), eq(people.hidden, false)));
  if (!row) throw new Refused('not-found', { reason: 'person' });
  const known: Identifier[] = await identifiersOf(db, id);
  const counts = (await ticketCounts(db, [id])).get(id) ?? { tickets: 0, openTickets: 0, lastAt: null };
  const { uid, name, version, createdAt, language, remark, noticeGivenAt } = row;
  return {
    ...{ id, uid, name, version, createdAt, language, remark, noticeGivenAt },
    ...counts,
    restricted: row.restrictedAt !== null,
    identifiers: known.slice(0, MOST_LISTED),
    identifierCount: known.length,
  };
}

/** What was joined into a person, the newest first. */
export async function joinedInto(db: Reads, personUid: string): Promise<JoinedRecord[]> {
  return db
    .select({
      join: joins.id,
      at: joins.at,
      staffId: joins.staffId,
      name: people.name,
      language: people.language,
      remark: people.remark,
      noticeGivenAt: people.noticeGivenAt,
    })
    .from(joins)
    .innerJoin(people, eq(people.uid, joins.goneUid))
    .where(and(eq(joins.keptUid, personUid), isNull(joins.undoneAt)))
    .orderBy(desc(joins.id));
}
