import * as v from 'valibot';
import { call } from './call.ts';
import { FieldValues, intakeCalls } from './intake.ts';
import {
  Body,
  CHANNELS,
  FileToken,
  FilledBody,
  FilledLine,
  Filter,
  Id,
  Instant,
  Line,
  Selection,
  SORTS,
  Version,
  type Channel,
  type IdentifierKind,
  type View,
} from './terms.ts';

/** Where a page begins: the sort columns of the row before, a unique one last. */
export const Key = v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.minLength(2), v.maxLength(3));
export type Key = v.InferOutput<typeof Key>;

export type TicketRow = {
  id: number;
  trackingId: string;
  version: number;
  key: Key;
  requester: string;
  requesterId: number | null;
  subject: string;
  /** The first 120 characters of the newest text that a person may see in a list. */
  snippet: string;
  categoryId: number;
  priorityId: number;
  statusId: number;
  open: boolean;
  ownerId: number | null;
  createdAt: number;
  changedAt: number;
  dueAt: number | null;
  files: number;
  replies: number;
  unread: boolean;
  locked: boolean;
  anonymised: boolean;
};

/** Heading over rows of one day or week, in the order of the list. */
export type GroupCode =
  | 'overdue'
  | 'today'
  | 'yesterday'
  | 'this-week'
  | 'last-week'
  | 'this-month'
  | 'last-month'
  | 'earlier'
  | 'tomorrow'
  | 'next-week'
  | 'later'
  | 'none'
  | 'all'
  | `priority-${number}`;
export type ListGroup = { group: GroupCode; count: number };
/** The shape of a list: how many, under which headings, and the key before every `step`-th row, so that any row is near. */
export type ListShape = { total: number; groups: ListGroup[]; step: number; anchors: Key[] };

export type AttachmentFacts = {
  id: number;
  uid: string;
  name: string;
  kind: string;
  size: number;
  sensitive: boolean;
  entryId: number | null;
  createdAt: number;
};
export type PersonFacts = {
  id: number;
  uid: string;
  name: string;
  role: 'requester' | 'follower' | 'mentioned';
  identifiers: { kind: IdentifierKind; value: string; preferred: boolean }[];
  tickets: number;
  openTickets: number;
  noticeGivenAt: number | null;
};
export type Entry = {
  id: number;
  kind: 'reply' | 'note';
  authorKind: 'person' | 'staff' | 'unknown';
  author: string;
  staffId: number | null;
  personId: number | null;
  channel: Channel;
  body: string;
  bodyFormat: 'plain' | 'markdown';
  createdAt: number;
  editedAt: number | null;
  version: number;
  attachments: AttachmentFacts[];
};
/** As a ticket opens: of very much text the older bodies are left out, `leftOut` bytes each, and asked for by `entryText`. */
export type OpenedEntry = Entry & { leftOut: number };
/**
 * What a line of history says was done; the window has words for each. `fromId` and `toId` are ids of a status,
 * priority, category or staff member; of the custom field in `toId` for `field`; of nothing elsewhere.
 */
export const HISTORY = [
  'created',
  'imported',
  'status',
  'closed',
  'reopened',
  'priority',
  'category',
  'owner',
  'due',
  'tagged',
  'untagged',
  'locked',
  'unlocked',
  'reply',
  'person-reply',
  'time',
  'field',
  'subject',
  'message',
  'channel',
  'ip',
  'taken-in',
  'reply-corrected',
  'note-corrected',
  'requester',
  'follower-added',
  'follower-removed',
  'attached',
  'attachment-removed',
  'attachment-marked',
  'deleted',
  'restored',
  'anonymised',
  // `field` says what was: one of the others
  'undone',
  'redone',
] as const;
export type HistoryCode = (typeof HISTORY)[number];
export type HistoryLine = {
  id: number;
  at: number;
  staffId: number | null;
  /** One of HISTORY. */
  what: string;
  field: string;
  fromId: number | null;
  toId: number | null;
};
export type FieldValue = { fieldId: number; values: string[] };

export type Ticket = {
  id: number;
  uid: string;
  trackingId: string;
  aliases: string[];
  version: number;
  channel: Channel;
  categoryId: number;
  priorityId: number;
  statusId: number;
  open: boolean;
  ownerId: number | null;
  openedBy: number | null;
  assignedBy: number | null;
  firstReplyBy: number | null;
  closedBy: number | null;
  lastReplier: 'nobody' | 'person' | 'staff';
  subject: string;
  message: string;
  bodyFormat: 'plain' | 'markdown';
  writtenBy: number | null;
  ip: string;
  createdAt: number;
  changedAt: number;
  firstReplyAt: number | null;
  resolvedAt: number | null;
  dueAt: number | null;
  replies: number;
  staffReplies: number;
  timeWorked: number;
  tagged: boolean;
  locked: boolean;
  anonymisedAt: number | null;
  /** Entry counts by kind; only the newest are in `entries` of a very long ticket. */
  entryCount: number;
  people: PersonFacts[];
  entries: OpenedEntry[];
  attachments: AttachmentFacts[];
  fields: FieldValue[];
  tags: string[];
  links: { id: number; trackingId: string; subject: string }[];
  history: HistoryLine[];
  drafts: { kind: 'reply' | 'note'; body: string }[];
};

export const NewPerson = v.strictObject({
  name: FilledLine(),
  email: v.optional(Line(), ''),
  phone: v.optional(Line(), ''),
  address: v.optional(Line(), ''),
  number: v.optional(Line(), ''),
});

export const NewTicket = v.strictObject({
  channel: v.picklist(CHANNELS),
  person: v.union([v.strictObject({ id: Id }), v.strictObject({ create: NewPerson })]),
  followers: v.optional(v.pipe(v.array(Id), v.maxLength(100)), []),
  subject: FilledLine(),
  message: Body,
  /** False when the clerk wrote down what was said. */
  inTheirWords: v.optional(v.boolean(), false),
  categoryId: v.optional(Id),
  priorityId: v.optional(Id),
  ownerId: v.optional(v.nullable(Id)),
  dueAt: v.optional(v.nullable(Instant)),
  fields: v.optional(FieldValues, []),
  /** The privacy notice was handed over now. */
  noticeGiven: v.optional(v.boolean(), false),
  files: v.optional(v.pipe(v.array(FileToken), v.maxLength(100)), []),
});

export const TicketChange = v.strictObject({
  statusId: v.optional(Id),
  priorityId: v.optional(Id),
  categoryId: v.optional(Id),
  ownerId: v.optional(v.nullable(Id)),
  dueAt: v.optional(v.nullable(Instant)),
  tagged: v.optional(v.boolean()),
  locked: v.optional(v.boolean()),
  unread: v.optional(v.boolean()),
});

export const FieldsOfTicket = v.strictObject({ id: Id, version: Version, fields: FieldValues });
/** What of a ticket itself can be corrected; its lists and due date are changed by `change`, its own fields by `setFields`. */
export const TicketCorrection = v.strictObject({
  id: Id,
  version: Version,
  correction: v.strictObject({
    subject: v.optional(FilledLine()),
    message: v.optional(Body),
    channel: v.optional(v.picklist(CHANNELS)),
    /** The address it came from; empty: none. */
    ip: v.optional(Line(100)),
    /** When it came in: not later than anything that was written since. */
    createdAt: v.optional(Instant),
  }),
});
/** `version` is the entry's. */
export const EntryCorrection = v.strictObject({ id: Id, version: Version, body: FilledBody });

/** Who has tickets that are to be given to somebody else, and what would be left of them. */
export type GivePreview = {
  tickets: number;
  people: {
    id: number;
    name: string;
    /** Of the selected ones. */ tickets: number;
    /** They would be left with. */ left: number;
    identifiers: {
      id: number;
      kind: IdentifierKind;
      value: string;
      preferred: boolean;
      /** It came with one of these tickets and with none that stays. */ brought: boolean;
    }[];
  }[];
  /** People that are not listed. */ more: number;
};
/** How many tickets went to whom, and who has no ticket any more. */
export type Given = { changed: number; to: { id: number; name: string }; left: { id: number; name: string }[] };

export const tickets = {
  shape: call<ListShape>()(v.strictObject({ filter: Filter, sort: v.picklist(SORTS) })),
  /** `after` a key (null: from the top), `skip` up to 499 rows, `limit` up to 200. */
  page: call<TicketRow[]>()(
    v.strictObject({
      filter: Filter,
      sort: v.picklist(SORTS),
      after: v.nullable(Key),
      skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(499)), 0),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  counts: call<Record<View, number> & { people: number; doubles: number }>()(v.optional(v.strictObject({}))),
  open: call<Ticket>()(v.strictObject({ id: Id })),
  /** The body of a reply or note that was left out when its ticket opened. */
  entryText: call<{ body: string }>()(v.strictObject({ id: Id })),
  /** Rows of named tickets, for a selection's summary; unknown ids are left out. */
  rows: call<TicketRow[]>()(v.strictObject({ ids: v.pipe(v.array(Id), v.maxLength(200)) })),
  /** Also old and merged tracking ids; null when there is none. */
  byTrackingId: call<{ id: number } | null>()(v.strictObject({ trackingId: Line(32) })),
  create: call<{ id: number; trackingId: string }>()(NewTicket),
  change: call<{ version: number }>()(v.strictObject({ id: Id, version: Version, change: TicketChange })),
  /** Tickets that are as wanted already count as done. */
  changeMany: call<{ changed: number }>()(v.strictObject({ selection: Selection, change: TicketChange })),
  reply: call<{ id: number; version: number }>()(
    v.strictObject({
      id: Id,
      kind: v.picklist(['reply', 'note']),
      body: FilledBody,
      /** Who speaks: the desk, or the person (written down or pasted by staff). */
      from: v.optional(v.picklist(['staff', 'person']), 'staff'),
      channel: v.optional(v.picklist(CHANNELS), 'letter'),
      close: v.optional(v.boolean(), false),
      files: v.optional(v.pipe(v.array(FileToken), v.maxLength(100)), []),
      /** What one had begun to take in as a ticket of its own: its draft is done with. */
      begunAsTicket: v.optional(v.boolean(), false),
    }),
  ),
  ...intakeCalls,
  saveDraft: call<null>()(v.strictObject({ id: Id, kind: v.picklist(['reply', 'note']), body: Body })),
  /** By reading: no act that could be undone. */
  markRead: call<null>()(v.strictObject({ id: Id, unread: v.optional(v.boolean(), false) })),
  addTime: call<{ version: number }>()(
    v.strictObject({ id: Id, seconds: v.pipe(v.number(), v.integer(), v.minValue(-360_000), v.maxValue(360_000)) }),
  ),
  setFields: call<{ version: number }>()(FieldsOfTicket),
  correct: call<{ version: number }>()(TicketCorrection),
  /** One's own reply or note, within the time the office allows. Answers with the versions of entry and ticket. */
  correctEntry: call<{ version: number; ticket: number }>()(EntryCorrection),
  givePreview: call<GivePreview>()(v.strictObject({ selection: Selection })),
  /** The tickets are another person's from now on; `identifiers` says what goes along with them. */
  give: call<Given>()(
    v.strictObject({
      selection: Selection,
      /** Of the one ticket, where it is one: refused when it changed meanwhile. */
      version: v.optional(Version),
      to: v.union([v.strictObject({ id: Id }), v.strictObject({ create: NewPerson })]),
      identifiers: v.optional(
        v.union([v.picklist(['none', 'brought']), v.pipe(v.array(Id), v.maxLength(1_000))]),
        'none',
      ),
    }),
  ),
  addFollower: call<{ version: number }>()(
    v.strictObject({ id: Id, person: v.union([v.strictObject({ id: Id }), v.strictObject({ create: NewPerson })]) }),
  ),
  removeFollower: call<{ version: number }>()(v.strictObject({ id: Id, personId: Id })),
  attach: call<{ added: number }>()(
    v.strictObject({ id: Id, files: v.pipe(v.array(FileToken), v.minLength(1), v.maxLength(100)) }),
  ),
  /** One attachment removed for good; it leaves the list at once. */
  removeAttachment: call<null>()(v.strictObject({ attachmentId: Id })),
  markSensitive: call<null>()(v.strictObject({ attachmentId: Id, sensitive: v.boolean() })),
};
