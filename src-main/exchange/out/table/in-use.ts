import { asc, eq, sql } from 'drizzle-orm';
import { among } from '../../../store/among.ts';
import {
  attachments,
  customFields,
  customValues,
  entries,
  history,
  identifiers,
  ticketPeople,
  tickets,
  ticketTags,
  type Reads,
} from '../../../store/index.ts';
import type { Ref } from '../../record/shape.ts';

/** Own fields that have values on some of these tickets, in the order of the office. */
export const fieldsInUse = async (db: Reads, ids: readonly number[]): Promise<Ref[]> =>
  (
    await db
      .selectDistinct({
        id: customFields.id,
        position: customFields.position,
        uid: customFields.uid,
        name: customFields.name,
      })
      .from(customValues)
      .innerJoin(customFields, eq(customFields.id, customValues.fieldId))
      .where(among(customValues.ticketId, ids))
      .orderBy(asc(customFields.position), asc(customFields.id))
  ).map(({ uid, name }) => ({ uid, name }));

const A_SLICE = 5_000;
/** Characters of a line about an entry, a deed, an identifier or a file, at the most. */
const ABOUT = 1_000;

/**
 * Tickets that may give a cell of more than so many characters, whatever part it shows; all others cannot. What is
 * written into one cell is never longer than this estimate.
 */
export async function mayBeLong(db: Reads, ids: readonly number[], longest: number): Promise<number[]> {
  const long: number[] = [];
  for (let at = 0; at < ids.length; at += A_SLICE) {
    const some = ids.slice(at, at + A_SLICE);
    const sizes = new Map<number, number>();
    for (const counted of await estimates(db, some))
      for (const { id, size } of counted) sizes.set(id, Math.max(sizes.get(id) ?? 0, Number(size)));
    long.push(...some.filter((id) => (sizes.get(id) ?? 0) > longest));
  }
  return long;
}

type Estimate = { id: number | null; size: number };

async function estimates(db: Reads, ids: readonly number[]): Promise<{ id: number; size: number }[][]> {
  const all: Estimate[][] = [
    await db
      .select({ id: tickets.id, size: sql<number>`octet_length(${tickets.message})` })
      .from(tickets)
      .where(among(tickets.id, ids)),
    // a line of an entry may get one character more
    await db
      .select({
        id: entries.ticketId,
        size: sql<number>`sum(octet_length(${entries.body}) * 2) + count(*) * ${ABOUT}`,
      })
      .from(entries)
      .where(among(entries.ticketId, ids))
      .groupBy(entries.ticketId),
    await db
      .select({
        id: customValues.ticketId,
        size: sql<number>`sum(octet_length(${customValues.value}) + 1)`,
      })
      .from(customValues)
      .where(among(customValues.ticketId, ids))
      .groupBy(customValues.ticketId),
    await db
      .select({
        id: ticketPeople.ticketId,
        size: sql<number>`sum(coalesce(octet_length(${identifiers.value}), 0) * 2) + count(*) * ${ABOUT}`,
      })
      .from(ticketPeople)
      .leftJoin(identifiers, eq(identifiers.personId, ticketPeople.personId))
      .where(among(ticketPeople.ticketId, ids))
      .groupBy(ticketPeople.ticketId),
    await db
      .select({ id: ticketTags.ticketId, size: sql<number>`sum(octet_length(${ticketTags.tag}) + 1)` })
      .from(ticketTags)
      .where(among(ticketTags.ticketId, ids))
      .groupBy(ticketTags.ticketId),
    await db
      .select({ id: history.ticketId, size: sql<number>`count(*) * ${ABOUT}` })
      .from(history)
      .where(among(history.ticketId, ids))
      .groupBy(history.ticketId),
    await db
      .select({ id: attachments.ticketId, size: sql<number>`count(*) * ${ABOUT}` })
      .from(attachments)
      .where(among(attachments.ticketId, ids))
      .groupBy(attachments.ticketId),
  ];
  return all.map((rows) => rows.flatMap(({ id, size }) => (id === null ? [] : [{ id, size }])));
}
