import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { categories, priorities, Refused, staff, statuses, type Reads } from '../store/index.ts';

type Status = { id: number; open: boolean };
type Role = (typeof statuses.$inferSelect)['role'];

/** The status that the program sets by itself. Every office has one of each role but `custom`. */
export async function statusOf(db: Reads, role: Exclude<Role, 'custom'>): Promise<Status> {
  const [found] = await db
    .select({ id: statuses.id, open: statuses.open })
    .from(statuses)
    .where(eq(statuses.role, role))
    .orderBy(asc(statuses.position))
    .limit(1);
  if (!found) throw new Refused('damaged', { reason: 'no-status' });
  return found;
}

const archived = (field: string) => new Refused('refused', { reason: 'archived', field });
const unknown = (field: string) => new Refused('not-found', { reason: 'setting', field });

/** A status that may be chosen. Throws Refused `not-found`, `refused` (`archived`). */
export async function statusToSet(db: Reads, id: number): Promise<Status> {
  const [found] = await db.select().from(statuses).where(eq(statuses.id, id));
  if (!found) throw unknown('statusId');
  if (found.archivedAt !== null) throw archived('statusId');
  return { id, open: found.open };
}

/** A priority that may be chosen, with its place among them. Throws Refused `not-found`, `refused` (`archived`). */
export async function priorityToSet(db: Reads, id: number): Promise<{ id: number; urgency: number }> {
  const [found] = await db.select().from(priorities).where(eq(priorities.id, id));
  if (!found) throw unknown('priorityId');
  if (found.archivedAt !== null) throw archived('priorityId');
  return { id, urgency: found.position };
}

/** A priority with its place among them, or null where it is not in use any more. */
export async function usablePriority(db: Reads, id: number): Promise<{ id: number; urgency: number } | null> {
  const [found] = await db
    .select({ id: priorities.id, urgency: priorities.position })
    .from(priorities)
    .where(and(eq(priorities.id, id), isNull(priorities.archivedAt)));
  return found ?? null;
}

/** The priority of tickets that are given none. */
export async function defaultPriority(db: Reads): Promise<{ id: number; urgency: number }> {
  const [found] = await db
    .select({ id: priorities.id, urgency: priorities.position })
    .from(priorities)
    .where(isNull(priorities.archivedAt))
    .orderBy(desc(priorities.isDefault), asc(priorities.position))
    .limit(1);
  if (!found) throw new Refused('damaged', { reason: 'no-priority' });
  return found;
}

/** A category that may be chosen, or the default one. Throws Refused `not-found`, `refused` (`archived`). */
export async function categoryToSet(db: Reads, id: number | undefined): Promise<typeof categories.$inferSelect> {
  const [found] = await db
    .select()
    .from(categories)
    .where(id === undefined ? isNull(categories.archivedAt) : eq(categories.id, id))
    .orderBy(desc(categories.isDefault), asc(categories.position))
    .limit(1);
  if (!found) throw unknown('categoryId');
  if (found.archivedAt !== null) throw archived('categoryId');
  return found;
}

/** Whether tickets can be given to this member of staff. */
export const isActive = async (db: Reads, staffId: number): Promise<boolean> =>
  (await db.$count(staff, and(eq(staff.id, staffId), isNull(staff.deactivatedAt)))) > 0;

/** @throws Refused `not-found` for staff that do not exist or have left */
export async function ownerToSet(db: Reads, staffId: number | null): Promise<number | null> {
  if (staffId !== null && !(await isActive(db, staffId))) throw unknown('ownerId');
  return staffId;
}
