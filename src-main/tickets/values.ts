import { asc } from 'drizzle-orm';
import type { FieldValue } from '../contract/tickets.ts';
import { among } from '../store/among.ts';
import { customValues, type Reads } from '../store/index.ts';

/** What own fields hold on each of these tickets; a field with several values has them in their order. */
export async function valuesOf(db: Reads, ids: readonly number[]): Promise<Map<number, FieldValue[]>> {
  const rows = await db
    .select({ ticketId: customValues.ticketId, fieldId: customValues.fieldId, value: customValues.value })
    .from(customValues)
    .where(among(customValues.ticketId, ids))
    .orderBy(asc(customValues.fieldId), asc(customValues.id));
  const fields = new Map<number, FieldValue[]>();
  for (const { ticketId, fieldId, value } of rows) {
    const own = fields.get(ticketId) ?? [];
    fields.set(ticketId, own);
    const last = own.at(-1);
    if (last?.fieldId === fieldId) last.values.push(value);
    else own.push({ fieldId, values: [value] });
  }
  return fields;
}
