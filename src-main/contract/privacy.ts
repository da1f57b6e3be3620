import * as v from 'valibot';
import { call } from './call.ts';
import { PersonCorrection } from './people.ts';
import { Body, Id, Selection, type Job } from './terms.ts';
import { EntryCorrection, FieldsOfTicket, TicketCorrection } from './tickets.ts';

export const REASONS = [
  'request',
  'no-longer-needed',
  'consent-withdrawn',
  'unlawful',
  'objection',
  'double',
  'mistake',
  'other',
] as const;
export type Reason = (typeof REASONS)[number];
export const GONE_KINDS = [
  'tickets',
  'people',
  'identifiers',
  'messages',
  'replies',
  'notes',
  'attachments',
  'fields',
  'fields-kept',
  'followers',
  'drafts',
  'links',
  'tags',
  'history-kept',
] as const;
export type GoneKind = (typeof GONE_KINDS)[number];

/** What an act would touch. `bytes` for attachments. A kind ending in `-kept` is what stays, said beside. */
export type PreviewLine = { kind: GoneKind; count: number; bytes?: number };
export type Preview = {
  /** Hand it back with the act: it is refused if what it covers changed meanwhile. */
  stamp: string;
  tickets: number;
  lines: PreviewLine[];
  /** People who go along because no other ticket needs them, and those who stay because one does. */
  peopleGone: { id: number; name: string }[];
  peopleKept: { id: number; name: string; tickets: number }[];
  /** Tickets that a hold protects: left out, and said. */
  held: { id: number; trackingId: string; reason: string }[];
  /** Prints and exports of these tickets in the ledger: out of the desk's reach. */
  left: number;
};
export type ActDone = { erasure: number; tickets: number; people: number; counts: Partial<Record<GoneKind, number>> };
export type PendingDelete = {
  erasure: number;
  at: number;
  staffId: number;
  reason: string;
  tickets: number;
  people: number;
};

const Act = v.picklist(['delete', 'anonymise']);
/** Tickets with the people whom no other ticket needs; or people by themselves, of whom those go whom no ticket needs. */
export const Concerned = v.union([
  Selection,
  v.strictObject({ people: v.pipe(v.array(Id), v.minLength(1), v.maxLength(1_000)) }),
]);
export type Concerned = v.InferOutput<typeof Concerned>;

export const privacy = {
  preview: call<Preview>()(v.strictObject({ act: Act, selection: Concerned })),
  /** What stands behind a line's count: first 500. */
  previewList: call<{ items: { text: string; trackingId: string }[]; more: number }>()(
    v.strictObject({ act: Act, selection: Concerned, kind: v.picklist(GONE_KINDS) }),
  ),
  /** Refused with `words-name-someone` when the words hold an identifier of the persons touched. Long work: ends with ActDone. */
  act: call<Job>()(
    v.strictObject({
      act: Act,
      selection: Concerned,
      stamp: v.pipe(v.string(), v.maxLength(64)),
      reason: v.picklist(REASONS),
      words: v.optional(v.pipe(Body, v.maxLength(500)), ''),
    }),
  ),
  pending: call<PendingDelete[]>()(v.optional(v.strictObject({}))),
  undoDelete: call<{ tickets: number; people: number }>()(v.strictObject({ erasure: Id })),
  /**
   * As `people.correct`, and no byte of what stood there before is left; that cannot be undone. Messages, own fields and
   * files that quote it are not touched. Long work: ends with what `people.correct` answers.
   */
  correctPersonAndForget: call<Job>()(PersonCorrection),
  /** The same of a ticket's subject, message or address: ends with what `tickets.correct` answers. */
  correctTicketAndForget: call<Job>()(TicketCorrection),
  /** The same of the office's own fields of a ticket: ends with what `tickets.setFields` answers. */
  setFieldsAndForget: call<Job>()(FieldsOfTicket),
  /** The same of one's own reply or note: ends with what `tickets.correctEntry` answers. */
  correctEntryAndForget: call<Job>()(EntryCorrection),
  /** How many tickets quote a value in their subject, texts, own fields or file names, counted to a hundred. */
  quotes: call<{ count: number; more: boolean }>()(v.strictObject({ value: v.pipe(v.string(), v.maxLength(500)) })),
  /** "Delete now": purges one pending delete, or all. Long work. */
  purge: call<Job>()(v.strictObject({ erasure: v.optional(Id) })),
};
