import type { OfficeSettings } from '../../src-main/contract/office.ts';
import type { Ticket } from '../../src-main/contract/tickets.ts';

/** A ticket's own fields with their values as one text, in the office's order; empty ones are left out. */
export function shownFields(
  ticket: Pick<Ticket, 'fields'>,
  { fields }: OfficeSettings,
): { id: number; name: string; text: string }[] {
  const values = new Map(ticket.fields.map(({ fieldId, values: given }) => [fieldId, given]));
  return fields.flatMap(({ id, name }) => {
    const text = (values.get(id) ?? []).filter((value) => value !== '').join(', ');
    return text === '' ? [] : [{ id, name, text }];
  });
}
