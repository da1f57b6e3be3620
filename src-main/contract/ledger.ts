import * as v from 'valibot';
import { call } from './call.ts';
import { Id, Instant, Line } from './terms.ts';

/** What can leave the desk, and be written down. */
export const LEDGER_KINDS = [
  'print',
  'pdf',
  'xlsx',
  'xml',
  'csv',
  'json',
  'zip',
  'sql',
  'settings',
  'attachment',
  'refused-rows',
  'import-report',
  'copy',
  'backup',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What narrows the ledger. All of it must hold. */
export const LedgerFilter = v.strictObject({
  kinds: v.optional(v.pipe(v.array(v.picklist(LEDGER_KINDS)), v.maxLength(LEDGER_KINDS.length))),
  from: v.optional(Instant),
  /** Up to and without. */
  to: v.optional(Instant),
  /** A copy number, a tracking id, a name, or words of a folder or a file's place. */
  text: v.optional(v.pipe(v.string(), v.maxLength(500)), ''),
});
export type LedgerFilter = v.InferOutput<typeof LedgerFilter>;

/** One print, export or copy. Names are of people who are still in the desk; `gonePeople` counts those who are not. */
export type LedgerRow = {
  id: number;
  at: number;
  kind: LedgerKind;
  staffId: number;
  /** Where to, as the user named it: a file's place, or empty for a printer. */
  destination: string;
  folder: string;
  copyNumber: number | null;
  tickets: number;
  people: number;
  /** At most two of each. */
  names: string[];
  trackingIds: string[];
};
export type LedgerLine = LedgerRow & {
  sha256: string;
  bytes: number | null;
  pages: number | null;
  /** What was included, as codes. */
  parts: string[];
  /** The first 200 of each that are still in the desk. */
  ticketsHere: { id: number; trackingId: string }[];
  peopleHere: { id: number; name: string }[];
  /** How many of each are not in the desk any more: deleted, erased or anonymised. */
  goneTickets: number;
  gonePeople: number;
};
/** How many lines, and the key behind every `step`-th, the newest first. */
export type LedgerShape = { total: number; step: number; anchors: { at: number; id: number }[] };

export const ledgerCalls = {
  ledgerShape: call<LedgerShape>()(v.strictObject({ filter: LedgerFilter })),
  /** The newest first; `after` is the last row of the page before. */
  ledgerPage: call<LedgerRow[]>()(
    v.strictObject({
      filter: LedgerFilter,
      after: v.optional(v.nullable(v.strictObject({ at: Instant, id: Id })), null),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  ledgerLine: call<LedgerLine>()(v.strictObject({ id: Id })),
  /** Notes the paper folder a print went to; empty takes it away. */
  noteFolder: call<null>()(v.strictObject({ id: Id, folder: Line(200) })),
  /** Folders noted before, the last used first, at most 50. */
  folders: call<string[]>()(v.optional(v.strictObject({}))),
};
