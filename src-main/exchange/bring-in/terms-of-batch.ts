import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { ImportMapping } from '../../contract/exchange.ts';
import { newUid } from '../../office/index.ts';
import { among } from '../../store/among.ts';
import {
  categories,
  customFields,
  customValues,
  statuses,
  tickets,
  type Reads,
  type Writes,
} from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import type { TermsRecord } from '../record/shape.ts';
import { foldLabel } from '../table/fold-label.ts';
import type { OfficeTerms } from './office-terms.ts';

const MOST_OPTIONS = 500;
const LONGEST_OPTION = 200;
/** Of a status another office made: it had its own, which records do not tell. */
const COLOUR = '#56687a';

/** Categories, statuses and fields a batch brings: by the folded text of the file, and by column. */
export type TermsOfBatch = {
  categories: Map<string, number>;
  statuses: Map<string, number>;
  /** Of the statuses it brings: whether a ticket that has it is open. */
  openStatuses: Map<number, boolean>;
  fields: Map<number, number>;
  /** Values that came in, of new fields to choose from, by field. */
  options: Map<number, Set<string>>;
  /** Archived categories that are wanted again. */
  wantedAgain: number[];
  /** Those that stay archived, as they were where they come from. */
  archived: Record<'categories' | 'statuses' | 'fields', Set<number>>;
  /** Rows it made itself, not those it found. */
  made: Record<'categories' | 'statuses' | 'customFields', Set<number>>;
};

/** Of a batch that brings none. */
export const noTerms = (): TermsOfBatch => ({
  categories: new Map(),
  statuses: new Map(),
  openStatuses: new Map(),
  fields: new Map(),
  options: new Map(),
  wantedAgain: [],
  archived: { categories: new Set(), statuses: new Set(), fields: new Set() },
  made: { categories: new Set(), statuses: new Set(), customFields: new Set() },
});

/**
 * Makes the categories, statuses and fields that are new, archived at the moment the batch began, so that nobody is
 * offered them before it is done and a purge knows them. `of`: what the file says of the office it comes from.
 */
export async function newTerms(
  tx: Writes,
  mapping: ImportMapping,
  terms: OfficeTerms,
  of: TermsRecord | null = null,
): Promise<TermsOfBatch> {
  const batch = noTerms();
  const said = <T extends { name: string }>(rows: readonly T[] | undefined, name: string) =>
    rows?.find((row) => fold(row.name) === fold(name));
  for (const column of mapping.columns) {
    if (column.target !== 'custom') continue;
    if (column.fieldId !== undefined) batch.fields.set(column.column, column.fieldId);
    else if (column.newField !== undefined) {
      const { name, kind, personal } = column.newField;
      const own = terms.fields.find(({ folded }) => folded === fold(name));
      if (own) {
        batch.fields.set(column.column, own.id);
        continue;
      }
      const [last] = await tx.select({ at: sql<number | null>`max(${customFields.position})` }).from(customFields);
      const [made] = await tx
        .insert(customFields)
        .values({
          uid: await uidFor(tx, customFields, said(of?.fields, name)?.uid),
          name,
          folded: fold(name),
          kind,
          personal,
          position: (last?.at ?? -1) + 1,
          archivedAt: tx.now,
        })
        .returning({ id: customFields.id });
      if (!made) throw new Error('the field was not written');
      batch.fields.set(column.column, made.id);
      batch.made.customFields.add(made.id);
      const field = said(of?.fields, name);
      if (field?.archived) batch.archived.fields.add(made.id);
      if (kind === 'select' || kind === 'radio' || kind === 'checkbox')
        batch.options.set(made.id, new Set(field?.options ?? []));
    }
  }
  for (const [text, target] of Object.entries(mapping.categories))
    if (target === 'new') await newCategory(tx, text, terms, batch, said(of?.categories, text));
  for (const [text, target] of Object.entries(mapping.statuses))
    if (target === 'new') await newStatus(tx, text, batch, said(of?.statuses, text));
  return batch;
}

/** The uid a row had where it comes from, so that it is known again; a new one where that is not free. */
async function uidFor(
  tx: Writes,
  table: typeof categories | typeof statuses | typeof customFields,
  uid: string | undefined,
): Promise<string> {
  return uid !== undefined && (await tx.$count(table, eq(table.uid, uid))) === 0 ? uid : newUid();
}

async function newStatus(
  tx: Writes,
  text: string,
  batch: TermsOfBatch,
  said: TermsRecord['statuses'][number] | undefined,
): Promise<void> {
  const name = text.trim().slice(0, 200).toWellFormed();
  const [last] = await tx.select({ at: sql<number | null>`max(${statuses.position})` }).from(statuses);
  const values = { name, folded: fold(name), colour: COLOUR, role: 'custom' as const, open: said?.open ?? true };
  const [made] = await tx
    .insert(statuses)
    .values({
      ...values,
      uid: await uidFor(tx, statuses, said?.uid),
      position: (last?.at ?? -1) + 1,
      archivedAt: tx.now,
    })
    .returning({ id: statuses.id });
  if (!made) return;
  batch.statuses.set(foldLabel(text), made.id);
  batch.made.statuses.add(made.id);
  batch.openStatuses.set(made.id, values.open);
  if (said?.archived) batch.archived.statuses.add(made.id);
}

async function newCategory(
  tx: Writes,
  text: string,
  terms: OfficeTerms,
  batch: TermsOfBatch,
  said: TermsRecord['categories'][number] | undefined,
): Promise<void> {
  const label = foldLabel(text);
  if (batch.categories.has(label)) return;
  const name = text.trim().slice(0, 200).toWellFormed();
  const own = terms.categories.find((category) => fold(category.name) === fold(name));
  if (own) return void batch.categories.set(label, own.id);
  const [before] = await tx
    .select({ id: categories.id })
    .from(categories)
    .where(and(eq(categories.folded, fold(name)), isNotNull(categories.archivedAt)))
    .limit(1);
  if (before) {
    if (!said?.archived) batch.wantedAgain.push(before.id);
    return void batch.categories.set(label, before.id);
  }
  const [last] = await tx.select({ at: sql<number | null>`max(${categories.position})` }).from(categories);
  const [made] = await tx
    .insert(categories)
    .values({
      uid: await uidFor(tx, categories, said?.uid),
      name,
      folded: fold(name),
      position: (last?.at ?? -1) + 1,
      isPrivate: said?.isPrivate ?? false,
      archivedAt: tx.now,
    })
    .returning({ id: categories.id });
  if (!made) return;
  batch.categories.set(label, made.id);
  batch.made.categories.add(made.id);
  if (said?.archived) batch.archived.categories.add(made.id);
}

/** Since when each of these categories is put away. */
export const archivedAt = async (db: Reads, ids: readonly number[]): Promise<Map<number, number | null>> =>
  new Map(
    (
      await db
        .select({ id: categories.id, at: categories.archivedAt })
        .from(categories)
        .where(inArray(categories.id, [...ids]))
    ).map(({ id, at }) => [id, at]),
  );

/** Offers what the batch brought and used; what no row used goes. `began`: when the batch did. */
export async function showTerms(tx: Writes, batch: TermsOfBatch, began: number): Promise<void> {
  await removeUnused(tx, began);
  const offered = (kind: 'categories' | 'statuses' | 'fields') =>
    [...batch[kind].values()].filter((id) => !batch.archived[kind].has(id));
  for (const [table, made] of [
    [categories, offered('categories')],
    [statuses, offered('statuses')],
  ] as const)
    await tx
      .update(table)
      .set({ archivedAt: null })
      .where(and(inArray(table.id, made), eq(table.archivedAt, began)));
  if (batch.wantedAgain.length > 0)
    await tx.update(categories).set({ archivedAt: null }).where(inArray(categories.id, batch.wantedAgain));
  for (const [id, values] of batch.options) {
    const options = [...values].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    // As many choices as that are none.
    const choosing = options.length <= MOST_OPTIONS && options.every((option) => option.length <= LONGEST_OPTION);
    await tx
      .update(customFields)
      .set(choosing ? { options } : { kind: 'text' })
      .where(and(eq(customFields.id, id), eq(customFields.archivedAt, began)));
  }
  const fields = offered('fields');
  if (fields.length > 0)
    await tx
      .update(customFields)
      .set({ archivedAt: null })
      .where(and(inArray(customFields.id, fields), eq(customFields.archivedAt, began)));
}

/** Takes away the categories, statuses and fields a batch made and that nothing uses. */
export async function removeUnused(tx: Writes, began: number): Promise<void> {
  await tx
    .delete(customFields)
    .where(
      and(
        eq(customFields.archivedAt, began),
        sql`not exists (select 1 from ${customValues} where ${customValues.fieldId} = ${customFields.id})`,
      ),
    );
  for (const [table, column] of [
    [categories, tickets.categoryId],
    [statuses, tickets.statusId],
  ] as const) {
    const unused = (await tx.select({ id: table.id }).from(table).where(eq(table.archivedAt, began))).map(
      ({ id }) => id,
    );
    const rows = await tx.selectDistinct({ id: column }).from(tickets).where(among(column, unused));
    const used = new Set(rows.map(({ id }) => id));
    const free = unused.filter((id) => !used.has(id));
    if (free.length > 0) await tx.delete(table).where(inArray(table.id, free));
  }
}
