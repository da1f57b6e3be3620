import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Filter, Sort } from '../../../src-main/contract/terms.ts';
import { keysQuery } from '../../../src-main/tickets/lists.ts';
import { planList } from '../../../src-main/tickets/plan.ts';
import { stepQuery } from '../../../src-main/tickets/shape.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';
import { manyTickets } from './many-tickets.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice();
  await manyTickets(office, 6_000);
}, 120_000);
afterAll(() => office.close());

type Asked = { toSQL(): { sql: string; params: unknown[] } };
function steps(query: Asked): string[] {
  const { sql, params } = query.toSQL();
  const rows = office.store.connections.reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params);
  return (rows as { detail: string }[]).map(({ detail }) => detail);
}

const LISTS: [filter: Filter, sort: Sort, index: string][] = [
  [{ view: 'all' }, 'changed', 'tickets_changed'],
  [{ view: 'open' }, 'changed', 'tickets_open_changed'],
  [{ view: 'resolved' }, 'changed', 'tickets_open_changed'],
  [{ view: 'all' }, 'created', 'tickets_created'],
  [{ view: 'open' }, 'created', 'tickets_open_created'],
  [{ view: 'all' }, 'due', 'tickets_due'],
  [{ view: 'open' }, 'due', 'tickets_open_due'],
  [{ view: 'overdue' }, 'due', 'tickets_open_due'],
  [{ view: 'due-week' }, 'due', 'tickets_open_due'],
  [{ view: 'all' }, 'urgency', 'tickets_urgency'],
  [{ view: 'open' }, 'urgency', 'tickets_open_urgency'],
  [{ view: 'mine' }, 'changed', 'tickets_owner'],
  [{ view: 'unassigned' }, 'changed', 'tickets_owner'],
  [{ view: 'waiting' }, 'changed', 'tickets_status'],
  [{ categories: [2] }, 'changed', 'tickets_category'],
  [{ view: 'open', categories: [2] }, 'changed', 'tickets_open_changed'],
  [{ tagged: true }, 'changed', 'tickets_tagged'],
  [{ statuses: [4] }, 'changed', 'tickets_status'],
  [{ view: 'open', categories: [2, 3] }, 'changed', 'tickets_open_changed'],
  [{ view: 'open', categories: [2, 3] }, 'urgency', 'tickets_open_urgency'],
  [{ view: 'all', categories: [2, 3], statuses: [1, 2, 3, 4, 5, 6] }, 'created', 'tickets_created'],
  [{ createdFrom: 0 }, 'created', 'tickets_created'],
  [{ createdFrom: 0, createdTo: TUESDAY }, 'created', 'tickets_created'],
  [{ view: 'open', createdFrom: 0, createdTo: TUESDAY }, 'created', 'tickets_open_created'],
  [{ view: 'mine' }, 'urgency', 'tickets_open_urgency'],
  [{ priorities: [1] }, 'changed', 'tickets_changed'],
  [{ tagged: true, view: 'open' }, 'due', 'tickets_open_due'],
];

describe('a list by key', () => {
  test.each(LISTS)('of %j by %s runs along %s and sorts nothing', async (filter, sort, index) => {
    const viewpoint = { actor: office.actor, now: TUESDAY, zone: 'Europe/Berlin' };
    const plan = await planList(office.store.db, filter, sort, viewpoint);
    const after = sort === 'urgency' ? [1, TUESDAY, 5] : [TUESDAY, 5];
    for (const query of [
      keysQuery(office.store.db, plan, { after: null, skip: 499, limit: 50 }),
      keysQuery(office.store.db, plan, { after, skip: 0, limit: 50 }),
      stepQuery(office.store.db, plan, 'top'),
    ])
      expect(steps(query)).toEqual([
        expect.stringMatching(new RegExp(`^SEARCH tickets USING (COVERING )?INDEX ${index} \\(hidden=\\?`)),
      ]);
  });

  test('reads what a person has, or few tickets of a kind, and sorts these', async () => {
    const viewpoint = { actor: office.actor, now: TUESDAY, zone: 'Europe/Berlin' };
    for (const [filter, along] of [
      [{ person: 3 }, 'people'],
      [{ text: 'nowhere' }, 'text'],
      [{ createdFrom: TUESDAY - 86_400_000 }, 'created'],
      [{ view: 'open', dueTo: TUESDAY - 9 * 86_400_000 }, 'due'],
    ] as const)
      expect((await planList(office.store.db, filter, 'changed', viewpoint)).along).toBe(along);
  });

  test('and a ticket, a person, and who is recognised, are read without running through a table', async () => {
    const { reader, writer } = office.store.connections;
    const ran = new Set<string>();
    for (const connection of [reader, writer]) {
      const prepare = connection.prepare.bind(connection);
      connection.prepare = (sql: string) => {
        // What Undo sees lies in memory, in tables of the connection.
        if (/^select/i.test(sql) && !sql.includes('undo_')) ran.add(sql);
        return prepare(sql);
      };
    }
    const person = { create: { name: 'Ann Hartley', email: 'ann@x.example', phone: '030 901820' } };
    const { id } = await office.call('tickets.create', { channel: 'mail', subject: 'S', message: 'M', person });
    await office.call('tickets.open', { id });
    await office.call('tickets.rows', { ids: [1, 2, 3] });
    await office.call('people.recognise', { text: 'ann' });
    await office.call('people.page', { text: 'ann', limit: 20 });
    await office.call('people.open', { id: 1 });
    expect(ran.size).toBeGreaterThan(30);
    for (const sql of ran) {
      const values = Array.from(sql.match(/\?/g) ?? [], () => 1);
      const plan = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
      const through = plan.filter(({ detail }) =>
        /SCAN (tickets|people|identifiers|ticket_people|entries|history|custom_values|attachments)\b|\(hidden=\?\)$/.test(
          detail,
        ),
      );
      if (!/^select count\(\*\) from/.test(sql)) expect(through, sql).toEqual([]);
    }
  });

  test('has no statistics that keep samples of values', () => {
    const kept = office.store.connections.reader
      .prepare(`SELECT name FROM sqlite_master WHERE name LIKE 'sqlite\\_stat%' ESCAPE '\\'`)
      .pluck()
      .all();
    expect(kept).not.toContain('sqlite_stat4');
  });
});
