import { newUid } from '../../../office/index.ts';
import { entries, history, type Writes } from '../../../store/index.ts';
import { at, idOf, idOrNull, insertAll } from './rows-of.ts';
import { closedBy } from './ticket-rows.ts';
import type { SampleTicket } from '../shapes/tickets.ts';
import type { Given, Ids } from './rows-of.ts';

type EntryRow = typeof entries.$inferInsert;
type HistoryRow = typeof history.$inferInsert;

/** The name under which a reply's row is found again. */
export const replyName = (ticket: string, n: number): string => `${ticket} reply ${n}`;

/** Writes replies and notes in the order of their time. Answers the replies' ids by `replyName`. */
export async function writeEntries(
  tx: Writes,
  sample: readonly SampleTicket[],
  ids: Ids,
  ticketIds: Given,
): Promise<Given> {
  const written = sample.flatMap((ticket) => {
    const of = { ticketId: idOf(ticketIds, ticket.id), channel: ticket.channel };
    return [
      ...ticket.replies.map((reply) => ({
        name: replyName(ticket.id, reply.n),
        row: { ...entryRow('reply', reply, ids), ...of },
      })),
      ...ticket.notes.map((note) => ({ name: '', row: { ...entryRow('note', note, ids), ...of } })),
    ];
  });
  written.sort((a, b) => a.row.createdAt - b.row.createdAt);
  const byUid = new Map(written.map(({ name, row }) => [row.uid, name]));
  const given = new Map<string, number>();
  await insertAll(
    written.map(({ row }) => row),
    async (rows) => {
      const inserted = await tx.insert(entries).values(rows).returning({ id: entries.id, uid: entries.uid });
      for (const { id, uid } of inserted) given.set(byUid.get(uid) ?? '', id);
    },
  );
  return given;
}

function entryRow(
  kind: EntryRow['kind'],
  entry: { by: string; at: string; text: string },
  ids: Ids,
): Omit<EntryRow, 'ticketId' | 'channel'> {
  const byStaff = ids.staff.has(entry.by);
  return {
    uid: newUid(),
    kind,
    authorKind: byStaff ? 'staff' : 'person',
    personId: byStaff ? null : idOf(ids.people, entry.by),
    staffId: byStaff ? idOf(ids.staff, entry.by) : null,
    providedByPerson: !byStaff,
    body: entry.text,
    createdAt: at(entry.at),
  };
}

/** Writes what the sample tells of each ticket's history: taken in, each reply, resolved. */
export async function writeHistory(
  tx: Writes,
  sample: readonly SampleTicket[],
  ids: Ids,
  ticketIds: Given,
): Promise<void> {
  const lines = sample.flatMap((ticket): HistoryRow[] => {
    const ticketId = idOf(ticketIds, ticket.id);
    const taken = { ticketId, at: at(ticket.created), staffId: idOrNull(ids.staff, ticket.openedBy), what: 'created' };
    const replies = ticket.replies.map((reply) => ({
      ticketId,
      at: at(reply.at),
      staffId: reply.kind === 'staff' ? idOf(ids.staff, reply.by) : null,
      what: reply.kind === 'staff' ? 'reply' : 'person-reply',
    }));
    if (ticket.resolved === null) return [taken, ...replies];
    const resolved = {
      ticketId,
      at: at(ticket.resolved),
      staffId: closedBy(ticket, ids),
      what: 'closed',
      toId: idOf(ids.statuses, ticket.status),
    };
    return [taken, ...replies, resolved];
  });
  lines.sort((a, b) => a.at - b.at);
  await insertAll(lines, (rows) => tx.insert(history).values(rows));
}
