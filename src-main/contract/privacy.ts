import * as v from 'valibot';
import { call } from './call.ts';
import { Body, Id, Selection, type Job } from './terms.ts';

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

export const privacy = {
  preview: call<Preview>()(v.strictObject({ act: Act, selection: Selection })),
  /** What stands behind a line's count: first 500. */
  previewList: call<{ items: { text: string; trackingId: string }[]; more: number }>()(
    v.strictObject({ act: Act, selection: Selection, kind: v.picklist(GONE_KINDS) }),
  ),
  /** Refused with `words-name-someone` when the words hold an identifier of the persons touched. Long work: ends with ActDone. */
  act: call<Job>()(
    v.strictObject({
      act: Act,
      selection: Selection,
      stamp: v.pipe(v.string(), v.maxLength(64)),
      reason: v.picklist(REASONS),
      words: v.optional(v.pipe(Body, v.maxLength(500)), ''),
    }),
  ),
  pending: call<PendingDelete[]>()(v.optional(v.strictObject({}))),
  undoDelete: call<{ tickets: number }>()(v.strictObject({ erasure: Id })),
  /** "Delete now": purges one pending delete, or all. Long work. */
  purge: call<Job>()(v.strictObject({ erasure: v.optional(Id) })),
};
