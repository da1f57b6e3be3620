import { MESSAGE_BYTES } from '../../../contract/terms.ts';
import type { Incoming, IncomingEntry, Named, Recorded } from '../incoming.ts';
import type { AttachmentRecord, EntryRecord, PersonRecord, TicketRecord } from '../../record/shape.ts';
import type { Choice } from '../../table/index.ts';

/** Finds the office's rows for what a record refers to. */
export type RecordWords = {
  category(ref: TicketRecord['category']): Choice;
  priority(ref: TicketRecord['priority']): Choice;
  status(ref: TicketRecord['status']): Choice;
  /** The column of the mapping that a field of the file goes to; null where the file's head does not have it. */
  column(ref: { uid: string; name: string }): number | null;
};

/** A member of a record that the office cannot hold, by its path. */
export class TooLong extends Error {
  readonly at: string;
  constructor(at: string) {
    super('too long');
    this.at = at;
  }
}

const LINE = 500;
const VALUE = 20_000;
const time = (moment: string): number => Date.parse(moment);
const maybeTime = (moment: string | null): number | null => (moment === null ? null : time(moment));

/** Text as the contract takes it: no U+0000, no lone surrogates, line ends as LF. Nothing else of a record is changed. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().replace(/\r\n?/g, '\n');

function line(text: string, at: string, most = LINE): string {
  const cleaned = clean(text).replace(/\s*\n\s*/g, ' ');
  if (cleaned.length > most) throw new TooLong(at);
  return cleaned;
}

function body(text: string, at: string): string {
  const cleaned = clean(text);
  if (Buffer.byteLength(cleaned) > MESSAGE_BYTES) throw new TooLong(at);
  return cleaned;
}

function named({ uid, name, language, remark, noticeGiven, restricted, created, identifiers }: PersonRecord): Named {
  return {
    uid,
    name: line(name, 'people.name'),
    language: line(language, 'people.language', 35),
    ...(remark === undefined ? {} : { remark: body(remark, 'people.remark') }),
    noticeGiven: maybeTime(noticeGiven),
    restricted: maybeTime(restricted),
    created: time(created),
    knownBy: identifiers.map((known) => ({
      uid: known.uid,
      kind: known.kind,
      value: line(known.value, 'people.identifiers.value'),
      preferred: known.preferred,
      since: maybeTime(known.since),
      until: maybeTime(known.until),
      created: time(known.created),
    })),
  };
}

const entry = (kind: 'reply' | 'note', record: EntryRecord): IncomingEntry => ({
  kind,
  uid: record.uid,
  body: body(record.text, kind === 'reply' ? 'replies.text' : 'notes.text'),
  format: record.format,
  channel: record.channel,
  provided: record.providedByPerson,
  at: time(record.created),
  edited: maybeTime(record.edited),
  author: { side: record.author.kind, name: line(record.author.name, 'author.name') || null, uid: record.author.uid },
});

const PLACE = /^(\d+)\/(\d+)$/;

function fileOf({ base64, ...record }: AttachmentRecord): Incoming['files'][number] {
  const [, from, to] = PLACE.exec(base64 ?? '') ?? [];
  return {
    name: line(record.name, 'attachments.name'),
    record,
    bytes: from === undefined ? null : { from: Number(from), to: Number(to) },
  };
}

function recorded(record: TicketRecord): Recorded {
  return {
    aliases: record.aliases,
    format: record.format,
    writtenBy: record.writtenBy,
    providedByPerson: record.providedByPerson,
    assignedBy: record.assignedBy,
    openedBy: record.openedBy,
    firstReplyBy: record.firstReplyBy,
    closedBy: record.closedBy,
    lastReplier: record.lastReplier,
    lastReplierStaff: record.lastReplierStaff,
    tagged: record.tagged,
    locked: record.locked,
    unread: record.unread,
    mergedInto: record.mergedInto,
    links: record.links,
    staff: record.staff,
    anonymised: maybeTime(record.anonymised),
    restricted: maybeTime(record.restricted),
  };
}

/** A record as a ticket on its way in. @throws TooLong where a member is longer than the office holds */
export function incomingOfRecord(record: TicketRecord, words: RecordWords): Incoming {
  const people = (role: PersonRecord['role']) =>
    (record.people ?? []).filter((person) => person.role === role).map(named);
  const [requester, ...further] = people('requester');
  return {
    own: true,
    uid: record.uid,
    ownId: record.uid,
    trackingId: record.trackingId,
    created: time(record.created),
    updated: time(record.changed),
    firstReply: maybeTime(record.firstReply),
    resolved: maybeTime(record.resolved),
    due: maybeTime(record.due),
    requester: requester ?? null,
    followers: [...further.map((one) => ({ ...one, asked: true as const })), ...people('follower')],
    mentioned: people('mentioned'),
    ip: record.ip === '' ? null : line(record.ip, 'ip'),
    category: words.category(record.category),
    priority: words.priority(record.priority),
    status: words.status(record.status),
    owner: record.owner,
    subject: line(record.subject, 'subject'),
    message: body(record.message, 'message'),
    entries: [
      ...(record.replies ?? []).map((one) => entry('reply', one)),
      ...(record.notes ?? []).map((one) => entry('note', one)),
    ],
    timeWorked: record.timeWorked,
    channel: record.channel,
    channelText: record.channel,
    custom: record.fields.flatMap(({ values, ...field }) => {
      const column = words.column(field);
      if (values.some((value) => value.length > VALUE)) throw new TooLong('fields.values');
      return column === null || values.length === 0 ? [] : [{ column, values: values.map(clean) }];
    }),
    tags: record.tags.map((tag) => line(tag, 'tags')),
    files: (record.attachments ?? []).map(fileOf),
    history: record.history?.length ?? 0,
    record: recorded(record),
  };
}
