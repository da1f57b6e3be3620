import * as v from 'valibot';
import { DIFFERENCE_FIELDS, EXPORT_SHEETS, type DifferenceField } from './bring-in.ts';

const words = v.pipe(v.string(), v.maxLength(1_000));

/** Why what is in the office is not what was in the file. */
export const DIFFERENCE_REASONS = [
  /** The file says otherwise than the office does; it is asked. */
  'content',
  /** The same, where only the state of the work differs: the office's stays. */
  'kept',
  'not-said',
  'tidied',
  'nothing',
  'spelling',
  'word',
  'word-unknown',
  'usual',
  'staff-unknown',
  'author-unknown',
  'tracking-taken',
  'tracking-kept',
  'tracking-alias',
  'uid-taken',
  'made-of-message',
  'name-added',
  'same-as-requester',
  'second-requester',
  'person-known',
  'erased-person',
  'field-unknown',
  'link-not-here',
  'file-by-name',
  'file-damaged',
  'file-other',
  'file-name',
  'not-carried',
  'column-left-out',
  'unknown-member',
  /** Files of this kind never say it. */
  'unsaid',
] as const;
export type DifferenceReason = (typeof DIFFERENCE_REASONS)[number];
/** What of a ticket some formats have no place for, so that no file of theirs says it. */
export const UNSAID = [
  'created',
  'aliases',
  'staff',
  'tagged',
  'locked',
  'unread',
  'links',
  'anonymised',
  'restricted',
  'provided',
  'format',
  'entryDetails',
  'custom',
  'person',
] as const satisfies readonly DifferenceField[];
export type Unsaid = (typeof UNSAID)[number];
/** What is alike about differences: what of a ticket (`name`: which own field), and why it is so. */
export type ReportGroup = {
  field: DifferenceField;
  name: string;
  why: DifferenceReason;
  count: number;
  tickets: number;
  /** One a ticket, the first 1,000, cut to 200 characters. Dates are UTC milliseconds, time worked is in seconds. */
  examples: { ticketId: number; trackingId: string; file: string; here: string }[];
};
/** What the tickets an import brought are otherwise than the file says. */
export type ImportReport = {
  /** Paperdesk wrote the file. */
  own: boolean;
  /** Tickets compared, and how many of them have something otherwise than what the file says. */
  compared: number;
  differing: number;
  /** The most frequent first, what such files never say last; the first 1,000. */
  groups: ReportGroup[];
  /** Parts that are not in the file, by their codes; none for files of others. */
  without: (typeof EXPORT_SHEETS)[number][];
  /** What a table of others has no column for. */
  silent: DifferenceField[];
  /** Headings of columns that were left out. */
  columns: string[];
  /** Members nobody here knows. */
  members: string[];
};
/** Words of a saved report, in the user's language. */
export const REPORT_WORDS = [
  'title',
  'compared',
  'without',
  'unsaid',
  'silent',
  'columns',
  'members',
  'never',
  'file',
  'here',
  'nothing',
  'same',
] as const;
export const ReportWords = v.strictObject({
  heads: v.strictObject(v.entriesFromList(REPORT_WORDS, words)),
  fields: v.strictObject(v.entriesFromList(DIFFERENCE_FIELDS, words)),
  whys: v.strictObject(v.entriesFromList(DIFFERENCE_REASONS, words)),
  parts: v.strictObject(v.entriesFromList(EXPORT_SHEETS, words)),
  unsaid: v.strictObject(v.entriesFromList(UNSAID, words)),
});
export type ReportWords = v.InferOutput<typeof ReportWords>;
