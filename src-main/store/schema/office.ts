import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, instant, uid } from './columns.ts';

/** One row: what the office is called, where it is, and how it works. */
export const office = sqliteTable('office', {
  id: integer('id').primaryKey(),
  uid: uid('uid').notNull().unique(),
  schemaVersion: integer('schema_version').notNull(),
  name: text('name').notNull(),
  address: text('address').notNull().default(''),
  email: text('email').notNull().default(''),
  phone: text('phone').notNull().default(''),
  website: text('website').notNull().default(''),
  /** IANA name, `Europe/Berlin`. */
  zone: text('zone').notNull(),
  /** ISO 3166-1 alpha-2. */
  country: text('country').notNull(),
  /** ISO 3166-2 or empty; public holidays depend on it. */
  region: text('region').notNull().default(''),
  /** ISO 3166-1 alpha-2 that telephone numbers without country code belong to. */
  phoneCountry: text('phone_country').notNull(),
  paper: text('paper', { enum: ['A4', 'Letter'] })
    .notNull()
    .default('A4'),
  dateFormat: text('date_format', { enum: ['d MMM yyyy', 'dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy-MM-dd'] })
    .notNull()
    .default('d MMM yyyy'),
  /** Foot of every printed page. */
  paperFooter: text('paper_footer').notNull().default(''),
  /** The supervisory authority people may complain to, with its address. */
  authority: text('authority').notNull().default(''),
  /** Who in the office answers questions about data protection. */
  privacyContact: text('privacy_contact').notNull().default(''),
  privacyNotice: text('privacy_notice').notNull().default(''),
  /** Art. 15(1) and (2): JSON of statements by name. */
  statements: text('statements', { mode: 'json' }).$type<Record<string, string>>().notNull().default({}),
  /** Minutes in which staff may correct their own replies and notes; 0: never, null: always. */
  correctOwnMinutes: integer('correct_own_minutes').default(1_440),
  backupDays: integer('backup_days').notNull().default(14),
  backupMonths: integer('backup_months').notNull().default(12),
  /** Key of the HMACs over identifiers and source rows; never leaves the office. */
  secret: bytes('secret').notNull(),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  version: integer('version').notNull().default(1),
});

export const priorities = sqliteTable('priorities', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  name: text('name').notNull(),
  folded: text('folded').notNull(),
  /** 0 is the most urgent; lists sort by it. */
  position: integer('position').notNull(),
  colour: text('colour').notNull(),
  /** Shape of the mark in lists. */
  mark: text('mark', { enum: ['critical', 'high', 'medium', 'low'] }).notNull(),
  isDefault: flag('is_default').notNull().default(false),
  archivedAt: instant('archived_at'),
});

export const statuses = sqliteTable('statuses', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  name: text('name').notNull(),
  folded: text('folded').notNull(),
  position: integer('position').notNull(),
  colour: text('colour').notNull(),
  /** What the program does by itself: a reply sets `replied`, a customer's reply `waiting`, closing `resolved`. */
  role: text('role', { enum: ['new', 'waiting', 'replied', 'resolved', 'progress', 'hold', 'custom'] }).notNull(),
  open: flag('open').notNull(),
  archivedAt: instant('archived_at'),
});

export const categories = sqliteTable('categories', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  name: text('name').notNull(),
  folded: text('folded').notNull(),
  position: integer('position').notNull(),
  isPrivate: flag('is_private').notNull().default(false),
  isDefault: flag('is_default').notNull().default(false),
  ownerId: integer('owner_id'),
  priorityId: integer('priority_id').references(() => priorities.id),
  /** Days from creation until a new ticket is due; null: none. */
  dueDays: integer('due_days'),
  archivedAt: instant('archived_at'),
});

export const staff = sqliteTable('staff', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  name: text('name').notNull(),
  userName: text('user_name').notNull().default(''),
  email: text('email').notNull().default(''),
  phone: text('phone').notNull().default(''),
  role: text('role').notNull(),
  signature: text('signature').notNull().default(''),
  language: text('language').notNull().default('en'),
  theme: text('theme', { enum: ['system', 'light', 'dark'] })
    .notNull()
    .default('system'),
  createdAt: instant('created_at').notNull(),
  lastSignInAt: instant('last_sign_in_at'),
  deactivatedAt: instant('deactivated_at'),
});

export const customFields = sqliteTable('custom_fields', {
  id: id(),
  uid: uid('uid').notNull().unique(),
  name: text('name').notNull(),
  folded: text('folded').notNull(),
  kind: text('kind', {
    enum: ['text', 'textarea', 'radio', 'select', 'checkbox', 'email', 'date', 'hidden'],
  }).notNull(),
  options: text('options', { mode: 'json' }).$type<string[]>().notNull().default([]),
  hint: text('hint').notNull().default(''),
  position: integer('position').notNull(),
  staffOnly: flag('staff_only').notNull().default(false),
  required: flag('required').notNull().default(false),
  /** Whether what stands in it tells who somebody is; anonymising empties it then. */
  personal: flag('personal').notNull(),
  allCategories: flag('all_categories').notNull().default(true),
  archivedAt: instant('archived_at'),
});

export const customFieldCategories = sqliteTable(
  'custom_field_categories',
  {
    id: id(),
    fieldId: integer('field_id')
      .notNull()
      .references(() => customFields.id, { onDelete: 'cascade' }),
    categoryId: integer('category_id')
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
  },
  (t) => [index('custom_field_categories_field').on(t.fieldId, t.categoryId)],
);
