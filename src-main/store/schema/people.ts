import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, id, instant, uid } from './columns.ts';
import { tickets } from './tickets.ts';

/** Somebody who writes to the office or is written about. Everything that tells who it is stands in `identifiers`. */
export const people = sqliteTable(
  'people',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    /** The name shown: a copy of the preferred name in `identifiers`, kept by the people area. */
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    language: text('language').notNull().default(''),
    remark: text('remark').notNull().default(''),
    restrictedAt: instant('restricted_at'),
    noticeGivenAt: instant('notice_given_at'),
    source: text('source', { enum: ['intake', 'import', 'sample'] }).notNull(),
    importBatch: integer('import_batch'),
    /**
     * 1 while an import is not done, the person is deleted and not yet purged, or joined into another: in no list, find
     * or count.
     */
    hidden: flag('hidden').notNull().default(false),
    deletedAt: instant('deleted_at'),
    /** The act (`erasures.id`) that deleted it. */
    deletion: integer('deletion'),
    /**
     * The person (`people.id`, never one that is joined itself) this one was found to be. What both had stays with this
     * row, so that the two can be taken apart exactly; all else stands with that person.
     */
    joinedInto: integer('joined_into'),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('people_by_name').on(t.hidden, t.nameFolded, t.id),
    index('people_by_import').on(t.importBatch),
    index('people_by_deletion').on(t.deletion),
    index('people_by_joined')
      .on(t.joinedInto)
      .where(sql`${t.joinedInto} is not null`),
  ],
);

/** What a person is known by. Never unique: couples share a mail address, a father and a son a name. */
export const identifiers = sqliteTable(
  'identifiers',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['name', 'email', 'phone', 'address', 'ip', 'number', 'other'] }).notNull(),
    /** As it was given; at most 500 characters. */
    value: text('value').notNull(),
    /** `fold(value)`. */
    folded: text('folded').notNull(),
    /** One form for equal things: lower-case address, E.164 digits, `ipKey`, otherwise `folded` without blanks. */
    normalised: text('normalised').notNull(),
    /** The one shown among those of its kind. */
    preferred: flag('preferred').notNull().default(false),
    source: text('source', { enum: ['intake', 'import', 'sample', 'correction'] }).notNull(),
    importBatch: integer('import_batch'),
    since: instant('since'),
    until: instant('until'),
    createdAt: instant('created_at').notNull(),
    /** When it was last corrected. */
    changedAt: instant('changed_at'),
  },
  (t) => [
    index('identifiers_by_person').on(t.personId, t.kind),
    index('identifiers_by_value').on(t.kind, t.normalised),
    index('identifiers_by_import').on(t.importBatch),
  ],
);

export const ticketPeople = sqliteTable(
  'ticket_people',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['requester', 'follower', 'mentioned'] }).notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ticketId, t.role, t.personId] }),
    index('ticket_people_by_person').on(t.personId, t.role, t.ticketId),
  ],
);

/** Two people who may be one, to be decided one by one. */
export const possibleDoubles = sqliteTable(
  'possible_doubles',
  {
    id: id(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    otherId: integer('other_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    /** Kind of the identifier they share. */
    kind: text('kind').notNull(),
    importBatch: integer('import_batch'),
    foundAt: instant('found_at').notNull(),
    decision: text('decision', { enum: ['open', 'same', 'different'] })
      .notNull()
      .default('open'),
    decidedAt: instant('decided_at'),
    decidedBy: integer('decided_by'),
  },
  (t) => [
    index('possible_doubles_open').on(t.decision, t.id),
    index('possible_doubles_person').on(t.personId),
    index('possible_doubles_other').on(t.otherId),
  ],
);

/** Two persons made one: what moved, as ids, so that it can be taken apart again. */
export const joins = sqliteTable('joins', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  keptUid: uid('kept_uid').notNull(),
  goneUid: uid('gone_uid').notNull(),
  /** Ids and flags by name (`people/joins/moved.ts`); never a value. */
  moved: text('moved', { mode: 'json' }).$type<Record<string, number[]>>().notNull(),
  staffId: integer('staff_id').notNull(),
  at: instant('at').notNull(),
  undoneAt: instant('undone_at'),
});
