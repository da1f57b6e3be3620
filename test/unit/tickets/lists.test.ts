import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SORTS, VIEWS, type Filter, type Progress, type Sort } from '../../../src-main/contract/terms.ts';
import type { Key, TicketRow } from '../../../src-main/contract/tickets.ts';
import { Jobs } from '../../../src-main/jobs.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';
import { manyTickets, slowList, type Row } from './many-tickets.ts';

const DAY = 86_400_000;
let office: TestOffice;
let rows: Row[];
let waiting: number;
beforeAll(async () => {
  office = await newOffice();
  rows = await manyTickets(office, 2_600);
  const { statuses } = await office.call('office.settings');
  waiting = statuses.find(({ role }) => role === 'waiting')?.id ?? 0;
}, 120_000);
afterAll(() => office.close());

const slow = (filter: Filter, sort: Sort) => slowList(rows, office, waiting, filter, sort).map(({ id }) => id);

async function walk(filter: Filter, sort: Sort, limit: number): Promise<TicketRow[]> {
  const all: TicketRow[] = [];
  for (let after: Key | null = null; ;) {
    const page: TicketRow[] = await office.call('tickets.page', { filter, sort, after, limit });
    all.push(...page);
    const last = page.at(-1);
    if (page.length < limit || !last) return all;
    after = last.key;
  }
}

const everyList = VIEWS.flatMap((view) => SORTS.map((sort) => ({ view, sort })));

/** Filters by what they narrow; ids are those of the office made above. */
const filters = (): Record<string, Filter> => {
  const [category = 0] = rows.map((row) => row.categoryId);
  const [status = 0, other = 0] = [...new Set(rows.map((row) => row.statusId))];
  const { staffId } = office.actor;
  return {
    'a category': { categories: [category] },
    'two categories': { categories: [category, category + 1], view: 'open' },
    'no category at all': { categories: [] },
    'a status': { statuses: [status] },
    'two statuses': { statuses: [status, other] },
    'a priority': { priorities: [1], view: 'all' },
    'an owner': { owners: [staffId] },
    'an owner or nobody': { owners: [staffId], unowned: true, view: 'open' },
    nobody: { unowned: true },
    'a person': { person: 3 },
    'a tag': { tagged: true },
    'no tag': { tagged: false, view: 'open' },
    'days of taking in': { createdFrom: TUESDAY - 9 * DAY, createdTo: TUESDAY - 3 * DAY },
    'due days': { dueFrom: TUESDAY, dueTo: TUESDAY + 4 * DAY },
    'due from some day on': { dueFrom: TUESDAY + DAY, view: 'open' },
    'a word': { text: 'boiler' },
    'a word and more': { text: 'boiler', view: 'open', categories: [category], tagged: true },
    'everything at once': {
      view: 'open',
      categories: [category],
      statuses: [status, other],
      owners: [staffId],
      createdFrom: TUESDAY - 60 * DAY,
      dueTo: TUESDAY + 20 * DAY,
    },
  };
};

describe('a list', () => {
  test.each(everyList)('of $view by $sort holds the right tickets, in order, page by page', async ({ view, sort }) => {
    expect((await walk({ view }, sort, 97)).map(({ id }) => id)).toEqual(slow({ view }, sort));
  });

  test('narrowed in any way holds what a look at every ticket finds, in every order', async () => {
    for (const [what, filter] of Object.entries(filters()))
      for (const sort of SORTS) {
        const found = (await walk(filter, sort, 200)).map(({ id }) => id);
        expect(found, `${what} by ${sort}`).toEqual(slow(filter, sort));
      }
  });

  test('never shows a hidden ticket', async () => {
    const hidden = new Set(rows.filter((row) => row.hidden).map(({ id }) => id));
    expect(hidden.size).toBeGreaterThan(50);
    const shown = await walk({ view: 'all' }, 'changed', 200);
    expect(shown.some(({ id }) => hidden.has(id))).toBe(false);
    expect(await office.call('tickets.rows', { ids: [...hidden].slice(0, 200) })).toEqual([]);
    for (const id of [...hidden].slice(0, 5))
      await expect(office.call('tickets.open', { id })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('refuses a key of another order instead of showing another place', async () => {
    const page = (sort: Sort, after: Key) => office.call('tickets.page', { filter: {}, sort, after, limit: 5 });
    await expect(page('urgency', [1, 2])).rejects.toMatchObject({ code: 'invalid' });
    await expect(page('changed', [1, 2, 3])).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the shape of a list', () => {
  test.each(everyList)('of $view by $sort brings any row near, and its headings add up', async ({ view, sort }) => {
    const wanted = slow({ view }, sort);
    const shape = await office.call('tickets.shape', { filter: { view }, sort });
    expect(shape.total).toBe(wanted.length);
    expect(shape.anchors).toHaveLength(Math.floor(wanted.length / shape.step));
    expect(shape.groups.reduce((sum, { count }) => sum + count, 0)).toBe(wanted.length);
    expect(shape.groups.every(({ count }) => count > 0)).toBe(true);
    for (let row = 0; row < wanted.length; row += 333) {
      const block = Math.floor(row / shape.step);
      const after = block === 0 ? null : (shape.anchors[block - 1] ?? null);
      const given = { filter: { view }, sort, after, skip: row % shape.step, limit: 3 };
      const page = await office.call('tickets.page', given);
      expect(page.map(({ id }) => id)).toEqual(wanted.slice(row, row + 3));
    }
  });

  test('puts each ticket under the heading of its day in the office', async () => {
    const { groups } = await office.call('tickets.shape', { filter: { view: 'all' }, sort: 'created' });
    const berlin = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' });
    const headingOf = ({ createdAt }: Row) => {
      const day = berlin.format(createdAt);
      if (day >= '2026-11-24') return 'today';
      if (day >= '2026-11-23') return 'yesterday';
      if (day >= '2026-11-16') return 'last-week';
      if (day >= '2026-11-01') return 'this-month';
      return day >= '2026-10-01' ? 'last-month' : 'earlier';
    };
    const wanted = Map.groupBy(
      rows.filter((row) => !row.hidden),
      headingOf,
    );
    expect(Object.fromEntries(groups.map(({ group, count }) => [group, count]))).toEqual(
      Object.fromEntries([...wanted].map(([group, all]) => [group, all.length])),
    );
    expect(groups.map(({ group }) => group)).toEqual([
      'today',
      'yesterday',
      'last-week',
      'this-month',
      'last-month',
      'earlier',
    ]);
  });

  test('by due date calls what is late overdue only while it is open', async () => {
    const groups = async (view: string) =>
      (await office.call('tickets.shape', { filter: { view }, sort: 'due' })).groups.map(({ group }) => group);
    expect(await groups('open')).toEqual(['overdue', 'today', 'tomorrow', 'this-week', 'next-week', 'later', 'none']);
    expect(await groups('resolved')).not.toContain('overdue');
    expect((await groups('all'))[0]).toBe('earlier');
  });

  test('by urgency has a heading for each priority', async () => {
    const { groups } = await office.call('tickets.shape', { filter: { view: 'open' }, sort: 'urgency' });
    expect(groups.map(({ group }) => group)).toEqual(['priority-1', 'priority-2', 'priority-3', 'priority-4']);
  });
});

describe("the rail's counts", () => {
  test('are those of the lists', async () => {
    const counts = await office.call('tickets.counts');
    for (const view of VIEWS) expect(counts[view], view).toBe(slow({ view }, 'changed').length);
    expect(counts.people).toBe(40);
  });
});

describe('acting on many', () => {
  test('changes a selection in one go, counts what stands already, and leaves the rest', async () => {
    const before = await office.call('tickets.counts');
    const high = (await office.call('office.settings')).priorities.find(({ mark }) => mark === 'high');
    const except = slow({ view: 'open', tagged: true }, 'changed').slice(0, 5);
    const selection = { filter: { view: 'open', tagged: true }, except };
    const wanted = slow({ view: 'open', tagged: true }, 'changed').filter((id) => !except.includes(id));
    const change = { priorityId: high?.id, tagged: false };
    expect(await office.call('tickets.changeMany', { selection, change })).toEqual({ changed: wanted.length });
    for (let at = 0; at < wanted.length; at += 200) {
      const some = await office.call('tickets.rows', { ids: wanted.slice(at, at + 200) });
      expect(some.every(({ priorityId }) => priorityId === high?.id)).toBe(true);
    }
    const left = await office.call('tickets.page', { ...page, filter: { view: 'open', tagged: true } });
    expect(left.map(({ id }) => id).sort()).toEqual(except.toSorted());
    expect(await office.call('tickets.counts')).toEqual(before);
    expect(await office.call('tickets.changeMany', { selection: { ids: except }, change: {} })).toEqual({ changed: 5 });
  });

  test('tells how far it is, and stopped half way leaves every ticket as it was', async () => {
    const told: Progress[] = [];
    const jobs: Jobs = new Jobs({
      workerFile: '',
      progress(progress) {
        told.push(progress);
        jobs.cancel(progress.job);
      },
      finished: () => undefined,
      bug: () => undefined,
    });
    office.services.told = (name, work) => jobs.here(name, work);
    const rows = () => office.store.connections.reader.prepare('SELECT * FROM tickets ORDER BY id').all();
    const untouched = rows();
    const { length } = untouched;
    const selection = { filter: { view: 'all' }, except: [] };
    const all = slow({ view: 'all' }, 'changed').length;
    expect(length).toBeGreaterThan(500);
    const change = { dueAt: 7 };
    await expect(office.call('tickets.changeMany', { selection, change })).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([{ job: told[0]?.job, work: 'tickets.changeMany', step: 'change', done: 500, total: all }]);
    expect(rows()).toEqual(untouched);
    expect(jobs.busy).toBe(false);
    office.services.told = (_name, work) => work({ progress: () => undefined, check: () => undefined });
  });

  test('changes nothing at all when one of it is not allowed', async () => {
    const selection = { filter: { view: 'open' }, except: [] };
    const resolved = (await office.call('office.settings')).statuses.find(({ role }) => role === 'resolved')?.id;
    office.only('edit tickets', 'view tickets');
    const change = { statusId: resolved, tagged: true };
    await expect(office.call('tickets.changeMany', { selection, change })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await office.call('tickets.page', { ...page, filter: { view: 'open', tagged: true } })).toHaveLength(5);
  });
});

const page = { sort: 'changed', after: null, limit: 200 };
