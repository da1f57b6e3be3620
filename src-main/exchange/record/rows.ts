import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { among } from '../../store/among.ts';
import {
  attachments,
  customFields,
  customValues,
  entries,
  history,
  identifiers,
  people,
  ticketAliases,
  ticketLinks,
  ticketPeople,
  tickets,
  ticketStaff,
  ticketTags,
  type Reads,
} from '../../store/index.ts';

export type EntryKind = 'reply' | 'note';

/** Rows by what they belong to. */
export function gathered<T>(rows: readonly T[], owner: (row: T) => number): (id: number) => readonly T[] {
  const of = new Map<number, T[]>();
  for (const row of rows) {
    const mine = of.get(owner(row));
    if (mine) mine.push(row);
    else of.set(owner(row), [row]);
  }
  return (id) => of.get(id) ?? [];
}
const byTicket = <T extends { ticketId: number }>(rows: readonly T[]) => gathered(rows, ({ ticketId }) => ticketId);
/** Deleted and not yet purged: nothing of it leaves. */
const shown = (hidden: typeof tickets.hidden | typeof people.hidden) => eq(sql`+ ${hidden}`, 0);

export const ticketRows = (db: Reads, ids: readonly number[]) =>
  db
    .select()
    .from(tickets)
    .where(and(among(tickets.id, ids), shown(tickets.hidden)));

export const aliasRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select()
      .from(ticketAliases)
      .where(among(ticketAliases.ticketId, ids))
      .orderBy(asc(ticketAliases.trackingId)),
  );

export const valueRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select({ ticketId: customValues.ticketId, fieldId: customValues.fieldId, value: customValues.value })
      .from(customValues)
      .innerJoin(customFields, eq(customFields.id, customValues.fieldId))
      .where(among(customValues.ticketId, ids))
      .orderBy(asc(customFields.position), asc(customValues.fieldId), asc(customValues.id)),
  );

export const tagRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(await db.select().from(ticketTags).where(among(ticketTags.ticketId, ids)).orderBy(asc(ticketTags.tag)));

export const linkRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select({ ticketId: ticketLinks.ticketId, uid: tickets.uid, trackingId: tickets.trackingId })
      .from(ticketLinks)
      .innerJoin(tickets, eq(tickets.id, ticketLinks.otherId))
      .where(and(among(ticketLinks.ticketId, ids), shown(tickets.hidden)))
      .orderBy(asc(tickets.id)),
  );

export const staffRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select()
      .from(ticketStaff)
      .where(among(ticketStaff.ticketId, ids))
      .orderBy(asc(ticketStaff.role), asc(ticketStaff.staffId)),
  );

/** Tickets that others were merged into. */
export const mergedRows = (db: Reads, ids: readonly number[]) =>
  db
    .select({ id: tickets.id, uid: tickets.uid, trackingId: tickets.trackingId })
    .from(tickets)
    .where(and(among(tickets.id, ids), shown(tickets.hidden)));

export const partRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select({ ticketId: ticketPeople.ticketId, role: ticketPeople.role, personId: ticketPeople.personId })
      .from(ticketPeople)
      .innerJoin(people, eq(people.id, ticketPeople.personId))
      .where(and(among(ticketPeople.ticketId, ids), shown(people.hidden)))
      .orderBy(asc(ticketPeople.addedAt), asc(ticketPeople.personId)),
  );

export const peopleRows = (db: Reads, ids: readonly number[]) =>
  db
    .select()
    .from(people)
    .where(and(among(people.id, ids), shown(people.hidden)));

/** What people are known by, by the person's id; the preferred first. */
export async function identifierRows(db: Reads, personIds: readonly number[]) {
  const found = await db
    .select()
    .from(identifiers)
    .where(among(identifiers.personId, personIds))
    .orderBy(desc(identifiers.preferred), asc(identifiers.id));
  return gathered(found, ({ personId }) => personId);
}

export const entryRows = async (db: Reads, ids: readonly number[], kinds: readonly EntryKind[]) =>
  byTicket(
    await db
      .select()
      .from(entries)
      .where(and(among(entries.ticketId, ids), inArray(entries.kind, [...kinds])))
      .orderBy(asc(entries.ticketId), asc(entries.createdAt), asc(entries.id)),
  );

export const historyRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    (
      await db
        .select()
        .from(history)
        .where(among(history.ticketId, ids))
        .orderBy(asc(history.ticketId), asc(history.at), asc(history.id))
    ).flatMap(({ ticketId, ...row }) => (ticketId === null ? [] : [{ ticketId, ...row }])),
  );

/** Whole ones, with the reply or note they came with. */
export const attachmentRows = async (db: Reads, ids: readonly number[]) =>
  byTicket(
    await db
      .select({
        id: attachments.id,
        uid: attachments.uid,
        ticketId: attachments.ticketId,
        name: attachments.name,
        kind: attachments.kind,
        size: attachments.size,
        sha256: attachments.sha256,
        sensitive: attachments.sensitive,
        addedBy: attachments.addedBy,
        personId: attachments.personId,
        staffId: attachments.staffId,
        createdAt: attachments.createdAt,
        entryUid: entries.uid,
        entryKind: entries.kind,
      })
      .from(attachments)
      .leftJoin(entries, eq(entries.id, attachments.entryId))
      .where(and(among(attachments.ticketId, ids), eq(attachments.complete, true)))
      .orderBy(asc(attachments.ticketId), asc(attachments.id)),
  );
