import { EXPORT_SHEETS, PART_HEADINGS, type ColumnTarget } from '../../../contract/exchange.ts';
import { UID_COLUMN } from '../../out/table/ticket-columns.ts';
import { foldLabel } from '../../table/fold-label.ts';

/** What a column of an export of Paperdesk holds, beside own fields. */
export type OwnHeading =
  | Exclude<ColumnTarget, 'custom' | 'ignore' | 'id' | 'phone' | 'customerNumber' | 'address' | 'reply' | 'note'>
  | 'number'
  | 'replyCount'
  | 'staffReplyCount'
  | 'tags'
  | 'uid'
  | OwnPart;
export type OwnPart = (typeof EXPORT_SHEETS)[number];

/** Columns of the tickets by their folded headings, which are part of the format; those of the parts are a CSV's alone. */
const HEADINGS = new Map<string, OwnHeading>(
  (
    [
      ['#', 'number'],
      ['Tracking ID', 'trackingId'],
      ['Date', 'created'],
      ['Updated', 'updated'],
      ['First reply at', 'firstReply'],
      ['Resolved at', 'resolved'],
      ['Name', 'name'],
      ['Email', 'email'],
      ['Followers', 'followers'],
      ['Category', 'category'],
      ['Priority', 'priority'],
      ['Status', 'status'],
      ['Subject', 'subject'],
      ['Message', 'message'],
      ['Owner', 'owner'],
      ['Replies', 'replyCount'],
      ['Replies (Staff)', 'staffReplyCount'],
      ['Time worked', 'timeWorked'],
      ['Due date', 'due'],
      ['IP', 'ip'],
      ['Channel', 'channel'],
      ['Tags', 'tags'],
      [UID_COLUMN, 'uid'],
      ...EXPORT_SHEETS.map((part) => [PART_HEADINGS[part], part] as const),
    ] as const
  ).map(([heading, meaning]) => [foldLabel(heading), meaning]),
);

/** Sheets of the parts by their folded names. */
const SHEETS = new Map<string, OwnPart>(
  (
    [
      ['Replies', 'replies'],
      ['Private notes', 'notes'],
      ['Ticket history', 'history'],
      ['People', 'people'],
      ['Attachments', 'attachments'],
    ] as const
  ).map(([name, part]) => [foldLabel(name), part]),
);

const CONTINUED = /^(.*), continued \((\d{1,3})\)$/s;
const NUMBERED = /^(.*) \(\d{1,3}\)$/s;

/** Where the columns of a table stand: each with those that go on from it, in their order. */
export type OwnColumns = {
  known: ReadonlyMap<OwnHeading, number[]>;
  /** Own fields: the place of each in the mapping, its name, and where it stands. */
  fields: { column: number; name: string; places: number[] }[];
};

/** Whether the headings are those of an export of Paperdesk. */
export const isOwnHeader = (header: readonly string[]): boolean =>
  header.some((heading) => foldLabel(heading) === foldLabel(UID_COLUMN));

/** The columns of an export by its headings. A heading that is none of ours is an own field, wherever it stands. */
export function ownColumns(header: readonly string[]): OwnColumns {
  const known = new Map<OwnHeading, number[]>();
  const fields = new Map<string, OwnColumns['fields'][number]>();
  const further: { of: string; n: number; place: number }[] = [];
  for (const [place, heading] of header.entries()) {
    const [, of, n] = CONTINUED.exec(heading) ?? [];
    const meaning = HEADINGS.get(foldLabel(heading));
    if (of !== undefined) further.push({ of, n: Number(n), place });
    else if (meaning !== undefined && !known.has(meaning)) known.set(meaning, [place]);
    else if (!fields.has(heading)) fields.set(heading, { column: place, name: fieldName(heading), places: [place] });
  }
  for (const { of, place } of further.sort((a, b) => a.n - b.n)) {
    const meaning = HEADINGS.get(foldLabel(of));
    (fields.get(of)?.places ?? (meaning === undefined ? undefined : known.get(meaning)))?.push(place);
  }
  return { known, fields: [...fields.values()] };
}

/** An own field called like a column of ours has a number behind its name in the file. */
function fieldName(heading: string): string {
  const [, bare] = NUMBERED.exec(heading) ?? [];
  return bare !== undefined && HEADINGS.has(foldLabel(bare)) ? bare : heading;
}

/** The part a sheet holds, by its name; a part of more rows than a sheet can hold goes on in `Replies (2)`. */
export function partOfSheet(name: string): OwnPart | null {
  const [, bare] = NUMBERED.exec(name) ?? [];
  return SHEETS.get(foldLabel(bare ?? name)) ?? null;
}

/** Whether a sheet holds tickets: the first, and those it goes on in. */
export const isTicketSheet = (name: string): boolean => /^tickets(?: \(\d{1,3}\))?$/i.test(name.trim());
