import type { EntryRecord, RecordPart, TicketRecord } from '../../record/shape.ts';
import type { Cell, Column, Table } from './cells.ts';

const WIDE = 60;
const column = (heading: string, width: number): Column => ({ heading, width });
const ID = column('Tracking ID', 14);
const DATE = column('Date', 19);

const entryTable = (name: string, entries: (ticket: TicketRecord) => readonly EntryRecord[]): Table<TicketRecord> => ({
  name,
  columns: [ID, DATE, column('From', 24), column('Who', 10), column('Text', WIDE), column('Channel', 10)],
  rows: (ticket) =>
    entries(ticket).map(({ created, author, text, channel }): Cell[] => [
      ticket.trackingId,
      { at: created },
      author.name,
      author.kind,
      text,
      channel,
    ]),
});

/** Tables beside that of the tickets: a row for each reply, note, deed, thing a person is known by, and file. */
export const PART_TABLES: Record<Exclude<RecordPart, 'bytes'>, Table<TicketRecord>> = {
  replies: entryTable('Replies', ({ replies = [] }) => replies),
  notes: entryTable('Private notes', ({ notes = [] }) => notes),
  // Excel keeps the name "History" for itself
  history: {
    name: 'Ticket history',
    columns: [ID, DATE, column('Staff', 24), column('What', 20), column('Before', 20), column('After', 20)],
    rows: ({ trackingId, history = [] }) =>
      history.map(({ at, staff, what, from, to }): Cell[] => [
        trackingId,
        { at },
        staff?.name ?? '',
        what,
        from?.name ?? '',
        to?.name ?? '',
      ]),
  },
  people: {
    name: 'People',
    columns: [
      ID,
      column('Part', 14),
      column('Name', 24),
      column('Kind', 12),
      column('Value', 36),
      column('Person UID', 34),
    ],
    rows: ({ trackingId, people = [] }) =>
      people.flatMap(({ uid, role, name, identifiers }): Cell[][] =>
        identifiers.length === 0
          ? [[trackingId, role, name, '', '', uid]]
          : identifiers.map(({ kind, value }) => [trackingId, role, name, kind, value, uid]),
      ),
  },
  attachments: {
    name: 'Attachments',
    columns: [ID, DATE, column('File', 40), column('Kind', 24), column('Bytes', 12), column('SHA-256', 64)],
    rows: ({ trackingId, attachments = [] }) =>
      attachments.map(({ created, name, kind, size, sha256 }): Cell[] => [
        trackingId,
        { at: created },
        name,
        kind,
        size,
        sha256,
      ]),
  },
};
