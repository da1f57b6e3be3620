import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { office as calls } from '../contract/office.ts';
import type { Actor } from '../gate.ts';
import {
  categories,
  customFieldCategories,
  customFields,
  customValues,
  priorities,
  Refused,
  statuses,
  tickets,
  type Reads,
  type Writes,
} from '../store/index.ts';
import { fold } from '../store/words.ts';
import { newUid } from './found.ts';

/** The office's lists that staff keep: what tickets are sorted by and what they hold. */
const TABLES = { categories, priorities, statuses, fields: customFields } as const;
type Kind = keyof typeof TABLES;

/** @throws Refused `refused` (`name-taken`) when another row in use has the folded name */
async function freeName(tx: Writes, what: Kind, name: string, id: number | undefined): Promise<string> {
  const table = TABLES[what];
  const folded = fold(name);
  const others = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.folded, folded), isNull(table.archivedAt)));
  if (others.some((other) => other.id !== id)) throw new Refused('refused', { reason: 'name-taken', field: 'name' });
  return folded;
}

async function nextPosition(tx: Writes, what: Kind): Promise<number> {
  const table = TABLES[what];
  const [row] = await tx.select({ last: sql<number | null>`max(${table.position})` }).from(table);
  return (row?.last ?? -1) + 1;
}

/** New or changed; the one marked as default takes the mark from the others. */
export async function saveCategory(
  tx: Writes,
  _actor: Actor,
  { id, ...given }: InputOf<typeof calls.saveCategory>,
): Promise<{ id: number }> {
  const values = { ...given, folded: await freeName(tx, 'categories', given.name, id) };
  if (given.isDefault) await tx.update(categories).set({ isDefault: false }).where(eq(categories.isDefault, true));
  const [saved] = id
    ? await tx.update(categories).set(values).where(eq(categories.id, id)).returning({ id: categories.id })
    : await tx
        .insert(categories)
        .values({ ...values, uid: newUid(), position: await nextPosition(tx, 'categories') })
        .returning({ id: categories.id });
  if (!saved) throw new Refused('not-found');
  await keepOneDefault(tx, 'categories');
  return saved;
}

export async function savePriority(
  tx: Writes,
  _actor: Actor,
  { id, ...given }: InputOf<typeof calls.savePriority>,
): Promise<{ id: number }> {
  const values = { ...given, folded: await freeName(tx, 'priorities', given.name, id) };
  if (given.isDefault) await tx.update(priorities).set({ isDefault: false }).where(eq(priorities.isDefault, true));
  const [saved] = id
    ? await tx.update(priorities).set(values).where(eq(priorities.id, id)).returning({ id: priorities.id })
    : await tx
        .insert(priorities)
        .values({ ...values, uid: newUid(), position: await nextPosition(tx, 'priorities') })
        .returning({ id: priorities.id });
  if (!saved) throw new Refused('not-found');
  await keepOneDefault(tx, 'priorities');
  return saved;
}

/** The program's own statuses keep whether they are open: replying and closing lean on it. */
export async function saveStatus(
  tx: Writes,
  _actor: Actor,
  { id, ...given }: InputOf<typeof calls.saveStatus>,
): Promise<{ id: number }> {
  const folded = await freeName(tx, 'statuses', given.name, id);
  if (!id) {
    const [made] = await tx
      .insert(statuses)
      .values({ ...given, folded, role: 'custom', uid: newUid(), position: await nextPosition(tx, 'statuses') })
      .returning({ id: statuses.id });
    if (!made) throw new Error('the status was not written');
    return made;
  }
  const [before] = await tx.select().from(statuses).where(eq(statuses.id, id));
  if (!before) throw new Refused('not-found');
  if (before.role !== 'custom' && before.open !== given.open)
    throw new Refused('refused', { reason: 'status-needed', field: 'open' });
  await tx
    .update(statuses)
    .set({ ...given, folded })
    .where(eq(statuses.id, id));
  if (before.open !== given.open) await tx.update(tickets).set({ open: given.open }).where(eq(tickets.statusId, id));
  return { id };
}

/** A kind with values keeps them: only kinds that hold the same words may be changed into each other. */
export async function saveField(
  tx: Writes,
  _actor: Actor,
  { id, categories: of, ...given }: InputOf<typeof calls.saveField>,
): Promise<{ id: number }> {
  const choosing = given.kind === 'radio' || given.kind === 'select' || given.kind === 'checkbox';
  if (choosing && given.options.length === 0) throw new Refused('invalid', { reason: 'no-options', field: 'options' });
  const values = {
    ...given,
    options: choosing ? [...new Set(given.options)] : [],
    folded: await freeName(tx, 'fields', given.name, id),
    allCategories: of === 'all',
  };
  if (id) {
    const [before] = await tx.select({ kind: customFields.kind }).from(customFields).where(eq(customFields.id, id));
    if (!before) throw new Refused('not-found');
    if (before.kind !== given.kind && !(await mayBecome(tx, id, before.kind, given.kind)))
      throw new Refused('refused', { reason: 'field-has-values', field: 'kind' });
  }
  const [saved] = id
    ? await tx.update(customFields).set(values).where(eq(customFields.id, id)).returning({ id: customFields.id })
    : await tx
        .insert(customFields)
        .values({ ...values, uid: newUid(), position: await nextPosition(tx, 'fields') })
        .returning({ id: customFields.id });
  if (!saved) throw new Refused('not-found');
  await tx.delete(customFieldCategories).where(eq(customFieldCategories.fieldId, saved.id));
  if (of !== 'all')
    await tx
      .insert(customFieldCategories)
      .values([...new Set(of)].map((categoryId) => ({ fieldId: saved.id, categoryId })));
  return saved;
}

const WORDY = new Set(['text', 'textarea', 'hidden']);
/** Whether the values that tickets have in a field fit another kind. */
export async function mayBecome(db: Reads, id: number, from: string, to: string): Promise<boolean> {
  if (WORDY.has(to)) return true;
  return (
    (await db.$count(customValues, eq(customValues.fieldId, id))) === 0 ||
    (from === 'radio' && to === 'select') ||
    (from === 'select' && to === 'radio')
  );
}

/** A new order: the ids of all rows of that list that are in use, each once. Archived ones keep their place behind. */
export async function arrange(tx: Writes, _actor: Actor, { what, ids }: InputOf<typeof calls.arrange>): Promise<null> {
  const table = TABLES[what];
  const rows = await tx
    .select({ id: table.id, archivedAt: table.archivedAt })
    .from(table)
    .orderBy(asc(table.position), asc(table.id));
  const used = rows.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id);
  if (ids.length !== used.length || new Set([...ids, ...used]).size !== used.length)
    throw new Refused('changed-meanwhile', { field: what });
  const order = [...ids, ...rows.filter(({ archivedAt }) => archivedAt !== null).map(({ id }) => id)];
  for (const [position, id] of order.entries()) {
    await tx.update(table).set({ position }).where(eq(table.id, id));
    if (what === 'priorities')
      await tx
        .update(tickets)
        .set({ urgency: position })
        .where(and(eq(tickets.priorityId, id), ne(tickets.urgency, position)));
  }
  return null;
}

/** Takes a row out of use. One that tickets lean on is archived, an unused one goes. */
export async function retire(
  tx: Writes,
  _actor: Actor,
  { what, id }: InputOf<typeof calls.retire>,
): Promise<{ archived: boolean }> {
  const table = TABLES[what];
  const [row] = await tx.select({ id: table.id, archivedAt: table.archivedAt }).from(table).where(eq(table.id, id));
  if (!row) throw new Refused('not-found');
  await mayRetire(tx, what, id);
  const archived = (await uses(tx, what, id)) > 0;
  if (archived) await tx.update(table).set({ archivedAt: tx.now }).where(eq(table.id, id));
  else {
    if (what === 'priorities')
      await tx.update(categories).set({ priorityId: null }).where(eq(categories.priorityId, id));
    await tx.delete(table).where(eq(table.id, id));
  }
  if (what === 'categories' || what === 'priorities') await keepOneDefault(tx, what);
  return { archived };
}

export async function bringBack(
  tx: Writes,
  _actor: Actor,
  { what, id }: InputOf<typeof calls.bringBack>,
): Promise<null> {
  const table = TABLES[what];
  const [row] = await tx.select({ name: table.name }).from(table).where(eq(table.id, id));
  if (!row) throw new Refused('not-found');
  await freeName(tx, what, row.name, id);
  await tx.update(table).set({ archivedAt: null }).where(eq(table.id, id));
  return null;
}

async function uses(db: Reads, what: Kind, id: number): Promise<number> {
  if (what === 'categories') return db.$count(tickets, eq(tickets.categoryId, id));
  if (what === 'priorities') return db.$count(tickets, eq(tickets.priorityId, id));
  if (what === 'statuses') return db.$count(tickets, eq(tickets.statusId, id));
  return db.$count(customValues, eq(customValues.fieldId, id));
}

async function mayRetire(db: Reads, what: Kind, id: number): Promise<void> {
  if (what === 'fields') return;
  const table = TABLES[what];
  if (what === 'statuses') {
    const [status] = await db.select({ role: statuses.role }).from(statuses).where(eq(statuses.id, id));
    if (status?.role !== 'custom') throw new Refused('refused', { reason: 'status-needed' });
    return;
  }
  const others = await db
    .select({ id: table.id })
    .from(table)
    .where(and(isNull(table.archivedAt), ne(table.id, id)))
    .limit(1);
  if (others.length === 0) throw new Refused('refused', { reason: 'last-one' });
}

/** Exactly one row in use is the default: the marked one, otherwise the first. */
async function keepOneDefault(tx: Writes, what: 'categories' | 'priorities'): Promise<void> {
  const table = TABLES[what];
  const rows = await tx
    .select({ id: table.id, isDefault: table.isDefault })
    .from(table)
    .where(isNull(table.archivedAt))
    .orderBy(asc(table.position), asc(table.id));
  const wanted = rows.find(({ isDefault }) => isDefault) ?? rows[0];
  if (!wanted) return;
  const wrong = rows.filter(({ id, isDefault }) => isDefault && id !== wanted.id).map(({ id }) => id);
  if (wrong.length > 0) await tx.update(table).set({ isDefault: false }).where(inArray(table.id, wrong));
  if (!wanted.isDefault) await tx.update(table).set({ isDefault: true }).where(eq(table.id, wanted.id));
}
