import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { ImportMapping } from '../../contract/exchange.ts';
import { newUid } from '../../office/index.ts';
import { among } from '../../store/among.ts';
import { categories, customFields, customValues, tickets, type Writes } from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { foldLabel } from '../table/fold-label.ts';
import type { OfficeTerms } from './office-terms.ts';

const MOST_OPTIONS = 500;
const LONGEST_OPTION = 200;

/** Categories and fields a batch brings: by the folded text of the file, and by column. */
export type TermsOfBatch = {
  categories: Map<string, number>;
  fields: Map<number, number>;
  /** Values that came in, of new fields to choose from, by field. */
  options: Map<number, Set<string>>;
  /** Archived categories that are wanted again. */
  wantedAgain: number[];
};

/**
 * Makes the categories and fields that are new, archived at the moment the batch began, so that nobody is offered them
 * before it is done and a purge knows them.
 */
export async function newTerms(tx: Writes, mapping: ImportMapping, terms: OfficeTerms): Promise<TermsOfBatch> {
  const batch: TermsOfBatch = { categories: new Map(), fields: new Map(), options: new Map(), wantedAgain: [] };
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
          uid: newUid(),
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
      if (kind === 'select' || kind === 'radio' || kind === 'checkbox') batch.options.set(made.id, new Set());
    }
  }
  for (const [text, target] of Object.entries(mapping.categories))
    if (target === 'new') await newCategory(tx, text, terms, batch);
  return batch;
}

async function newCategory(tx: Writes, text: string, terms: OfficeTerms, batch: TermsOfBatch): Promise<void> {
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
    batch.wantedAgain.push(before.id);
    return void batch.categories.set(label, before.id);
  }
  const [last] = await tx.select({ at: sql<number | null>`max(${categories.position})` }).from(categories);
  const [made] = await tx
    .insert(categories)
    .values({ uid: newUid(), name, folded: fold(name), position: (last?.at ?? -1) + 1, archivedAt: tx.now })
    .returning({ id: categories.id });
  if (made) batch.categories.set(label, made.id);
}

/** Offers what the batch brought and used; what no row used goes. `began`: when the batch did. */
export async function showTerms(tx: Writes, batch: TermsOfBatch, began: number): Promise<void> {
  await removeUnused(tx, began);
  const made = [...batch.categories.values()];
  if (made.length > 0)
    await tx
      .update(categories)
      .set({ archivedAt: null })
      .where(and(inArray(categories.id, made), eq(categories.archivedAt, began)));
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
  const fields = [...batch.fields.values()];
  if (fields.length > 0)
    await tx
      .update(customFields)
      .set({ archivedAt: null })
      .where(and(inArray(customFields.id, fields), eq(customFields.archivedAt, began)));
}

/** Takes away the categories and fields a batch made and that nothing uses. */
export async function removeUnused(tx: Writes, began: number): Promise<void> {
  await tx
    .delete(customFields)
    .where(
      and(
        eq(customFields.archivedAt, began),
        sql`not exists (select 1 from ${customValues} where ${customValues.fieldId} = ${customFields.id})`,
      ),
    );
  const unused = await tx.select({ id: categories.id }).from(categories).where(eq(categories.archivedAt, began));
  const used = await tx
    .selectDistinct({ id: tickets.categoryId })
    .from(tickets)
    .where(
      among(
        tickets.categoryId,
        unused.map(({ id }) => id),
      ),
    );
  const free = unused.filter(({ id }) => !used.some((row) => row.id === id));
  if (free.length > 0)
    await tx.delete(categories).where(
      inArray(
        categories.id,
        free.map(({ id }) => id),
      ),
    );
}
