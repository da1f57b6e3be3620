import type { Passage } from '../../../src-main/contract/find.ts';
import type { Filter, Sort } from '../../../src-main/contract/terms.ts';
import type { GroupCode, Key, ListShape, TicketRow } from '../../../src-main/contract/tickets.ts';
import type { ListHeading } from '../../components/list-state.svelte.ts';
import { desk } from '../../desk.ts';

/** One row of the list: a ticket, and where the find matched in it. */
export type Shown = { row: TicketRow; passages: readonly Passage[] };
export type FindOrder = 'newest' | 'rank';

/** What a list is made from: how many rows, their headings, and any stretch of them. */
export type Source = {
  count: number;
  headings: readonly ListHeading[];
  load: (first: number, count: number) => Promise<Shown[]>;
  /** Of a find: there is more than was counted, the question was cut, how many there are besides the best. */
  more: boolean;
  cut: boolean;
  all: number;
};

const plain = (rows: readonly TicketRow[]): Shown[] => rows.map((row) => ({ row, passages: [] }));

function headingsOf(shape: ListShape, titleOf: (group: GroupCode) => string): ListHeading[] {
  let first = 0;
  return shape.groups.map(({ group, count }) => {
    const heading = { first, title: titleOf(group), count };
    first += count;
    return heading;
  });
}

/** A view in its order: any stretch is near one of the shape's anchors. */
export async function browse(filter: Filter, sort: Sort, titleOf: (group: GroupCode) => string): Promise<Source> {
  const shape = await desk.tickets.shape({ filter, sort });
  const load = async (first: number, count: number) => {
    const anchor = Math.floor(first / shape.step);
    const after = anchor === 0 ? null : (shape.anchors[anchor - 1] ?? null);
    return plain(await desk.tickets.page({ filter, sort, after, skip: first - anchor * shape.step, limit: count }));
  };
  return { count: shape.total, headings: headingsOf(shape, titleOf), load, more: false, cut: false, all: shape.total };
}

/** Rows that are asked for with the question. */
const FIRST_PAGE = 50;
/** What is found is counted so far while one types; to the end when all of it is chosen. */
const MOST_COUNTED = 10_000;
export const ALL_COUNTED = 1_000_000;

/** What a question found, newest first by key or the best ones by rank, with the passages that matched. */
export async function found(filter: Filter, order: FindOrder, most = MOST_COUNTED): Promise<Source> {
  const rank = order === 'rank';
  const best = await desk.find.tickets({ filter, order, after: null, skip: 0, limit: rank ? 200 : FIRST_PAGE });
  const whole = best.next === null && best.hits.length < (rank ? 200 : FIRST_PAGE);
  const { count: all, more } = whole
    ? { count: best.hits.length, more: false }
    : await desk.find.count({ filter, cap: most });
  const cut = best.note !== null;
  if (rank) {
    const load = async (first: number, count: number) => best.hits.slice(first, first + count);
    return { count: best.hits.length, headings: [], load, more, cut, all };
  }
  /** Keys behind which stretches begin that were seen: the next page is asked by key, a far one by its place. */
  const keys = new Map<number, Key>(best.next ? [[best.hits.length, best.next]] : []);
  const load = async (first: number, count: number) => {
    if (first === 0 && count <= FIRST_PAGE) return best.hits.slice(0, count);
    const after = keys.get(first) ?? null;
    const skip = after === null ? first : 0;
    const { hits, next } = await desk.find.tickets({ filter, order, after, skip, limit: count });
    if (next) keys.set(first + hits.length, next);
    return hits;
  };
  return { count: all, headings: [], load, more, cut, all };
}
