import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { IntakeContent } from '../../contract/intake.ts';
import { id, instant } from './columns.ts';
import { staff } from './office.ts';

/** A ticket that somebody of staff has begun to take in and not saved: one for each of them. */
export const intakeDrafts = sqliteTable('intake_drafts', {
  id: id(),
  staffId: integer('staff_id')
    .notNull()
    .unique()
    .references(() => staff.id),
  personId: integer('person_id'),
  content: text('content', { mode: 'json' }).$type<IntakeContent>().notNull(),
  begunAt: instant('begun_at').notNull(),
  changedAt: instant('changed_at').notNull(),
});
