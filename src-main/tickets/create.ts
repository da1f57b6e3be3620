import { and, eq } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import { Refused } from '../contract/errors.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor, Services } from '../gate.ts';
import { newUid } from '../office/index.ts';
import { livingPerson, takePerson } from '../people/index.ts';
import { people, ticketPeople, tickets, type Reads, type Writes } from '../store/index.ts';
import { publish, stageFiles, unstage } from './attachments/stage.ts';
import { checkedFields, insertFields } from './fields.ts';
import { freeFindKeys } from './find-keys.ts';
import { writeHistory } from './history.ts';
import { dropIntakeDraft } from './intake-draft.ts';
import {
  categoryToSet,
  defaultPriority,
  isActive,
  ownerToSet,
  priorityToSet,
  statusOf,
  usablePriority,
} from './settings.ts';
import { freeTrackingIds } from './tracking.ts';
import { endOfDay, officeZone } from './zone.ts';

type NewTicket = InputOf<typeof calls.create>;
type Created = { id: number; trackingId: string };

/**
 * Takes a ticket in. Without files in one write; with files its row waits hidden while they come in, and all else is
 * written when they are there, so that a failed or killed one leaves nothing.
 */
export async function createTicket(services: Services, actor: Actor, given: NewTicket): Promise<Created> {
  const { store } = services;
  if (given.files.length === 0)
    return services.write(async (tx) => finish(tx, actor, given, await insertTicket(tx, actor, given), []));
  const waiting = await store.write((tx) => insertTicket(tx, actor, given));
  let staged: number[] = [];
  try {
    staged = await stageFiles(services, actor, waiting.id, given.files);
    return await services.write((tx) => finish(tx, actor, given, waiting, staged));
  } catch (error) {
    await unstage(store, staged);
    await store.write((tx) => tx.delete(tickets).where(and(eq(tickets.id, waiting.id), eq(tickets.hidden, true))));
    throw error;
  }
}

/** What the category decides where the clerk did not. */
async function defaults(db: Reads, actor: Actor, given: NewTicket, now: number) {
  const category = await categoryToSet(db, given.categoryId);
  const preferred = category.priorityId === null ? null : await usablePriority(db, category.priorityId);
  const priority =
    given.priorityId === undefined
      ? (preferred ?? (await defaultPriority(db)))
      : await priorityToSet(db, given.priorityId);
  if (given.ownerId != null && !actor.permissions.has('assign tickets'))
    throw new Refused('forbidden', { permission: 'assign tickets' });
  const preset = category.ownerId !== null && (await isActive(db, category.ownerId)) ? category.ownerId : null;
  const ownerId = given.ownerId === undefined ? preset : await ownerToSet(db, given.ownerId);
  const dueAt =
    given.dueAt === undefined && category.dueDays !== null
      ? endOfDay(now, category.dueDays, await officeZone(db))
      : (given.dueAt ?? null);
  return { categoryId: category.id, priority, ownerId, dueAt };
}

async function insertTicket(tx: Writes, actor: Actor, given: NewTicket): Promise<Created> {
  if ('id' in given.person) await personToName(tx, given.person.id);
  const { categoryId, priority, ownerId, dueAt } = await defaults(tx, actor, given, tx.now);
  await checkedFields(tx, categoryId, given.fields);
  const status = await statusOf(tx, 'new');
  const [trackingId = ''] = await freeTrackingIds(tx, 1);
  const findKey = await freeFindKeys(tx)(tx.now);
  const [added] = await tx
    .insert(tickets)
    .values({
      uid: newUid(),
      trackingId,
      findKey,
      channel: given.channel,
      categoryId,
      priorityId: priority.id,
      urgency: priority.urgency,
      statusId: status.id,
      open: status.open,
      subject: given.subject,
      message: given.message,
      writtenBy: given.inTheirWords ? null : actor.staffId,
      providedByPerson: given.inTheirWords,
      ownerId,
      assignedBy: ownerId === null ? null : actor.staffId,
      openedBy: actor.staffId,
      dueAt,
      createdAt: tx.now,
      changedAt: tx.now,
      hidden: true,
    })
    .returning({ id: tickets.id, trackingId: tickets.trackingId, categoryId: tickets.categoryId });
  if (!added) throw new Error('the ticket was not written');
  return added;
}

/** The second half, once the files are in: who it is about, what else was filled in, and out into the lists. */
async function finish(
  tx: Writes,
  actor: Actor,
  given: NewTicket,
  { id, trackingId }: Created,
  staged: readonly number[],
): Promise<Created> {
  const [shown] = await tx
    .update(tickets)
    .set({ hidden: false, files: staged.length })
    .where(and(eq(tickets.id, id), eq(tickets.hidden, true)))
    .returning({ categoryId: tickets.categoryId, ownerId: tickets.ownerId });
  if (!shown) throw new Refused('not-found', { reason: 'ticket' });
  const requester = await requesterOf(tx, given);
  const followers = new Set<number>();
  for (const follower of given.followers) followers.add(await personToName(tx, follower));
  followers.delete(requester);
  await tx
    .insert(ticketPeople)
    .values([
      { ticketId: id, role: 'requester', personId: requester, addedAt: tx.now },
      ...[...followers].map((personId) => ({ ticketId: id, role: 'follower' as const, personId, addedAt: tx.now })),
    ]);
  await insertFields(tx, id, await checkedFields(tx, shown.categoryId, given.fields));
  await publish(tx, id, staged, null);
  if (given.noticeGiven) await tx.update(people).set({ noticeGivenAt: tx.now }).where(eq(people.id, requester));
  await writeHistory(tx, actor, [
    { ticketId: id, what: 'created' },
    ...(shown.ownerId === null ? [] : [{ ticketId: id, what: 'owner' as const, toId: shown.ownerId }]),
  ]);
  await dropIntakeDraft(tx, actor);
  tx.index.ticket(id);
  return { id, trackingId };
}

/** Whoever was joined into another meanwhile is that one. @throws Refused `not-found` for people that are not there */
export async function personToName(db: Reads, id: number): Promise<number> {
  const found = await livingPerson(db, id);
  if (!found) throw new Refused('not-found', { reason: 'person' });
  return found.id;
}

/** The person named or written down: somebody known already where an identifier and the name agree. */
export async function requesterOf(tx: Writes, { person }: Pick<NewTicket, 'person'>): Promise<number> {
  if ('id' in person) return personToName(tx, person.id);
  const { name, email, phone, address, number } = person.create;
  const { id } = await takePerson(tx, {
    name,
    source: 'intake',
    identifiers: [
      { kind: 'email', value: email },
      { kind: 'phone', value: phone },
      { kind: 'address', value: address },
      { kind: 'number', value: number },
    ],
  });
  return id;
}
