import { and, asc, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import {
  OFFICE_FACTS,
  type CustomField,
  type office as calls,
  type OfficeFacts,
  type OfficeSettings,
  type StaffFacts,
} from '../contract/office.ts';
import { PERMISSIONS } from '../contract/permissions.ts';
import type { Actor } from '../gate.ts';
import {
  categories,
  customFieldCategories,
  customFields,
  office,
  priorities,
  Refused,
  staff,
  statuses,
  tickets,
  type Reads,
  type Writes,
} from '../store/index.ts';

/** The first letters of the first and last word of a name, in any script; at most two. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** All that every screen needs of the office. Throws Refused `damaged` when the file has no office row. */
export async function officeSettings(db: Reads, actor: Actor): Promise<OfficeSettings> {
  const [row] = await db.select().from(office).limit(1);
  if (!row) throw new Refused('damaged', { reason: 'no-office-row' });
  const used = await db
    .select({ id: tickets.categoryId, tickets: sql<number>`count(*)` })
    .from(tickets)
    .where(eq(tickets.hidden, false))
    .groupBy(tickets.categoryId);
  const counts = new Map(used.map(({ id, tickets: count }) => [id, count]));
  const people = await db.select().from(staff).orderBy(asc(staff.id));
  const all = people.map(staffFacts);
  const me = all.find(({ id }) => id === actor.staffId);
  if (!me) throw new Refused('forbidden', { reason: 'not-staff' });
  return {
    uid: row.uid,
    version: row.version,
    facts: Object.fromEntries(OFFICE_FACTS.map((fact) => [fact, row[fact]])) as OfficeFacts,
    categories: (await db.select().from(categories).orderBy(asc(categories.position), asc(categories.id))).map(
      (category) => ({ ...asShown(category), tickets: counts.get(category.id) ?? 0 }),
    ),
    priorities: (await db.select().from(priorities).orderBy(asc(priorities.position), asc(priorities.id))).map(asShown),
    statuses: (await db.select().from(statuses).orderBy(asc(statuses.position), asc(statuses.id))).map(asShown),
    fields: await allFields(db),
    staff: all,
    me: { ...me, permissions: PERMISSIONS.filter((permission) => actor.permissions.has(permission)) },
  };
}

/** A row of one of the office's lists without what is the file's own; rows out of use are among them. */
function asShown<R extends { archivedAt: number | null; uid: string; folded: string }>(row: R) {
  const { archivedAt, uid: _uid, folded: _folded, ...shown } = row;
  return { ...shown, archived: archivedAt !== null };
}

const staffFacts = (row: typeof staff.$inferSelect): StaffFacts => ({
  id: row.id,
  name: row.name,
  initials: initials(row.name),
  role: row.role,
  deactivated: row.deactivatedAt !== null,
});

/** Custom fields in their order, archived ones too. */
export async function allFields(db: Reads): Promise<CustomField[]> {
  const rows = await db.select().from(customFields).orderBy(asc(customFields.position), asc(customFields.id));
  const of = await db.select().from(customFieldCategories);
  return rows.map(({ allCategories, ...field }) => ({
    ...asShown(field),
    categories: allCategories
      ? ('all' as const)
      : of.filter(({ fieldId }) => fieldId === field.id).map(({ categoryId }) => categoryId),
  }));
}

/** Changes the office's facts; `version` guards against two windows. */
export async function changeOffice(
  tx: Writes,
  _actor: Actor,
  input: InputOf<typeof calls.change>,
): Promise<{ version: number }> {
  const given = Object.fromEntries(Object.entries(input.facts).filter(([, value]) => value !== undefined));
  const [changed] = await tx
    .update(office)
    .set({ ...given, changedAt: tx.now, version: sql`${office.version} + 1` })
    .where(and(eq(office.id, 1), eq(office.version, input.version)))
    .returning({ version: office.version });
  if (!changed) throw new Refused('changed-meanwhile', { field: 'office' });
  return changed;
}
