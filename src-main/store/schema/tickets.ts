import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, instant, uid } from './columns.ts';
import { categories, customFields, priorities, staff, statuses } from './office.ts';

/** Later than any due date, so that tickets without one sort last (31 December 9999). */
export const NEVER = 253_402_214_400_000;

export const tickets = sqliteTable(
  'tickets',
  {
    /** Also the office's running number. */
    id: id(),
    uid: uid('uid').notNull().unique(),
    trackingId: text('tracking_id').notNull().unique(),
    /** Row of the search index; sorts by creation time: seconds since 1970 times 2^20, plus a free counter. */
    findKey: integer('find_key').notNull().unique(),
    version: integer('version').notNull().default(1),
    channel: text('channel', { enum: ['walk-in', 'phone', 'letter', 'mail', 'web', 'import'] }).notNull(),
    categoryId: integer('category_id')
      .notNull()
      .references(() => categories.id),
    priorityId: integer('priority_id')
      .notNull()
      .references(() => priorities.id),
    /** Copy of the priority's position, for sorting. */
    urgency: integer('urgency').notNull(),
    statusId: integer('status_id')
      .notNull()
      .references(() => statuses.id),
    /** Copy of the status's `open`, for lists and counts. */
    open: flag('open').notNull(),
    subject: text('subject').notNull(),
    message: text('message').notNull(),
    bodyFormat: text('body_format', { enum: ['plain', 'markdown'] })
      .notNull()
      .default('plain'),
    /** Who wrote the message: the requester, or a staff member after a call or a visit. */
    writtenBy: integer('written_by').references(() => staff.id),
    /** Whether the person gave these words (Art. 20), not staff. */
    providedByPerson: flag('provided_by_person').notNull(),
    /** The submitter's, never staff's; one form for equal addresses. */
    ip: text('ip').notNull().default(''),
    /** `ipKey(ip)`: 32 hex digits that sort, or empty. */
    ipKey: text('ip_key').notNull().default(''),
    ownerId: integer('owner_id').references(() => staff.id),
    assignedBy: integer('assigned_by').references(() => staff.id),
    openedBy: integer('opened_by').references(() => staff.id),
    firstReplyBy: integer('first_reply_by').references(() => staff.id),
    closedBy: integer('closed_by').references(() => staff.id),
    lastReplier: text('last_replier', { enum: ['nobody', 'person', 'staff'] })
      .notNull()
      .default('nobody'),
    lastReplierStaff: integer('last_replier_staff').references(() => staff.id),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    firstReplyAt: instant('first_reply_at'),
    resolvedAt: instant('resolved_at'),
    dueAt: instant('due_at'),
    dueSort: integer('due_sort')
      .notNull()
      .generatedAlwaysAs(sql`coalesce(due_at, 253402214400000)`, { mode: 'virtual' }),
    replies: integer('replies').notNull().default(0),
    staffReplies: integer('staff_replies').notNull().default(0),
    notes: integer('notes').notNull().default(0),
    files: integer('files').notNull().default(0),
    /** Seconds. */
    timeWorked: integer('time_worked').notNull().default(0),
    tagged: flag('tagged').notNull().default(false),
    locked: flag('locked').notNull().default(false),
    /** Not opened by staff since the person last wrote. */
    unread: flag('unread').notNull().default(true),
    mergedInto: integer('merged_into'),
    restrictedAt: instant('restricted_at'),
    anonymisedAt: instant('anonymised_at'),
    /** 1 while an import is not done or the ticket is deleted and not yet purged: in no list, find or count. */
    hidden: flag('hidden').notNull().default(false),
    deletedAt: instant('deleted_at'),
    /** The act (`erasures.id`) that deleted it. */
    deletion: integer('deletion'),
    importBatch: integer('import_batch'),
    /** HMAC of source and the file's own id, or of the whole row: the same row comes in once. */
    sourceKey: text('source_key'),
    /** HMAC of the row's content: a known id with other content is shown and asked. */
    sourceHash: text('source_hash'),
  },
  (t) => [
    // The lists' orders, ties broken by the find key: SQLite looks a place up by an ordinary column, but runs to it from
    // the first tie by the primary key. What follows the find key narrows a list without a look at the row.
    index('tickets_changed').on(
      t.hidden,
      t.changedAt,
      t.findKey,
      t.open,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_open_changed').on(
      t.hidden,
      t.open,
      t.changedAt,
      t.findKey,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_created').on(
      t.hidden,
      t.createdAt,
      t.findKey,
      t.open,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_open_created').on(
      t.hidden,
      t.open,
      t.createdAt,
      t.findKey,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_due').on(t.hidden, t.dueSort, t.findKey, t.open, t.ownerId, t.statusId, t.categoryId, t.priorityId),
    index('tickets_open_due').on(
      t.hidden,
      t.open,
      t.dueSort,
      t.findKey,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
    ),
    index('tickets_urgency').on(
      t.hidden,
      t.urgency,
      t.changedAt,
      t.findKey,
      t.open,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_open_urgency').on(
      t.hidden,
      t.open,
      t.urgency,
      t.changedAt,
      t.findKey,
      t.ownerId,
      t.statusId,
      t.categoryId,
      t.priorityId,
      t.dueSort,
    ),
    index('tickets_owner').on(t.hidden, t.open, t.ownerId, t.changedAt, t.findKey),
    index('tickets_status').on(t.hidden, t.statusId, t.changedAt, t.findKey),
    index('tickets_category').on(t.hidden, t.categoryId, t.changedAt, t.findKey),
    index('tickets_tagged').on(t.hidden, t.tagged, t.changedAt, t.findKey),
    index('tickets_ip').on(t.ipKey, t.findKey),
    // Patterns of a written address run through this alone, or through the part of it that begins alike.
    index('tickets_ip_written')
      .on(t.ip, t.findKey)
      .where(sql`${t.ip} <> ''`),
    index('tickets_import').on(t.importBatch),
    index('tickets_deletion').on(t.deletion),
    index('tickets_source').on(t.sourceKey),
  ],
);

/** Tracking ids that lead to a ticket although it has another one now. */
export const ticketAliases = sqliteTable(
  'ticket_aliases',
  {
    trackingId: text('tracking_id').primaryKey(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['old', 'merged'] }).notNull(),
  },
  (t) => [index('ticket_aliases_ticket').on(t.ticketId)],
);

export const entries = sqliteTable(
  'entries',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['reply', 'note'] }).notNull(),
    authorKind: text('author_kind', { enum: ['person', 'staff', 'unknown'] }).notNull(),
    personId: integer('person_id'),
    staffId: integer('staff_id').references(() => staff.id),
    providedByPerson: flag('provided_by_person').notNull(),
    channel: text('channel', { enum: ['walk-in', 'phone', 'letter', 'mail', 'web', 'import'] }).notNull(),
    body: text('body').notNull(),
    bodyFormat: text('body_format', { enum: ['plain', 'markdown'] })
      .notNull()
      .default('plain'),
    createdAt: instant('created_at').notNull(),
    editedAt: instant('edited_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [index('entries_ticket').on(t.ticketId, t.createdAt, t.id), index('entries_person').on(t.personId)],
);

/** What somebody is writing and has not saved. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: id(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    staffId: integer('staff_id')
      .notNull()
      .references(() => staff.id),
    kind: text('kind', { enum: ['reply', 'note'] }).notNull(),
    body: text('body').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('drafts_one').on(t.ticketId, t.staffId, t.kind)],
);

/** Who of staff did what to which field, when. Never a value a person is known by: codes and ids only. */
export const history = sqliteTable(
  'history',
  {
    id: id(),
    ticketId: integer('ticket_id').references(() => tickets.id, { onDelete: 'cascade' }),
    personUid: uid('person_uid'),
    at: instant('at').notNull(),
    staffId: integer('staff_id').references(() => staff.id),
    what: text('what').notNull(),
    field: text('field').notNull().default(''),
    /** Ids of settings rows (category, status, priority, staff) before and after. */
    fromId: integer('from_id'),
    toId: integer('to_id'),
  },
  (t) => [index('history_ticket').on(t.ticketId, t.at, t.id), index('history_person').on(t.personUid)],
);

/** A row a value; a checkbox with three ticks has three rows. */
export const customValues = sqliteTable(
  'custom_values',
  {
    id: id(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    fieldId: integer('field_id')
      .notNull()
      .references(() => customFields.id),
    value: text('value').notNull(),
  },
  (t) => [index('custom_values_ticket').on(t.ticketId, t.fieldId), index('custom_values_field').on(t.fieldId)],
);

export const ticketTags = sqliteTable(
  'ticket_tags',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    tag: text('tag').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.tag] })],
);

/** Stands once for each direction. */
export const ticketLinks = sqliteTable(
  'ticket_links',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    otherId: integer('other_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.otherId] }), index('ticket_links_other').on(t.otherId)],
);

/** Staff who work on a ticket beside its owner, and those who marked it for themselves. */
export const ticketStaff = sqliteTable(
  'ticket_staff',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    staffId: integer('staff_id')
      .notNull()
      .references(() => staff.id),
    role: text('role', { enum: ['collaborator', 'bookmark'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.role, t.staffId] }), index('ticket_staff_staff').on(t.staffId, t.role)],
);

export const attachments = sqliteTable(
  'attachments',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    /** Null: belongs to the ticket's message. */
    entryId: integer('entry_id').references(() => entries.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Media type as recognised from the bytes. */
    kind: text('kind').notNull(),
    /** Bytes. */
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    /** Marked as sensitive, for instance health data (Art. 9). */
    sensitive: flag('sensitive').notNull().default(false),
    addedBy: text('added_by', { enum: ['person', 'staff', 'unknown'] }).notNull(),
    personId: integer('person_id'),
    staffId: integer('staff_id').references(() => staff.id),
    /** 0 until the last piece is in. */
    complete: flag('complete').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('attachments_ticket').on(t.ticketId, t.id), index('attachments_entry').on(t.entryId)],
);

/** An attachment's bytes in pieces of at most 256 KB. */
export const pieces = sqliteTable(
  'pieces',
  {
    id: id(),
    attachmentId: integer('attachment_id')
      .notNull()
      .references(() => attachments.id, { onDelete: 'cascade' }),
    n: integer('n').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (t) => [uniqueIndex('pieces_attachment').on(t.attachmentId, t.n)],
);

export const attachmentText = sqliteTable('attachment_text', {
  attachmentId: integer('attachment_id')
    .primaryKey()
    .references(() => attachments.id, { onDelete: 'cascade' }),
  extractor: text('extractor').notNull(),
  extractorVersion: text('extractor_version').notNull(),
  state: text('state', { enum: ['read', 'unread'] }).notNull(),
  text: text('text').notNull().default(''),
});
