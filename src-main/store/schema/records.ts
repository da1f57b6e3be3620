import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LEDGER_KINDS } from '../../contract/ledger.ts';
import { id, instant, uid } from './columns.ts';

/** One file brought in. Its rows carry the id and are hidden until the state is `done`. */
export const imports = sqliteTable('imports', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  /** The name the user gave the source; a known id is looked for under it. */
  source: text('source').notNull(),
  state: text('state', { enum: ['running', 'done', 'cancelled'] }).notNull(),
  startedAt: instant('started_at').notNull(),
  doneAt: instant('done_at'),
  staffId: integer('staff_id').notNull(),
  added: integer('added').notNull().default(0),
  known: integer('known').notNull().default(0),
  differing: integer('differing').notNull().default(0),
  refused: integer('refused').notNull().default(0),
});

/** How the columns of a file were matched, kept under a name. */
export const importMappings = sqliteTable('import_mappings', {
  id: id(),
  name: text('name').notNull().unique(),
  mapping: text('mapping', { mode: 'json' }).$type<unknown>().notNull(),
  changedAt: instant('changed_at').notNull(),
});

/** Why something must not be erased yet. */
export const holds = sqliteTable(
  'holds',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    ticketId: integer('ticket_id'),
    personId: integer('person_id'),
    reason: text('reason').notNull(),
    staffId: integer('staff_id').notNull(),
    setAt: instant('set_at').notNull(),
    untilAt: instant('until_at'),
    liftedAt: instant('lifted_at'),
    liftedBy: integer('lifted_by'),
  },
  (t) => [index('holds_ticket').on(t.ticketId), index('holds_person').on(t.personId)],
);

export const ACTS = ['delete', 'anonymise', 'erase', 'forget'] as const;

/** One act of deleting, anonymising, erasing or forgetting, over any number of tickets and people. */
export const erasures = sqliteTable(
  'erasures',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    act: text('act', { enum: ACTS }).notNull(),
    /** A delete waits as `pending` until it is purged or undone. */
    state: text('state', { enum: ['pending', 'purging', 'done', 'undone'] }).notNull(),
    /** The step a long act has reached, so that a killed one goes on. */
    step: text('step').notNull().default(''),
    reason: text('reason').notNull(),
    /** The user's words, refused when they hold an identifier of the persons touched. */
    words: text('words').notNull().default(''),
    /** How many of each kind, by name. */
    counts: text('counts', { mode: 'json' }).$type<Record<string, number>>().notNull().default({}),
    staffId: integer('staff_id').notNull(),
    at: instant('at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [index('erasures_state').on(t.act, t.state)],
);

/**
 * What a tombstone is for: a ticket or person that went; or a text that was corrected and forgotten, by the uid of the
 * identifier, entry, person or ticket it stood in; of `field` a hash of that kind is the uid of the own field.
 */
export const STONE_KINDS = [
  'ticket',
  'person',
  'identifier',
  'entry',
  'language',
  'remark',
  'subject',
  'message',
  'ip',
  'field',
] as const;
export type StoneKind = (typeof STONE_KINDS)[number];

/** What must not come back: by uid, for restore and import. */
export const tombstones = sqliteTable(
  'tombstones',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    erasureUid: uid('erasure_uid').notNull(),
    kind: text('kind', { enum: STONE_KINDS }).notNull(),
    targetUid: uid('target_uid').notNull(),
    act: text('act', { enum: ACTS }).notNull(),
    at: instant('at').notNull(),
    /** Set when a delete was undone: it then counts for nothing. */
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('tombstones_target').on(t.targetUid), index('tombstones_erasure').on(t.erasureUid)],
);

/** HMAC, under the office's secret, of each folded identifier that was the erased person's alone. */
export const tombstoneHashes = sqliteTable(
  'tombstone_hashes',
  {
    id: id(),
    tombstoneId: integer('tombstone_id')
      .notNull()
      .references(() => tombstones.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    hmac: text('hmac').notNull(),
  },
  (t) => [index('tombstone_hashes_hmac').on(t.hmac), index('tombstone_hashes_tombstone').on(t.tombstoneId)],
);

/** What left the desk: each print, export and copy. */
export const ledger = sqliteTable(
  'ledger',
  {
    id: id(),
    uid: uid('uid').notNull().unique(),
    kind: text('kind', { enum: LEDGER_KINDS }).notNull(),
    at: instant('at').notNull(),
    staffId: integer('staff_id').notNull(),
    /** Where to: the folder or printer as the user named it. */
    destination: text('destination').notNull().default(''),
    sha256: text('sha256').notNull().default(''),
    bytes: integer('bytes'),
    pages: integer('pages'),
    /** Stands on every sheet of a print, and leads from the sheet to this line. */
    copyNumber: integer('copy_number'),
    /** The paper folder it went to, in the user's words. */
    folder: text('folder').notNull().default(''),
    /** What was included, as codes. */
    parts: text('parts', { mode: 'json' }).$type<string[]>().notNull().default([]),
    tickets: integer('tickets').notNull().default(0),
    people: integer('people').notNull().default(0),
  },
  (t) => [index('ledger_at').on(t.at, t.id), index('ledger_copy').on(t.copyNumber)],
);

/** Whose data: uids only, so that entries of erased persons name no one. */
export const ledgerTargets = sqliteTable(
  'ledger_targets',
  {
    id: id(),
    ledgerId: integer('ledger_id')
      .notNull()
      .references(() => ledger.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['ticket', 'person'] }).notNull(),
    targetUid: uid('target_uid').notNull(),
  },
  (t) => [index('ledger_targets_ledger').on(t.ledgerId), index('ledger_targets_target').on(t.targetUid)],
);

/** Who looked at whom, when and for what; each line carries the hash of the one before. */
export const accessLog = sqliteTable(
  'access_log',
  {
    id: id(),
    at: instant('at').notNull(),
    staffId: integer('staff_id').notNull(),
    what: text('what').notNull(),
    personUid: uid('person_uid'),
    ticketUid: uid('ticket_uid'),
    purpose: text('purpose').notNull().default(''),
    previous: text('previous').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [index('access_log_person').on(t.personUid, t.at), index('access_log_at').on(t.at, t.id)],
);
