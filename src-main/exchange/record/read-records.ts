import { Refused, type Reads } from '../../store/index.ts';
import { readAround, type Around } from './around.ts';
import type { NamedRows } from './office-terms.ts';
import { ticketRows } from './rows.ts';
import type {
  AttachmentRecord,
  EntryRecord,
  HistoryRecord,
  PersonRecord,
  RecordPart,
  Ref,
  TicketRecord,
} from './shape.ts';

const moment = (at: number) => new Date(at).toISOString();
const maybe = (at: number | null) => (at === null ? null : moment(at));
const sure = (ref: Ref | null): Ref => {
  if (!ref) throw new Refused('damaged', { reason: 'integrity' });
  return ref;
};
const ORDER = { requester: 0, follower: 1, mentioned: 2 };

/** A ticket's record, and the ids of the files in `attachments`, in their order. */
export type ReadRecord = { id: number; record: TicketRecord; attachmentIds: number[] };

/**
 * The records of some tickets, in the order given, with the chosen parts; hidden and unknown tickets are left out. A
 * private note and what came with it go with the part `notes` alone. Of files the facts: their bytes are read where they
 * are written. Memory: use it on a batch of `inBatches`.
 */
export async function readRecords(
  db: Reads,
  names: NamedRows,
  ids: readonly number[],
  parts: readonly RecordPart[],
): Promise<ReadRecord[]> {
  const found = new Map((await ticketRows(db, ids)).map((row) => [row.id, row]));
  const mergedInto = [...found.values()].flatMap(({ mergedInto: into }) => into ?? []);
  const around = await readAround(db, [...found.keys()], mergedInto, parts);
  return ids.flatMap((id) => {
    const row = found.get(id);
    return row ? [recordOf(row, names, around, parts)] : [];
  });
}

type TicketRow = Awaited<ReturnType<typeof ticketRows>>[number];

function recordOf(row: TicketRow, names: NamedRows, around: Around, parts: readonly RecordPart[]): ReadRecord {
  const { id } = row;
  const has = (...any: RecordPart[]) => any.some((part) => parts.includes(part));
  const entries = around.entries(id);
  const written = (wanted: 'reply' | 'note') =>
    entries.filter(({ kind }) => kind === wanted).map((entry) => entryRecord(entry, names, around));
  const files = around.attachments(id).filter(({ entryKind }) => entryKind !== 'note' || has('notes'));
  const record: TicketRecord = {
    uid: row.uid,
    number: id,
    trackingId: row.trackingId,
    aliases: around.aliases(id).map(({ trackingId, kind }) => ({ trackingId, kind })),
    channel: row.channel,
    category: sure(names.category(row.categoryId)),
    priority: sure(names.priority(row.priorityId)),
    status: sure(names.status(row.statusId)),
    open: row.open,
    subject: row.subject,
    message: row.message,
    format: row.bodyFormat,
    writtenBy: names.staff(row.writtenBy),
    providedByPerson: row.providedByPerson,
    ip: row.ip,
    created: moment(row.createdAt),
    changed: moment(row.changedAt),
    firstReply: maybe(row.firstReplyAt),
    resolved: maybe(row.resolvedAt),
    due: maybe(row.dueAt),
    anonymised: maybe(row.anonymisedAt),
    restricted: maybe(row.restrictedAt),
    owner: names.staff(row.ownerId),
    assignedBy: names.staff(row.assignedBy),
    openedBy: names.staff(row.openedBy),
    firstReplyBy: names.staff(row.firstReplyBy),
    closedBy: names.staff(row.closedBy),
    lastReplier: row.lastReplier,
    lastReplierStaff: names.staff(row.lastReplierStaff),
    counts: { replies: row.replies, staffReplies: row.staffReplies, notes: row.notes, files: row.files },
    timeWorked: row.timeWorked,
    tagged: row.tagged,
    locked: row.locked,
    unread: row.unread,
    mergedInto: row.mergedInto === null ? null : (around.merged.get(row.mergedInto) ?? null),
    fields: fieldsOf(names, around.values(id)),
    tags: around.tags(id).map(({ tag }) => tag),
    links: around.links(id).map(({ uid, trackingId }) => ({ uid, trackingId })),
    staff: around.staff(id).flatMap(({ role, staffId }) => {
      const who = names.staff(staffId);
      return who ? [{ role, ...who }] : [];
    }),
    ...(has('people') && { people: peopleOf(id, around, has('notes')) }),
    ...(has('replies') && { replies: written('reply') }),
    ...(has('notes') && { notes: written('note') }),
    ...(has('history') && { history: around.history(id).map((line) => historyRecord(line, names)) }),
    ...(has('attachments', 'bytes') && {
      attachments: files.map((file) => attachmentRecord(file, names, around)),
    }),
  };
  return { id, record, attachmentIds: files.map((file) => file.id) };
}

function fieldsOf(names: NamedRows, rows: ReturnType<Around['values']>): TicketRecord['fields'] {
  const values = new Map<number, string[]>();
  for (const { fieldId, value } of rows) values.set(fieldId, [...(values.get(fieldId) ?? []), value]);
  return [...values].map(([fieldId, all]) => ({ ...sure(names.field(fieldId)), values: all }));
}

const peopleOf = (id: number, around: Around, withRemark: boolean): PersonRecord[] =>
  [...around.roles(id)]
    .sort((a, b) => ORDER[a.role] - ORDER[b.role])
    .flatMap(({ role, personId }) => {
      const person = around.persons.get(personId);
      if (!person) return [];
      const { uid, name, language, remark, source, noticeGivenAt, restrictedAt, createdAt } = person;
      return [
        {
          uid,
          role,
          name,
          language,
          ...(withRemark && { remark }),
          source,
          noticeGiven: maybe(noticeGivenAt),
          restricted: maybe(restrictedAt),
          created: moment(createdAt),
          identifiers: around.identifiers(personId).map((known) => ({
            uid: known.uid,
            kind: known.kind,
            value: known.value,
            preferred: known.preferred,
            source: known.source,
            since: maybe(known.since),
            until: maybe(known.until),
            created: moment(known.createdAt),
          })),
        },
      ];
    });

function authorOf(
  kind: EntryRecord['author']['kind'],
  row: { personId: number | null; staffId: number | null },
  names: NamedRows,
  around: Around,
): EntryRecord['author'] {
  const person = kind === 'person' && row.personId !== null ? around.persons.get(row.personId) : undefined;
  const who = kind === 'staff' ? names.staff(row.staffId) : person;
  return { kind, uid: who?.uid ?? null, name: who?.name ?? '' };
}

const entryRecord = (row: ReturnType<Around['entries']>[number], names: NamedRows, around: Around): EntryRecord => ({
  uid: row.uid,
  author: authorOf(row.authorKind, row, names, around),
  providedByPerson: row.providedByPerson,
  channel: row.channel,
  text: row.body,
  format: row.bodyFormat,
  created: moment(row.createdAt),
  edited: maybe(row.editedAt),
});

const attachmentRecord = (
  row: ReturnType<Around['attachments']>[number],
  names: NamedRows,
  around: Around,
): AttachmentRecord => ({
  uid: row.uid,
  name: row.name,
  kind: row.kind,
  size: row.size,
  sha256: row.sha256,
  sensitive: row.sensitive,
  entry: row.entryUid,
  addedBy: authorOf(row.addedBy, row, names, around),
  created: moment(row.createdAt),
});

function historyRecord(row: ReturnType<Around['history']>[number], names: NamedRows): HistoryRecord {
  const refs: Record<string, (id: number | null) => Ref | null> = {
    status: names.status,
    closed: names.status,
    reopened: names.status,
    priority: names.priority,
    category: names.category,
    owner: names.staff,
    field: names.field,
  };
  const ref = refs[row.what] ?? (() => null);
  return {
    at: moment(row.at),
    staff: names.staff(row.staffId),
    what: row.what,
    field: row.field,
    from: ref(row.fromId),
    to: ref(row.toId),
  };
}
