import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { Temporal } from 'temporal-polyfill';
import type { InputOf } from '../contract/call.ts';
import { Body, Line } from '../contract/terms.ts';
import type { FieldValue, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import {
  customFieldCategories,
  customFields,
  customValues,
  Refused,
  tickets,
  type Reads,
  type Writes,
} from '../store/index.ts';
import type { HowIndexed } from './correct.ts';
import { writeHistory } from './history.ts';
import { sameVersion, ticketToWrite } from './ticket.ts';

type Field = Pick<typeof customFields.$inferSelect, 'id' | 'kind' | 'options' | 'required'>;

/** The custom fields of a category's tickets that are in use. */
export async function fieldsOfCategory(db: Reads, categoryId: number): Promise<Field[]> {
  const rows = await db
    .select({
      id: customFields.id,
      kind: customFields.kind,
      options: customFields.options,
      required: customFields.required,
      all: customFields.allCategories,
      own: customFieldCategories.id,
    })
    .from(customFields)
    .leftJoin(
      customFieldCategories,
      and(eq(customFieldCategories.fieldId, customFields.id), eq(customFieldCategories.categoryId, categoryId)),
    )
    .where(isNull(customFields.archivedAt))
    .orderBy(asc(customFields.position), asc(customFields.id));
  return rows
    .filter(({ all, own }) => all || own !== null)
    .map(({ id, kind, options, required }) => ({ id, kind, options, required }));
}

const wrong = (reason: string, { id }: Field) => new Refused('invalid', { reason, field: 'fields', fieldId: id });

const Mail = v.pipe(v.string(), v.email());

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** One value as it is kept, or the reason why it cannot be. `had`: what stands there already stays allowed. */
function valueOf(field: Field, given: string, had: readonly string[]): string {
  const schema =
    field.kind === 'textarea' ? Body : Line(field.kind === 'text' || field.kind === 'hidden' ? 5_000 : 500);
  const cleaned = v.safeParse(schema, given);
  if (!cleaned.success) throw new Refused('too-large', { reason: 'too-long', field: 'fields', fieldId: field.id });
  const value = cleaned.output;
  if (value.trim() === '' || had.includes(value)) return value;
  switch (field.kind) {
    case 'email':
      if (!v.is(Mail, value)) throw wrong('field-email', field);
      return value;
    case 'date':
      if (!isDate(value)) throw wrong('field-date', field);
      return value;
    case 'select':
    case 'radio':
    case 'checkbox':
      if (!field.options.includes(value)) throw wrong('field-option', field);
      return value;
    case 'text':
    case 'textarea':
    case 'hidden':
      return value;
  }
}

/** The values as they are kept; empty ones are none. Throws Refused `invalid` with the field's id and what is wrong. */
function valuesOf(field: Field, given: readonly string[], had: readonly string[] = []): string[] {
  const values = given.map((one) => valueOf(field, one, had)).filter((value) => value.trim() !== '');
  if (field.kind === 'checkbox') return [...new Set(values)];
  if (values.length > 1) throw wrong('field-one', field);
  return values;
}

/**
 * A new ticket's values, checked by the fields of its category.
 * @throws Refused `invalid` (`field-required`, `field-email`, `field-date`, `field-option`, `field-one`,
 * `field-elsewhere`) with `fieldId`
 */
export async function checkedFields(
  db: Reads,
  categoryId: number,
  given: readonly FieldValue[],
): Promise<FieldValue[]> {
  const fields = await fieldsOfCategory(db, categoryId);
  const known = new Set(fields.map(({ id }) => id));
  const stray = given.find(({ fieldId, values }) => !known.has(fieldId) && values.length > 0);
  if (stray) throw new Refused('invalid', { reason: 'field-elsewhere', field: 'fields', fieldId: stray.fieldId });
  return fields.map((field) => {
    const all = given.filter(({ fieldId }) => fieldId === field.id).flatMap(({ values }) => values);
    const values = valuesOf(field, all);
    if (field.required && values.length === 0) throw wrong('field-required', field);
    return { fieldId: field.id, values };
  });
}

/** Writes values, a row each. */
export async function insertFields(tx: Writes, ticketId: number, fields: readonly FieldValue[]): Promise<void> {
  const rows = fields.flatMap(({ fieldId, values }) => values.map((value) => ({ ticketId, fieldId, value })));
  for (let n = 0; n < rows.length; n += 500) await tx.insert(customValues).values(rows.slice(n, n + 500));
}

/** `left`: uids of the fields in which a value stood that stands there no more. */
export type SetFields = { version: number; uid: string; left: string[] };

/**
 * Sets the named fields of a ticket and leaves the others as they are; checked as `checkedFields` does. Says in which of
 * them something stands no more.
 */
export async function setFields(
  tx: Writes,
  actor: Actor,
  { id, version, fields: given }: InputOf<typeof calls.setFields>,
  { wholly = false }: HowIndexed = {},
): Promise<SetFields> {
  const ticket = await ticketToWrite(tx, id);
  sameVersion(ticket, version);
  const fields = new Map((await fieldsOfCategory(tx, ticket.categoryId)).map((field) => [field.id, field]));
  const before = await tx
    .select({ fieldId: customValues.fieldId, value: customValues.value })
    .from(customValues)
    .where(eq(customValues.ticketId, id))
    .orderBy(asc(customValues.id));
  const changed: FieldValue[] = [];
  const left = new Set<number>();
  for (const { fieldId, values } of given) {
    const field = fields.get(fieldId);
    const had = before.filter((row) => row.fieldId === fieldId).map(({ value }) => value);
    // A value of another category's field, left from a move, may go but not be written.
    if (!field && values.length > 0)
      throw new Refused('invalid', { reason: 'field-elsewhere', field: 'fields', fieldId });
    const now = field ? valuesOf(field, values, had) : [];
    if (field?.required && now.length === 0) throw wrong('field-required', field);
    if (now.length !== had.length || now.some((value, n) => value !== had[n])) changed.push({ fieldId, values: now });
    if (had.some((value) => !now.includes(value))) left.add(fieldId);
  }
  const { uid } = ticket;
  if (changed.length === 0) return { version, uid, left: [] };
  if (wholly) tx.index.withdraw([id], wholly);
  const ids = changed.map(({ fieldId }) => fieldId);
  await tx.delete(customValues).where(and(eq(customValues.ticketId, id), inArray(customValues.fieldId, ids)));
  await insertFields(tx, id, changed);
  const [written] = await tx
    .update(tickets)
    .set({ changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, id))
    .returning({ version: tickets.version });
  await writeHistory(
    tx,
    actor,
    ids.map((toId) => ({ ticketId: id, what: 'field' as const, toId })),
  );
  tx.index.ticket(id);
  const uids = await tx
    .select({ uid: customFields.uid })
    .from(customFields)
    .where(inArray(customFields.id, [...left]));
  return { version: written?.version ?? version + 1, uid, left: uids.map((field) => field.uid) };
}
