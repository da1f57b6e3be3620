import { asc, eq, isNull, sql } from 'drizzle-orm';
import type { ImportMapping, MappingTrouble } from '../../contract/exchange.ts';
import type { FieldKind } from '../../contract/office.ts';
import {
  categories,
  customFields,
  office,
  priorities,
  Refused,
  staff,
  statuses,
  type Reads,
} from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { foldLabel } from '../table/fold-label.ts';
import type { StaffNamed } from './incoming.ts';
import { prepareMapping, type FieldsById, type OfficeWords, type PreparedMapping } from '../table/index.ts';

type FieldRow = { id: number; uid: string; name: string; folded: string; kind: FieldKind };
type WithUid<T> = T & { uid: string };
/** What rows of a table are matched to: the terms of the office that are in use. */
export type OfficeTerms = Pick<OfficeWords, 'zone'> & {
  categories: WithUid<{ id: number; name: string; isDefault: boolean; priorityId: number | null }>[];
  priorities: WithUid<OfficeWords['priorities'][number] & { position: number; isDefault: boolean }>[];
  statuses: WithUid<OfficeWords['statuses'][number] & { open: boolean }>[];
  fields: FieldRow[];
  kinds: FieldsById;
  /** Active staff by folded name, user name and mail address, and all staff by uid. */
  staff: ReadonlyMap<string, number>;
  staffNames: ReadonlyMap<number, string>;
  /** Names by id of all rows there are, also archived ones. */
  everyCategory: ReadonlyMap<number, string>;
  everyStatus: ReadonlyMap<number, string>;
  everyField: ReadonlyMap<number, string>;
  phoneCountry: string;
};

const named = (rows: readonly { id: number; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]));

/** The terms in use; with `archived` all that there are, those in use last, so that of two with one name they count. */
export async function officeTerms(db: Reads, { archived = false } = {}): Promise<OfficeTerms> {
  const [own] = await db
    .select({ zone: office.zone, country: office.phoneCountry })
    .from(office)
    .where(eq(office.id, 1));
  if (!own) throw new Refused('damaged', { reason: 'no-office-row' });
  const fields = await db
    .select({
      id: customFields.id,
      uid: customFields.uid,
      name: customFields.name,
      folded: customFields.folded,
      kind: customFields.kind,
    })
    .from(customFields)
    .where(archived ? undefined : isNull(customFields.archivedAt))
    .orderBy(isNull(customFields.archivedAt), asc(customFields.position), asc(customFields.id));
  const desk = await db
    .select()
    .from(staff)
    .orderBy(sql`${staff.id} desc`);
  const active = desk.filter(({ deactivatedAt }) => deactivatedAt === null);
  return {
    zone: own.zone,
    phoneCountry: own.country,
    categories: await db
      .select({
        id: categories.id,
        uid: categories.uid,
        name: categories.name,
        isDefault: categories.isDefault,
        priorityId: categories.priorityId,
      })
      .from(categories)
      .where(archived ? undefined : isNull(categories.archivedAt))
      .orderBy(isNull(categories.archivedAt), asc(categories.position)),
    priorities: await db
      .select({
        id: priorities.id,
        uid: priorities.uid,
        name: priorities.name,
        mark: priorities.mark,
        position: priorities.position,
        isDefault: priorities.isDefault,
      })
      .from(priorities)
      .where(archived ? undefined : isNull(priorities.archivedAt))
      .orderBy(isNull(priorities.archivedAt), asc(priorities.position)),
    statuses: await db
      .select({ id: statuses.id, uid: statuses.uid, name: statuses.name, role: statuses.role, open: statuses.open })
      .from(statuses)
      .where(archived ? undefined : isNull(statuses.archivedAt))
      .orderBy(isNull(statuses.archivedAt), asc(statuses.position)),
    fields,
    kinds: new Map(fields.map(({ id, kind }) => [id, kind])),
    staff: new Map([
      ...desk.map(({ id, uid }) => [uid, id] as const),
      ...active.flatMap(({ id, name, userName, email }) =>
        [name, userName, email].filter((text) => text !== '').map((text) => [foldLabel(text), id] as const),
      ),
    ]),
    staffNames: new Map(desk.map(({ id, name }) => [id, name])),
    everyCategory: named(await db.select({ id: categories.id, name: categories.name }).from(categories)),
    everyStatus: named(await db.select({ id: statuses.id, name: statuses.name }).from(statuses)),
    everyField: named(await db.select({ id: customFields.id, name: customFields.name }).from(customFields)),
  };
}

/** Who of this office's staff is meant: by uid, else by name; null: nobody. */
export function staffOf({ staff }: OfficeTerms, named: StaffNamed | null): number | null {
  if (named === null) return null;
  const known = named.uid === undefined ? undefined : staff.get(named.uid);
  return known ?? staff.get(foldLabel(named.name)) ?? null;
}

/** A mapping made ready, or what is wrong with it: what the table says, and names of fields that are taken. */
export function preparedFor(
  mapping: ImportMapping,
  width: number,
  terms: OfficeTerms,
): { ok: true; prepared: PreparedMapping } | { ok: false; trouble: MappingTrouble } {
  const ready = prepareMapping(mapping, width, terms, terms.kinds);
  if (!ready.ok) return { ok: false, trouble: ready.problem };
  const names = new Set<string>();
  for (const { column, target, newField } of mapping.columns) {
    if (target !== 'custom' || newField === undefined) continue;
    const name = fold(newField.name);
    // One of that name and kind is the field that is meant.
    const own = terms.fields.find(({ folded }) => folded === name);
    if (names.has(name) || (own !== undefined && own.kind !== newField.kind))
      return { ok: false, trouble: { code: 'field-name-taken', column } };
    names.add(name);
  }
  const known = (rows: readonly { id: number }[], chosen: readonly (number | 'new' | undefined)[]) =>
    chosen.every((id) => id === undefined || id === 'new' || rows.some((row) => row.id === id));
  const { categories: decided, defaultCategoryId } = mapping;
  if (
    !known(terms.categories, [...Object.values(decided), defaultCategoryId]) ||
    !known(terms.priorities, Object.values(mapping.priorities)) ||
    !known(terms.statuses, Object.values(mapping.statuses))
  )
    return { ok: false, trouble: { code: 'term-gone', column: null } };
  return ready;
}

/** The same for work that cannot go on without. @throws Refused `invalid` with a `mapping-…` reason and the column */
export function preparedOrRefused(mapping: ImportMapping, width: number, terms: OfficeTerms): PreparedMapping {
  const ready = preparedFor(mapping, width, terms);
  if (ready.ok) return ready.prepared;
  const { code, column } = ready.trouble;
  throw new Refused('invalid', { reason: `mapping-${code}`, ...(column === null ? {} : { column }) });
}
