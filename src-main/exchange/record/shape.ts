import * as v from 'valibot';
import { EXPORT_SHEETS, type OutPart } from '../../contract/exchange.ts';
import { FIELD_KINDS } from '../../contract/office.ts';
import { CHANNELS, IDENTIFIER_KINDS, MESSAGE_BYTES } from '../../contract/terms.ts';

/*
 * The one record of a ticket that moves: what all formats out are written from, and what all formats in are read to.
 * `docs/tickets.schema.json` says the same as JSON Schema, `docs/tickets-json.md` in words; a test holds them together.
 */

export const RECORD_FORMAT = 'paperdesk-tickets';
/** Raised when a reader of the version before would misunderstand a file. */
export const RECORD_VERSION = 1;

/** What may be left out of a record. `bytes`: the files themselves. */
export const RECORD_PARTS = [...EXPORT_SHEETS, 'bytes'] as const satisfies OutPart[];
export type RecordPart = (typeof RECORD_PARTS)[number];
/** Those of the parts chosen that stand in records. */
export const inRecords = (parts: readonly OutPart[]): RecordPart[] =>
  RECORD_PARTS.filter((part) => parts.includes(part));

const Text = v.string();
const LongText = v.pipe(v.string(), v.maxLength(MESSAGE_BYTES));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const Uid = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** ISO 8601 with its offset; Paperdesk writes UTC with milliseconds, `2026-11-24T09:07:00.000Z`. */
export const Moment = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/),
  v.check((text) => Number.isFinite(Date.parse(text))),
);
const MaybeMoment = v.nullable(Moment);
/** A row of the office's lists or of its staff. */
export const Ref = v.object({ uid: Uid, name: Text });
export type Ref = v.InferOutput<typeof Ref>;
const MaybeRef = v.nullable(Ref);

export const IdentifierRecord = v.object({
  uid: Uid,
  kind: v.picklist(IDENTIFIER_KINDS),
  value: Text,
  preferred: v.boolean(),
  source: Text,
  since: MaybeMoment,
  until: MaybeMoment,
  created: Moment,
});
export const PersonRecord = v.object({
  uid: Uid,
  role: v.picklist(['requester', 'follower', 'mentioned']),
  name: Text,
  language: Text,
  /** Of staff about the person; with the notes only. */
  remark: v.optional(LongText),
  source: Text,
  noticeGiven: MaybeMoment,
  restricted: MaybeMoment,
  created: Moment,
  identifiers: v.array(IdentifierRecord),
});
/** Who wrote: `uid` is null and `name` empty where it is not known, or no more. */
export const Author = v.object({
  kind: v.picklist(['person', 'staff', 'unknown']),
  uid: v.nullable(Uid),
  name: Text,
});
export const EntryRecord = v.object({
  uid: Uid,
  author: Author,
  providedByPerson: v.boolean(),
  channel: v.picklist(CHANNELS),
  text: LongText,
  format: v.picklist(['plain', 'markdown']),
  created: Moment,
  edited: MaybeMoment,
});
export const HistoryRecord = v.object({
  at: Moment,
  staff: MaybeRef,
  what: Text,
  field: Text,
  /** The status, priority, category, member of staff or own field that `what` speaks of. */
  from: MaybeRef,
  to: MaybeRef,
});
export const AttachmentRecord = v.object({
  uid: Uid,
  name: Text,
  /** Media type. */
  kind: Text,
  /** Bytes. */
  size: Count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  sensitive: v.boolean(),
  /** The reply or note it came with; null: the ticket's message. */
  entry: v.nullable(Uid),
  addedBy: Author,
  created: Moment,
  /** The file itself. */
  base64: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/))),
  /** Its name inside the ZIP that this record lies in. */
  file: v.optional(Text),
});
export const TicketRecord = v.object({
  uid: Uid,
  /** The office's running number. */
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  trackingId: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
  aliases: v.array(v.object({ trackingId: v.pipe(v.string(), v.maxLength(32)), kind: v.picklist(['old', 'merged']) })),
  channel: v.picklist(CHANNELS),
  category: Ref,
  priority: Ref,
  status: Ref,
  open: v.boolean(),
  subject: Text,
  message: LongText,
  format: v.picklist(['plain', 'markdown']),
  /** Of staff, who wrote the message down; null: the requester. */
  writtenBy: MaybeRef,
  providedByPerson: v.boolean(),
  ip: Text,
  created: Moment,
  changed: Moment,
  firstReply: MaybeMoment,
  resolved: MaybeMoment,
  due: MaybeMoment,
  anonymised: MaybeMoment,
  restricted: MaybeMoment,
  owner: MaybeRef,
  assignedBy: MaybeRef,
  openedBy: MaybeRef,
  firstReplyBy: MaybeRef,
  closedBy: MaybeRef,
  lastReplier: v.picklist(['nobody', 'person', 'staff']),
  lastReplierStaff: MaybeRef,
  counts: v.object({ replies: Count, staffReplies: Count, notes: Count, files: Count }),
  /** Seconds. */
  timeWorked: v.pipe(v.number(), v.safeInteger()),
  tagged: v.boolean(),
  locked: v.boolean(),
  unread: v.boolean(),
  mergedInto: v.nullable(v.object({ uid: Uid, trackingId: Text })),
  fields: v.array(v.object({ uid: Uid, name: Text, values: v.array(LongText) })),
  tags: v.array(Text),
  links: v.array(v.object({ uid: Uid, trackingId: Text })),
  staff: v.array(v.object({ role: v.picklist(['collaborator', 'bookmark']), uid: Uid, name: Text })),
  people: v.optional(v.array(PersonRecord)),
  replies: v.optional(v.array(EntryRecord)),
  notes: v.optional(v.array(EntryRecord)),
  history: v.optional(v.array(HistoryRecord)),
  attachments: v.optional(v.array(AttachmentRecord)),
});
export type PersonRecord = v.InferOutput<typeof PersonRecord>;
export type EntryRecord = v.InferOutput<typeof EntryRecord>;
export type HistoryRecord = v.InferOutput<typeof HistoryRecord>;
export type AttachmentRecord = v.InferOutput<typeof AttachmentRecord>;
export type TicketRecord = v.InferOutput<typeof TicketRecord>;

/** What the office sorts its tickets by, so that an office without them can make them. */
export const TermsRecord = v.object({
  categories: v.array(v.object({ ...Ref.entries, isPrivate: v.boolean(), archived: v.boolean() })),
  priorities: v.array(
    v.object({ ...Ref.entries, mark: v.picklist(['critical', 'high', 'medium', 'low']), archived: v.boolean() }),
  ),
  statuses: v.array(
    v.object({
      ...Ref.entries,
      role: v.picklist(['new', 'waiting', 'replied', 'resolved', 'progress', 'hold', 'custom']),
      open: v.boolean(),
      archived: v.boolean(),
    }),
  ),
  fields: v.array(
    v.object({
      ...Ref.entries,
      kind: v.picklist(FIELD_KINDS),
      options: v.array(Text),
      personal: v.boolean(),
      archived: v.boolean(),
    }),
  ),
});
export type TermsRecord = v.InferOutput<typeof TermsRecord>;

/** The head of a file; its tickets follow. */
export const RecordHead = v.object({
  format: v.literal(RECORD_FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(RECORD_VERSION)),
  made: Moment,
  office: v.object({ uid: Uid, name: Text, zone: Text }),
  parts: v.array(v.picklist(RECORD_PARTS)),
  terms: TermsRecord,
});
export type RecordHead = v.InferOutput<typeof RecordHead>;
/** A whole file. `count` stands last: a file without it was cut off. */
export const RecordFile = v.object({ ...RecordHead.entries, tickets: v.array(TicketRecord), count: Count });
export type RecordFile = v.InferOutput<typeof RecordFile>;
