import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refused } from '../../../src-main/contract/errors.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { dataOf, indexOf } from './data.ts';

type CallName = Parameters<TestOffice['call']>[0];
/** A call whose numbers stand for the n-th of what there is, so that most of them mean something. */
type Step = { call: CallName; input: (office: TestOffice) => Promise<unknown> };

const nth = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];
const raw = (office: TestOffice, sql: string) => office.store.connections.reader.prepare(sql).pluck().all() as number[];
const tickets = (office: TestOffice) => raw(office, 'SELECT id FROM tickets WHERE hidden = 0 ORDER BY id');
const people = (office: TestOffice) => raw(office, 'SELECT id FROM people ORDER BY id');
const versionOf = (office: TestOffice, id: number | undefined) =>
  office.store.connections.reader.prepare('SELECT version FROM tickets WHERE id = ?').pluck().get(id);

const n = fc.nat({ max: 30 });
const text = fc.constantFrom('boiler', 'Wasser läuft', 'lift, again', 'كهرباء', '0');
const change = fc.record(
  {
    statusId: fc.integer({ min: 1, max: 6 }),
    priorityId: fc.integer({ min: 1, max: 4 }),
    ownerId: fc.constantFrom(null, 1),
    dueAt: fc.constantFrom(null, 1_900_000_000_000, 2_000_000_000_000),
    tagged: fc.boolean(),
    locked: fc.boolean(),
  },
  { requiredKeys: [] },
);
const step = (call: CallName, input: (office: TestOffice) => unknown): Step => ({
  call,
  input: (office) => Promise.resolve(input(office)),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(n, text, fc.boolean(), fc.boolean()).map(([who, words, known, file]): Step => ({
    call: 'tickets.create',
    input: async (office) => ({
      channel: 'mail',
      subject: words,
      message: `${words} ${who}`,
      person: known
        ? { id: nth(people(office), who) }
        : { create: { name: `Name ${who}`, email: `n${who}@x.example` } },
      files: file ? [await office.file(`${who}.txt`, words)] : [],
    }),
  })),
  fc.tuple(n, change).map(([at, wanted]) =>
    step('tickets.change', (office) => {
      const id = nth(tickets(office), at);
      return { id, version: versionOf(office, id), change: wanted };
    }),
  ),
  fc.tuple(fc.array(n, { minLength: 1, maxLength: 5 }), change).map(([some, wanted]) =>
    step('tickets.changeMany', (office) => ({
      selection: { ids: [...new Set(some.map((at) => nth(tickets(office), at) ?? 1))] },
      change: wanted,
    })),
  ),
  fc.tuple(n, text, fc.boolean(), fc.boolean(), fc.boolean()).map(([at, words, note, close, file]): Step => ({
    call: 'tickets.reply',
    input: async (office) => ({
      id: nth(tickets(office), at),
      kind: note ? 'note' : 'reply',
      body: words,
      close,
      files: file ? [await office.file('r.txt', words)] : [],
    }),
  })),
  fc
    .tuple(n, n)
    .map(([at, seconds]) =>
      step('tickets.addTime', (office) => ({ id: nth(tickets(office), at), seconds: seconds - 10 })),
    ),
  fc.tuple(n, text).map(([at, value]) =>
    step('tickets.setFields', (office) => {
      const id = nth(tickets(office), at);
      return { id, version: versionOf(office, id), fields: [{ fieldId: 1, values: [value] }] };
    }),
  ),
  fc.tuple(n, n).map(([at, who]) =>
    step('tickets.addFollower', (office) => ({
      id: nth(tickets(office), at),
      person: { id: nth(people(office), who) },
    })),
  ),
  fc.tuple(n, n).map(([at, who]) =>
    step('tickets.removeFollower', (office) => ({
      id: nth(tickets(office), at),
      personId: nth(people(office), who),
    })),
  ),
  n.map((at) =>
    step('tickets.removeAttachment', (office) => ({
      attachmentId: nth(raw(office, 'SELECT id FROM attachments WHERE complete = 1'), at),
    })),
  ),
  fc
    .tuple(n, fc.boolean())
    .map(([who, given]) => step('people.noticeGiven', (office) => ({ id: nth(people(office), who), given }))),
  fc
    .shuffledSubarray([1, 2, 3, 4], { minLength: 4 })
    .map((ids) => step('office.arrange', () => ({ what: 'priorities', ids }))),
  fc.tuple(n, text, fc.boolean()).map(([at, name, isDefault]) =>
    step('office.saveCategory', (office) => ({
      ...(at % 2 ? { id: nth(raw(office, 'SELECT id FROM categories'), at) } : {}),
      name: `${name} ${at % 5}`,
      isDefault,
    })),
  ),
  n.map((at) =>
    step('office.retire', (office) => ({ what: 'categories', id: nth(raw(office, 'SELECT id FROM categories'), at) })),
  ),
);

/** Does a step where it can be done; true when it left something to take back. */
async function done(office: TestOffice, { call, input }: Step): Promise<boolean> {
  const before = (await office.call('undo.next')).undo?.id;
  office.clock.now += 1_000;
  try {
    await office.call(call, await input(office));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return (await office.call('undo.next')).undo?.id !== before;
}

test('whatever was done, taken back it is as it was, step by step, and done again as it was then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), async (all) => {
      const office = await newOffice();
      try {
        await office.call('office.saveField', { name: 'Flat', kind: 'text', personal: false, categories: 'all' });
        const person = { create: { name: 'Agnieszka Kowalczyk', email: 'ak@x.example' } };
        for (const subject of ['Boiler', 'Lift'])
          await office.call('tickets.create', { channel: 'mail', subject, message: subject, person });
        await office.forgotten();
        const states = [dataOf(office.store)];
        for (const one of all) if (await done(office, one)) states.push(dataOf(office.store));
        for (const there of states.slice(0, -1).reverse()) {
          office.clock.now += 1_000;
          expect((await office.call('undo.take')).left).toEqual([]);
          expect(dataOf(office.store)).toEqual(there);
        }
        for (const there of states.slice(1)) {
          office.clock.now += 1_000;
          await office.call('undo.redo');
          expect(dataOf(office.store)).toEqual(there);
        }
        const index = indexOf(office.store);
        await office.store.reindex(() => undefined);
        expect(index).toEqual(indexOf(office.store));
        expect(office.store.connections.reader.pragma('foreign_key_check')).toEqual([]);
        while ((await office.call('undo.next')).undo) await office.call('undo.take');
        await office.forgotten();
        expect(office.store.connections.reader.prepare('SELECT count(*) FROM attachments').pluck().get()).toBe(0);
        expect(office.store.connections.reader.prepare('SELECT count(*) FROM pieces').pluck().get()).toBe(0);
        expect(dataOf(office.store)).toEqual(states[0]);
      } finally {
        await office.close();
      }
    }),
    { numRuns: 25 },
  );
});
