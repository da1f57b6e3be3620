import type { Filter, Selection } from '../../../src-main/contract/terms.ts';
import type { TicketRow } from '../../../src-main/contract/tickets.ts';
import { desk } from '../../desk.ts';
import { office } from '../../office.svelte.ts';
import { format, t } from '../../texts/language.svelte.ts';
import { rowsOf } from './selected-rows.ts';

/** Rows that are read and shown; of a larger selection the first ones. */
const MOST = 200;

/** A selection summed up: its first rows, and how many are in which state. Null: not known of so many. */
export type Sum = {
  rows: readonly TicketRow[];
  whole: boolean;
  statuses: string;
  priorities: string;
  requesters: number | null;
  files: number | null;
};

type Named = { id: number; name: string };
type Counted = readonly { row: Named; count: number }[];

/** "1 waiting for us, 2 new" */
const words = (counted: Counted) =>
  counted
    .filter(({ count }) => count > 0)
    .map(({ row, count }) => `${format().count(count)} ${row.name.toLocaleLowerCase()}`)
    .join(', ');

const among = (rows: readonly TicketRow[], key: 'statusId' | 'priorityId', all: readonly Named[]): Counted =>
  all.map((row) => ({ row, count: rows.filter((each) => each[key] === row.id).length }));

/** How many of a list are in each state: asked of the office, so that none of the rows has to be read. */
async function inList(
  filter: Filter,
  except: readonly TicketRow[],
  key: 'statusId' | 'priorityId',
  name: 'statuses' | 'priorities',
  all: readonly Named[],
): Promise<Counted> {
  const counted = [];
  for (const row of all) {
    const asked = filter[name];
    const none = asked !== undefined && !asked.includes(row.id);
    const { total } = none
      ? { total: 0 }
      : await desk.tickets.shape({ filter: { ...filter, [name]: [row.id] }, sort: 'created' });
    counted.push({ row, count: total - except.filter((each) => each[key] === row.id).length });
  }
  return counted;
}

/** Sums a selection up. Throws what a call refuses. */
export async function sumUp(selection: Selection, count: number): Promise<Sum> {
  const statuses = office.settings?.statuses ?? [];
  const priorities = office.settings?.priorities ?? [];
  const rows = await rowsOf(selection, 'ids' in selection ? 2_000 : MOST);
  if (rows)
    return {
      rows: rows.slice(0, MOST),
      whole: rows.length <= MOST,
      statuses: words(among(rows, 'statusId', statuses)),
      priorities: words(among(rows, 'priorityId', priorities)),
      requesters: new Set(rows.map(({ requesterId, id }) => requesterId ?? -id)).size,
      files: rows.reduce((sum, { files }) => sum + files, 0),
    };
  const first = await firstRows(selection);
  if ('ids' in selection)
    return { rows: first, whole: false, statuses: '', priorities: '', requesters: null, files: null };
  const { filter } = selection;
  const left = selection.except ?? [];
  const except = left.length > 0 && left.length < count ? ((await rowsOf({ ids: left }, 2_000)) ?? []) : [];
  return {
    rows: first,
    whole: false,
    statuses: words(await inList(filter, except, 'statusId', 'statuses', statuses)),
    priorities: words(await inList(filter, except, 'priorityId', 'priorities', priorities)),
    requesters: null,
    files: null,
  };
}

async function firstRows(selection: Selection): Promise<TicketRow[]> {
  if ('ids' in selection) return desk.tickets.rows({ ids: selection.ids.slice(0, MOST) });
  const except = new Set(selection.except ?? []);
  const page = await desk.tickets.page({
    filter: selection.filter,
    sort: 'changed',
    after: null,
    skip: 0,
    limit: MOST,
  });
  return page.filter(({ id }) => !except.has(id));
}

/** "12", or "None" for attachments. */
export const filesInWords = (files: number): string =>
  files === 0 ? t('tickets.bulk.noFiles') : format().count(files);
