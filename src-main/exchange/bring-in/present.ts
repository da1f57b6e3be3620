import { and, asc, eq, sql } from 'drizzle-orm';
import type { IdentifierKind } from '../../contract/terms.ts';
import { among } from '../../store/among.ts';
import {
  attachments,
  customValues,
  entries,
  identifiers,
  people,
  staff,
  ticketAliases,
  ticketLinks,
  ticketPeople,
  tickets,
  ticketStaff,
  ticketTags,
  type Reads,
} from '../../store/index.ts';
import { gathered } from '../record/rows.ts';

export type PresentIdentifier = {
  kind: IdentifierKind;
  value: string;
  normalised: string;
  preferred: boolean;
  since: number | null;
  until: number | null;
};
export type PresentPerson = Pick<
  typeof people.$inferSelect,
  'id' | 'uid' | 'name' | 'language' | 'remark' | 'noticeGivenAt' | 'restrictedAt' | 'createdAt' | 'importBatch'
> & { identifiers: readonly PresentIdentifier[] };
export type PresentEntry = typeof entries.$inferSelect & { author: string };
type Role = (typeof ticketPeople.$inferSelect)['role'];

/** A ticket as it stands now, with all that an import can say of it. */
export type PresentTicket = {
  row: typeof tickets.$inferSelect;
  people: readonly { role: Role; person: PresentPerson }[];
  entries: readonly PresentEntry[];
  values: readonly { fieldId: number; value: string }[];
  tags: string[];
  aliases: string[];
  staff: readonly { role: string; staffId: number }[];
  links: readonly { uid: string }[];
  /** Uid of the ticket it was merged into. */
  mergedInto: string | null;
  files: readonly Pick<typeof attachments.$inferSelect, 'uid' | 'name' | 'kind' | 'size' | 'sha256'>[];
};

/** The tickets of these ids as they stand, by id. */
export async function presentTickets(db: Reads, ids: readonly number[]): Promise<Map<number, PresentTicket>> {
  const rows = await db.select().from(tickets).where(among(tickets.id, ids));
  const parts = await db
    .select({ ticketId: ticketPeople.ticketId, role: ticketPeople.role, personId: ticketPeople.personId })
    .from(ticketPeople)
    .where(among(ticketPeople.ticketId, ids))
    .orderBy(asc(ticketPeople.addedAt), asc(ticketPeople.personId));
  const persons = await presentPeople(
    db,
    parts.map(({ personId }) => personId),
  );
  const merged = rows.flatMap(({ mergedInto }) => mergedInto ?? []);
  const targets = await db.select({ id: tickets.id, uid: tickets.uid }).from(tickets).where(among(tickets.id, merged));
  const found = {
    people: byTicket(
      parts.flatMap(({ ticketId, role, personId }) => {
        const person = persons.get(personId);
        return person ? [{ ticketId, role, person }] : [];
      }),
    ),
    entries: byTicket(await entryRows(db, ids)),
    values: byTicket(
      await db
        .select({ ticketId: customValues.ticketId, fieldId: customValues.fieldId, value: customValues.value })
        .from(customValues)
        .where(among(customValues.ticketId, ids))
        .orderBy(asc(customValues.id)),
    ),
    tags: byTicket(
      await db.select().from(ticketTags).where(among(ticketTags.ticketId, ids)).orderBy(asc(ticketTags.tag)),
    ),
    aliases: byTicket(await db.select().from(ticketAliases).where(among(ticketAliases.ticketId, ids))),
    staff: byTicket(await db.select().from(ticketStaff).where(among(ticketStaff.ticketId, ids))),
    links: byTicket(
      await db
        .select({ ticketId: ticketLinks.ticketId, uid: tickets.uid })
        .from(ticketLinks)
        .innerJoin(tickets, eq(tickets.id, ticketLinks.otherId))
        .where(among(ticketLinks.ticketId, ids)),
    ),
    files: byTicket(
      await db
        .select({
          ticketId: attachments.ticketId,
          uid: attachments.uid,
          name: attachments.name,
          kind: attachments.kind,
          size: attachments.size,
          sha256: attachments.sha256,
        })
        .from(attachments)
        .where(and(among(attachments.ticketId, ids), eq(attachments.complete, true)))
        .orderBy(asc(attachments.id)),
    ),
  };
  return new Map(
    rows.map((row) => [
      row.id,
      {
        row,
        people: found.people(row.id),
        entries: found.entries(row.id),
        values: found.values(row.id),
        tags: found.tags(row.id).map(({ tag }) => tag),
        aliases: found.aliases(row.id).map(({ trackingId }) => trackingId),
        staff: found.staff(row.id),
        links: found.links(row.id),
        mergedInto: targets.find(({ id }) => id === row.mergedInto)?.uid ?? null,
        files: found.files(row.id),
      },
    ]),
  );
}

const entryRows = async (db: Reads, ids: readonly number[]): Promise<PresentEntry[]> =>
  (
    await db
      .select({
        entry: entries,
        author: sql<string>`coalesce(case when ${entries.authorKind} = 'staff' then ${staff.name} else ${people.name} end, '')`,
      })
      .from(entries)
      .leftJoin(staff, eq(staff.id, entries.staffId))
      .leftJoin(people, eq(people.id, entries.personId))
      .where(among(entries.ticketId, ids))
      .orderBy(asc(entries.createdAt), asc(entries.id))
  ).map(({ entry, author }) => ({ ...entry, author }));

async function presentPeople(db: Reads, ids: readonly number[]): Promise<Map<number, PresentPerson>> {
  const known = byPerson(
    await db
      .select({
        personId: identifiers.personId,
        kind: identifiers.kind,
        value: identifiers.value,
        normalised: identifiers.normalised,
        preferred: identifiers.preferred,
        since: identifiers.since,
        until: identifiers.until,
      })
      .from(identifiers)
      .where(among(identifiers.personId, ids))
      .orderBy(asc(identifiers.id)),
  );
  const rows = await db
    .select({
      id: people.id,
      uid: people.uid,
      name: people.name,
      language: people.language,
      remark: people.remark,
      noticeGivenAt: people.noticeGivenAt,
      restrictedAt: people.restrictedAt,
      createdAt: people.createdAt,
      importBatch: people.importBatch,
    })
    .from(people)
    .where(among(people.id, ids));
  return new Map(rows.map((row) => [row.id, { ...row, identifiers: known(row.id) }]));
}

const byTicket = <T extends { ticketId: number }>(rows: readonly T[]) => gathered(rows, ({ ticketId }) => ticketId);
const byPerson = <T extends { personId: number }>(rows: readonly T[]) => gathered(rows, ({ personId }) => personId);
