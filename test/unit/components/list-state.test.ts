import { describe, expect, test } from 'vitest';
import { ListSelection } from '../../../src-renderer/components/list-selection.svelte.ts';
import { ListState } from '../../../src-renderer/components/list-state.svelte.ts';
import { PageCache } from '../../../src-renderer/components/page-cache.ts';
import { RowPages } from '../../../src-renderer/components/row-pages.svelte.ts';

type Row = { id: number };
const ids = (count: number, from = 0): Row[] => Array.from({ length: count }, (_, at) => ({ id: 1000 + from + at }));
/** A source of `count` rows that can be held back. */
const source = (count: number) => {
  const asked: number[] = [];
  const open: (() => void)[] = [];
  const state = { asked, held: false, fails: false, release: () => open.splice(0).forEach((go) => go()) };
  const load = async (first: number, wanted: number) => {
    asked.push(first);
    if (state.held) await new Promise<void>((go) => open.push(go));
    if (state.fails) throw new Error('unreadable');
    return ids(Math.max(0, Math.min(wanted, count - first)), first);
  };
  return { load, state };
};
const settled = () => new Promise((done) => setImmediate(done));
const listOf = async (count: number) => {
  const { load } = source(count);
  const list = new ListState<Row>({ load, idOf: ({ id }) => id, count });
  list.pages.want(0, Math.min(count, 400) - 1);
  await settled();
  return list;
};

describe('a selection', () => {
  test('names ids, or all but some, as the contract asks for it', () => {
    const selection = new ListSelection();
    expect(selection.isEmpty).toBe(true);
    selection.toggle(7);
    selection.toggle(9);
    selection.toggle(7);
    expect(selection.toContract('filter')).toEqual({ ids: [9] });
    selection.all();
    selection.toggle(9);
    expect(selection.has(9)).toBe(false);
    expect(selection.has(10)).toBe(true);
    expect(selection.count(100_000)).toBe(99_999);
    expect(selection.toContract('filter')).toEqual({ filter: 'filter', except: [9] });
    selection.toggle(9);
    expect(selection.count(100_000)).toBe(100_000);
    selection.clear();
    expect(selection.isEmpty).toBe(true);
  });

  test('grows and shrinks with the range that is extended', async () => {
    const list = await listOf(50);
    const chosen = () => (list.selection.toContract(null) as { ids: number[] }).ids.sort();
    list.moveTo(10);
    await list.extendTo(11);
    await list.extendTo(13);
    expect(chosen()).toEqual([1010, 1011, 1012, 1013]);
    await list.extendTo(12);
    expect(chosen()).toEqual([1010, 1011, 1012]);
    await list.extendTo(8);
    expect(chosen()).toEqual([1008, 1009, 1010]);
    expect(list.here).toBe(8);
    await list.extendTo(-4);
    expect(list.here).toBe(0);
  });

  test('outlives a change of the rows', async () => {
    const list = await listOf(50);
    list.moveTo(3);
    list.toggle();
    list.refresh({ count: 20 });
    await settled();
    expect(list.selection.has(1003)).toBe(true);
  });
});

describe('the row one is at', () => {
  test('is held within the list, also when the list becomes shorter', async () => {
    const list = await listOf(50);
    list.moveTo(500);
    expect(list.here).toBe(49);
    list.moveTo(-3);
    expect(list.here).toBe(0);
    list.moveTo(49);
    list.reshape({ count: 10 });
    expect(list.here).toBe(9);
    list.reshape({ count: 0 });
    expect(list.here).toBe(-1);
    list.moveTo(4);
    expect(list.here).toBe(-1);
  });

  test('is followed when a new ticket comes in above it', async () => {
    let rows = ids(50);
    const list = new ListState<Row>({
      load: async (first, n) => rows.slice(first, first + n),
      idOf: (r) => r.id,
      count: 50,
    });
    list.pages.want(0, 49);
    await settled();
    list.moveTo(5);
    rows = [{ id: 1 }, ...rows];
    list.refresh({ count: 51 });
    await settled();
    list.follow();
    expect(list.here).toBe(6);
    expect(list.hereRow).toEqual({ id: 1005 });
  });

  test('is the next one when it was closed or deleted', async () => {
    let rows = ids(50);
    const list = new ListState<Row>({
      load: async (first, n) => rows.slice(first, first + n),
      idOf: (r) => r.id,
      count: 50,
    });
    list.pages.want(0, 49);
    await settled();
    list.moveTo(5);
    rows = rows.filter(({ id }) => id !== 1005);
    list.refresh({ count: 49 });
    await settled();
    list.follow();
    expect(list.here).toBe(5);
    expect(list.hereRow).toEqual({ id: 1006 });
  });

  test('is the last one when the last was closed, however late its page comes again', async () => {
    let rows = ids(50);
    const list = new ListState<Row>({
      load: async (first, n) => rows.slice(first, first + n),
      idOf: (r) => r.id,
      count: 50,
    });
    list.pages.want(0, 49);
    await settled();
    list.moveTo(49);
    rows = rows.slice(0, 49);
    list.refresh({ count: 49 });
    list.follow();
    await settled();
    list.follow();
    expect(list.here).toBe(48);
    expect(list.hereRow).toEqual({ id: 1048 });
  });
});

describe('pages of rows', () => {
  test('while one page is on its way only the last place asked for counts', async () => {
    const { load, state } = source(100_000);
    const pages = new RowPages<Row>(load);
    state.held = true;
    pages.want(0, 30);
    for (let first = 1_000; first < 60_000; first += 1_000) pages.want(first, first + 30);
    state.held = false;
    state.release();
    await settled();
    expect(state.asked).toEqual([0, 59_000]);
    expect(pages.at(59_010)).toEqual({ id: 60_010 });
  });

  test('a refresh keeps what is shown until it has come again', async () => {
    const { load, state } = source(1_000);
    const pages = new RowPages<Row>(load);
    pages.want(0, 30);
    await settled();
    state.held = true;
    pages.refresh();
    expect(pages.at(5)).toEqual({ id: 1005 });
    state.held = false;
    state.release();
    await settled();
    expect(state.asked).toEqual([0, 0]);
  });

  test('rows asked for before a refresh are not shown after it', async () => {
    let name = 1;
    let go = () => {};
    const pages = new RowPages<Row>(async () => {
      const own = name;
      if (own === 1) await new Promise<void>((ready) => (go = ready));
      return [{ id: own }];
    });
    pages.want(0, 0);
    name = 2;
    pages.refresh();
    go();
    await settled();
    expect(pages.at(0)).toEqual({ id: 2 });
  });

  test('a source that fails says so, and is asked again on demand', async () => {
    const { load, state } = source(1_000);
    const pages = new RowPages<Row>(load);
    state.fails = true;
    pages.want(0, 30);
    await settled();
    expect(pages.failed).toBe(true);
    state.fails = false;
    pages.refresh();
    await settled();
    expect(pages.failed).toBe(false);
    expect(pages.at(0)).toEqual({ id: 1000 });
  });

  test('a range is fetched whole, across pages', async () => {
    const { load } = source(1_000);
    const range = await new RowPages<Row>(load).range(95, 210);
    expect(range.length).toBe(116);
    expect(range[0]).toEqual({ id: 1095 });
    expect(range.at(-1)).toEqual({ id: 1210 });
  });

  test('a range is what stands there now: a page that is asked for again is not taken from memory', async () => {
    let rows = ids(3);
    const pages = new RowPages<Row>(async (first, count) => {
      await settled();
      return rows.slice(first, first + count);
    });
    pages.want(0, 2);
    expect(await pages.range(0, 2)).toHaveLength(3);
    await settled();
    rows = ids(5, 40);
    pages.refresh();
    expect(await pages.range(0, 4)).toEqual(ids(5, 40));
  });

  test('a changed row is put in place without asking', async () => {
    const { load, state } = source(1_000);
    const pages = new RowPages<Row>(load);
    pages.want(0, 0);
    await settled();
    pages.replace(
      ({ id }) => id === 1003,
      () => ({ id: 3 }),
    );
    expect(pages.at(3)).toEqual({ id: 3 });
    expect(state.asked.length).toBe(1);
  });

  test('memory holds no more pages than it may', () => {
    const cache = new PageCache<Row>(100, 3);
    for (let page = 0; page < 10; page += 1) cache.keep(page, ids(100, page * 100));
    expect(cache.rows(6)).toBeUndefined();
    expect([7, 8, 9].map((page) => cache.rows(page)?.length)).toEqual([100, 100, 100]);
    expect(cache.missing(600, 999)).toBe(6);
  });
});
