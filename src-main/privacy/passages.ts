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

/** A ticket that was found, and where the index says the query stands in it. */
export type FoundTicket = { id: number; places: readonly Place[] };

/**
 * Where a query stands in tickets that were found, as their texts read now, by ticket: at most six passages each, with
 * their marks. Reads only what the index says it stands in, for all of them at once.
 */
export async function passagesOf(
  db: Reads,
  found: readonly FoundTicket[],
  query: Query,
): Promise<Map<number, Passage[]>> {
  const texts = new Map<number, ShownTexts>(found.map(({ id }) => [id, {}]));
  const add = (id: number, field: QueryField, value: string) => {
    const of = texts.get(id);
    if (of) of[field] = [...[of[field] ?? []].flat(), value];
  };
  const inFields = (...fields: QueryField[]) =>
    found.filter(({ places }) => places.some(({ field }) => fields.includes(field))).map(({ id }) => id);
  await ownTexts(db, found, add);
  for (const id of await aliasesOf(db, inFields('id'))) add(id.ticketId, 'id', id.trackingId);
  const asked = new Set(found.flatMap(({ id, places }) => places.map(({ field }) => `${id} ${field}`)));
  for (const { ticketId, kind, value } of await knownBy(db, inFields('name', 'email', 'phone', 'number', 'ip')))
    if (asked.has(`${ticketId} ${FIELD_OF[kind]}`)) add(ticketId, FIELD_OF[kind], value);
  const refs = found.flatMap(({ places }) =>
    places.flatMap(({ field, ref }) => (field === 'reply' || field === 'note' ? [ref ?? 0] : [])).slice(0, MOST),
  );
  for (const { ticketId, kind, body } of await saidIn(db, refs)) add(ticketId, kind, body);
  for (const { ticketId, value } of await valuesOf(db, inFields('field'))) add(ticketId, 'field', value);
  for (const { ticketId, name } of await filesOf(db, inFields('file'))) add(ticketId, 'file', name);
  return new Map(
    [...texts].map(([id, shown]) => [
      id,
      where(shown, query, false)
        .slice(0, MOST)
        .map(({ field, snippet }) => ({
          place: shownAs(field),
          passage: snippet.text,
          marks: snippet.marks.map(({ start, end }) => [start, end]),
        })),
    ]),
  );
}

const shownAs = (field: QueryField): Shown => (field === 'id' ? 'tracking' : field);

async function ownTexts(
  db: Reads,
  found: readonly FoundTicket[],
  add: (id: number, field: QueryField, value: string) => void,
): Promise<void> {
  const ids = found.map(({ id }) => id);
  const own = await db
    .select({
      id: tickets.id,
      subject: tickets.subject,
      message: tickets.message,
      trackingId: tickets.trackingId,
      ip: tickets.ip,
    })
    .from(tickets)
    .where(among(tickets.id, ids));
  const places = new Map(found.map((one) => [one.id, new Set(one.places.map(({ field }) => field))]));
  for (const { id, subject, message, trackingId, ip } of own) {
    const fields = places.get(id);
    if (fields?.has('subject')) add(id, 'subject', subject);
    if (fields?.has('message')) add(id, 'message', message);
    if (fields?.has('ip') && ip) add(id, 'ip', ip);
    if (fields?.has('id')) add(id, 'id', trackingId);
  }
}

async function aliasesOf(db: Reads, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db
    .select({ ticketId: ticketAliases.ticketId, trackingId: ticketAliases.trackingId })
    .from(ticketAliases)
    .where(among(ticketAliases.ticketId, ids));
}

async function knownBy(db: Reads, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db
    .select({ ticketId: ticketPeople.ticketId, kind: identifiers.kind, value: identifiers.value })
    .from(ticketPeople)
    .innerJoin(identifiers, eq(identifiers.personId, ticketPeople.personId))
    .where(and(among(ticketPeople.ticketId, ids), inArray(ticketPeople.role, ['requester', 'follower'])))
    .orderBy(asc(identifiers.id));
}

async function saidIn(db: Reads, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db
    .select({ ticketId: entries.ticketId, kind: entries.kind, body: entries.body })
    .from(entries)
    .where(among(entries.id, ids))
    .orderBy(asc(entries.id));
}

async function valuesOf(db: Reads, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db
    .select({ ticketId: customValues.ticketId, value: customValues.value })
    .from(customValues)
    .where(among(customValues.ticketId, ids))
    .orderBy(asc(customValues.id));
}

async function filesOf(db: Reads, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db
    .select({ ticketId: attachments.ticketId, name: attachments.name })
    .from(attachments)
    .where(among(attachments.ticketId, ids))
    .orderBy(asc(attachments.id));
}
