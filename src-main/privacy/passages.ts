import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Passage, Place as Shown } from '../contract/find.ts';
import type { IdentifierKind } from '../contract/terms.ts';
import { among } from '../store/among.ts';
import {
  attachments,
  customValues,
  entries,
  identifiers,
  ticketAliases,
  ticketPeople,
  tickets,
  type Reads,
} from '../store/index.ts';
import { where, type Place, type Query, type QueryField, type ShownTexts } from '../store/search/index.ts';

const MOST = 6;
const FIELD_OF: Record<IdentifierKind, QueryField> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  address: 'number',
  number: 'number',
  other: 'number',
  ip: 'ip',
};

/**
 * Where a query stands in one ticket that was found, as its texts read now: at most six passages, each with its marks.
 * Reads only what the index says it stands in.
 */
export async function passagesOf(
  db: Reads,
  ticketId: number,
  query: Query,
  places: readonly Place[],
): Promise<Passage[]> {
  const fields = new Set(places.map(({ field }) => field));
  const texts: ShownTexts = {};
  const add = (field: QueryField, ...values: string[]) => {
    if (values.length > 0) texts[field] = [...[texts[field] ?? []].flat(), ...values];
  };
  const [ticket] = await db
    .select({ subject: tickets.subject, message: tickets.message, trackingId: tickets.trackingId, ip: tickets.ip })
    .from(tickets)
    .where(eq(tickets.id, ticketId));
  if (!ticket) return [];
  if (fields.has('subject')) add('subject', ticket.subject);
  if (fields.has('message')) add('message', ticket.message);
  if (fields.has('ip') && ticket.ip) add('ip', ticket.ip);
  if (fields.has('id')) {
    const old = await db
      .select({ id: ticketAliases.trackingId })
      .from(ticketAliases)
      .where(eq(ticketAliases.ticketId, ticketId));
    add('id', ticket.trackingId, ...old.map(({ id }) => id));
  }
  if ((['name', 'email', 'phone', 'number', 'ip'] as const).some((field) => fields.has(field)))
    for (const { kind, value } of await knownBy(db, ticketId))
      if (fields.has(FIELD_OF[kind])) add(FIELD_OF[kind], value);
  const refs = places.flatMap(({ field, ref }) => (field === 'reply' || field === 'note' ? [ref ?? 0] : []));
  if (refs.length > 0) {
    const said = await db
      .select({ kind: entries.kind, body: entries.body })
      .from(entries)
      .where(and(eq(entries.ticketId, ticketId), among(entries.id, refs)))
      .orderBy(asc(entries.id));
    for (const { kind, body } of said) add(kind, body);
  }
  if (fields.has('field')) {
    const rows = await db
      .select({ value: customValues.value })
      .from(customValues)
      .where(eq(customValues.ticketId, ticketId));
    add('field', ...rows.map(({ value }) => value));
  }
  if (fields.has('file')) {
    const rows = await db
      .select({ name: attachments.name })
      .from(attachments)
      .where(eq(attachments.ticketId, ticketId));
    add('file', ...rows.map(({ name }) => name));
  }
  return where(texts, query)
    .slice(0, MOST)
    .map(({ field, snippet }) => ({
      place: shownAs(field),
      passage: snippet.text,
      marks: snippet.marks.map(({ start, end }) => [start, end]),
    }));
}

const shownAs = (field: QueryField): Shown => (field === 'id' ? 'tracking' : field);

const knownBy = (db: Reads, ticketId: number) =>
  db
    .select({ kind: identifiers.kind, value: identifiers.value })
    .from(identifiers)
    .innerJoin(ticketPeople, eq(ticketPeople.personId, identifiers.personId))
    .where(and(eq(ticketPeople.ticketId, ticketId), inArray(ticketPeople.role, ['requester', 'follower'])))
    .orderBy(asc(identifiers.id));
