import { asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor } from '../../gate.ts';
import { categories, customFields, office, priorities, statuses, type Writes } from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { arrange, bringBack, saveCategory, saveField, savePriority, saveStatus } from '../lists.ts';
import { changeOffice } from '../settings.ts';
import type { ListPart, Plan, RowDeed } from './compare.ts';
import type { Current } from './current.ts';
import { FACTS_BY_KEY, type Value } from './form.ts';

const TABLES = { priority: priorities, status: statuses, category: categories, field: customFields } as const;
const LISTS = { priority: 'priorities', status: 'statuses', category: 'categories', field: 'fields' } as const;

/** Does what a comparison found, by the same ways as the screens. */
export async function applySettings(tx: Writes, actor: Actor, current: Current, plan: Plan): Promise<void> {
  const facts = Object.fromEntries([...plan.facts].map(([key, value]) => [FACTS_BY_KEY.get(key) ?? key, value]));
  if (plan.changes.some(({ part }) => part === 'office' || part === 'statement')) {
    await changeOffice(tx, actor, { version: current.all.version, facts: facts });
    await tx
      .update(office)
      .set({ statements: Object.fromEntries(plan.statements) })
      .where(eq(office.id, 1));
  }
  await freeNames(tx, plan);
  // in this order: categories lead to priorities, fields to categories
  for (const part of ['priority', 'status', 'category', 'field'] as const) {
    const rows = plan.rows.filter((row) => row.part === part);
    const first = rows.find(
      ({ changed, values }) => changed.has('first-choice') && values.get('first-choice') === true,
    );
    for (const row of rows) {
      if (first && row !== first) row.values.set('first-choice', false);
      await save(tx, actor, current, row);
    }
    const order = plan.orders.get(part);
    if (order) await inOrder(tx, actor, part, order);
  }
}

/** Statuses may take each other's names, which two rows cannot have at once. */
async function freeNames(tx: Writes, plan: Plan): Promise<void> {
  const renamed = plan.rows.filter(({ part, id, changed }) => part === 'status' && id !== null && changed.has('name'));
  for (const { id } of renamed)
    await tx
      .update(statuses)
      .set({ folded: `\u0001${id}` })
      .where(eq(statuses.id, id ?? 0));
}

async function save(tx: Writes, actor: Actor, current: Current, row: RowDeed): Promise<void> {
  const { part, values, changed } = row;
  const id = row.id ?? undefined;
  if (row.bringBack && row.id !== null) await bringBack(tx, actor, { what: LISTS[part], id: row.id });
  const text = (key: string) => String(values.get(key) ?? '');
  const flag = (key: string) => values.get(key) === true;
  const name = text('name');
  if (part === 'priority') {
    const mark = text('mark') as 'critical' | 'high' | 'medium' | 'low';
    await savePriority(tx, actor, { id, name, colour: text('colour'), mark, isDefault: flag('first-choice') });
  } else if (part === 'status') await saveStatus(tx, actor, { id, name, colour: text('colour'), open: flag('open') });
  else if (part === 'category') {
    const before = current.all.categories.find((one) => one.id === row.id);
    const [priorityId] = await idsOf(tx, 'priority', [text('priority')]);
    await saveCategory(tx, actor, {
      id,
      name,
      isPrivate: flag('staff-only'),
      isDefault: flag('first-choice'),
      dueDays: numberOrNull(values.get('due-days')),
      ownerId: before?.ownerId ?? null,
      // one that is out of use stands in no text, so it stays unless another one takes its place
      priorityId: changed.has('priority') || !before ? (priorityId ?? null) : before.priorityId,
    });
  } else {
    const before = current.all.fields.find((one) => one.id === row.id);
    const of = values.get('categories');
    const named = Array.isArray(of) ? await idsOf(tx, 'category', of) : ('all' as const);
    await saveField(tx, actor, {
      id,
      name,
      kind: text('kind') as 'text',
      options: listOf(values.get('choices')),
      hint: text('hint'),
      staffOnly: flag('staff-only'),
      required: flag('needed'),
      personal: flag('personal'),
      categories: changed.has('categories') || !before ? named : before.categories,
    });
  }
}

const numberOrNull = (value: Value | undefined) => (typeof value === 'number' ? value : null);
const listOf = (value: Value | undefined) => (Array.isArray(value) ? value : []);

/** Rows in use by their names. */
async function idsOf(tx: Writes, part: ListPart, names: readonly string[]): Promise<number[]> {
  const table = TABLES[part];
  const folded = names.filter((name) => name !== '').map(fold);
  if (folded.length === 0) return [];
  const rows = await tx
    .select({ id: table.id, archivedAt: table.archivedAt })
    .from(table)
    .where(inArray(table.folded, folded))
    .orderBy(asc(table.position), asc(table.id));
  return rows.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id);
}

async function inOrder(tx: Writes, actor: Actor, part: ListPart, order: readonly string[]): Promise<void> {
  const table = TABLES[part];
  const rows = await tx
    .select({ id: table.id, folded: table.folded })
    .from(table)
    .where(isNull(table.archivedAt))
    .orderBy(asc(table.position), asc(table.id));
  const place = ({ folded }: { folded: string }) => (order.includes(folded) ? order.indexOf(folded) : order.length);
  const ids = [...rows].sort((a, b) => place(a) - place(b)).map(({ id }) => id);
  if (ids.length > 0) await arrange(tx, actor, { what: LISTS[part], ids });
}
