import { eq, sql } from 'drizzle-orm';
import { entries, people, staff, type Reads } from '../store/index.ts';

/**
 * Entries with the names of those who wrote them, to be narrowed and put in order. `body`: what stands for their bodies,
 * where it is not all of each.
 */
export const entriesWithAuthors = (db: Reads, body = sql<string>`${entries.body}`) =>
  db
    .select({
      ticketId: entries.ticketId,
      id: entries.id,
      kind: entries.kind,
      authorKind: entries.authorKind,
      author: sql<string>`coalesce(case when ${entries.authorKind} = 'staff' then ${staff.name} else ${people.name} end, '')`,
      staffId: entries.staffId,
      personId: entries.personId,
      channel: entries.channel,
      body,
      bodyFormat: entries.bodyFormat,
      createdAt: entries.createdAt,
      editedAt: entries.editedAt,
      version: entries.version,
    })
    .from(entries)
    .leftJoin(staff, eq(staff.id, entries.staffId))
    .leftJoin(people, eq(people.id, entries.personId));
