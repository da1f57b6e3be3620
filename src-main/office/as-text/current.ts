import { eq } from 'drizzle-orm';
import type { OfficeSettings } from '../../contract/office.ts';
import type { SettingPart } from '../../contract/settings-text.ts';
import type { Actor } from '../../gate.ts';
import { office, type Reads } from '../../store/index.ts';
import { officeSettings } from '../settings.ts';
import { FACTS_BY_KEY, type Value } from './form.ts';

/** A row's values by their keys in the text. */
export type Row = ReadonlyMap<string, Value>;
/** What stands in the text: no secret, no requester, and no member of staff but where the office's own texts name one. */
export type Settings = Record<SettingPart, readonly Row[]>;
export type Current = { all: OfficeSettings; statements: Record<string, string> };

export async function currentSettings(db: Reads, actor: Actor): Promise<Current> {
  const all = await officeSettings(db, actor);
  const [row] = await db.select({ statements: office.statements }).from(office).where(eq(office.id, 1));
  return { all, statements: row?.statements ?? {} };
}

export function settingsOf({ all, statements }: Current): Settings {
  const used = <T extends { archived: boolean }>(rows: readonly T[]) => rows.filter(({ archived }) => !archived);
  return {
    office: [new Map([...FACTS_BY_KEY].map(([key, fact]) => [key, all.facts[fact]]))],
    statement: Object.entries(statements).map(([name, text]) => valuesOf({ name, text })),
    priority: used(all.priorities).map((row) => priorityValues(row)),
    status: used(all.statuses).map((row) => statusValues(row)),
    category: used(all.categories).map((row) => categoryValues(row, all)),
    field: used(all.fields).map((row) => fieldValues(row, all)),
  };
}

const valuesOf = (values: Record<string, Value>): Row => new Map(Object.entries(values));

export const priorityValues = (row: OfficeSettings['priorities'][number]): Row =>
  valuesOf({ name: row.name, colour: row.colour, mark: row.mark, 'first-choice': row.isDefault });

export const statusValues = (row: OfficeSettings['statuses'][number]): Row =>
  valuesOf({ name: row.name, colour: row.colour, open: row.open, does: row.role });

export const categoryValues = (row: OfficeSettings['categories'][number], all: OfficeSettings): Row =>
  valuesOf({
    name: row.name,
    'staff-only': row.isPrivate,
    'first-choice': row.isDefault,
    // one that is out of use is offered no more, so it is no default for another office either
    priority: all.priorities.find(({ id, archived }) => id === row.priorityId && !archived)?.name ?? '',
    'due-days': row.dueDays,
  });

export function fieldValues(row: OfficeSettings['fields'][number], all: OfficeSettings): Row {
  const of = row.categories;
  const names = all.categories.filter(({ id, archived }) => of !== 'all' && of.includes(id) && !archived);
  return valuesOf({
    name: row.name,
    kind: row.kind,
    choices: row.options,
    hint: row.hint,
    'staff-only': row.staffOnly,
    needed: row.required,
    personal: row.personal,
    categories: of === 'all' ? 'all' : names.map(({ name }) => name),
  });
}
