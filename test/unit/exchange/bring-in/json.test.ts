import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { afterEach, describe, expect, test } from 'vitest';
import { decideDiffering, inspectTable } from '../../../../src-main/exchange/index.ts';
import { RECORD_PARTS, type RecordFile, type TicketRecord } from '../../../../src-main/exchange/record/shape.ts';
import { tickets as ticketRows } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { takeOut } from '../out/taking-out.ts';
import { fileAt, lines, quietly, take, tableOf } from './desk.ts';

const offices: TestOffice[] = [];
const anOffice = async () => {
  const office = await newOffice({ lines });
  offices.push(office);
  return office;
};
afterEach(async () => {
  for (const office of offices.splice(0)) await office.close();
});

const PARTS = [...RECORD_PARTS];
const read = (file: Buffer) => JSON.parse(file.toString()) as RecordFile;
const idsOf = async (office: TestOffice) =>
  (await office.store.db.select({ id: ticketRows.id }).from(ticketRows)).map(({ id }) => id);
async function moved(made: AnyTicket[]) {
  const from = await anOffice();
  const to = await anOffice();
  const ids = await writeTickets(from.store, from.actor.staffId, made);
  const out = await takeOut(from, 'json', ids, { parts: PARTS });
  const done = await take(to, await fileAt(out.path));
  const again = await takeOut(to, 'json', await idsOf(to), { parts: PARTS });
  return { done, before: read(out.file), after: read(again.file), to, path: out.path };
}

/** A record as another office must have it: its own numbers and staff, its own history, and where things came from. */
function portable(record: TicketRecord): unknown {
  const staff = (ref: { name: string } | null) => ref && ref.name;
  const author = (one: { kind: string; name: string }) => `${one.kind} ${one.name.trim()}`;
  const {
    number: _number,
    history: _history,
    people = [],
    replies = [],
    notes = [],
    attachments = [],
    category,
    priority,
    status,
    fields,
    ...rest
  } = record;
  return {
    ...rest,
    terms: [category.name, priority.name, status.name],
    fields: fields
      .filter(({ values }) => values.length > 0)
      .map(({ name, values }) => [name, values])
      .sort(),
    writtenBy: staff(rest.writtenBy),
    owner: staff(rest.owner),
    openedBy: staff(rest.openedBy),
    staff: rest.staff.map(({ role, name }) => [role, name]),
    links: rest.links.map(({ uid }) => uid).sort(),
    people: people
      .map(({ source: _source, identifiers, name, ...person }) => ({
        ...person,
        name: name.trim(),
        identifiers: identifiers
          .map(({ kind, value, until }) => `${kind} ${value.trim()} ${until}`)
          .filter((known, n, all) => all.indexOf(known) === n && !/^\w+ {2}/.test(known))
          .sort(),
      }))
      .sort((a, b) => a.uid.localeCompare(b.uid) || a.role.localeCompare(b.role)),
    entries: [...replies, ...notes]
      .map((entry) => ({ ...entry, author: author(entry.author) }))
      .sort((a, b) => a.uid.localeCompare(b.uid)),
    attachments: attachments
      .map(({ name: _name, kind: _kind, addedBy, ...file }) => ({ ...file, addedBy: author(addedBy) }))
      .sort((a, b) => a.uid.localeCompare(b.uid)),
  };
}

describe('JSON of another office', () => {
  property.prop([fc.array(anyTicket, { minLength: 1, maxLength: 6 })], { numRuns: 8, endOnFailure: true })(
    'comes in whole: ids, people, texts, fields, dates, tags, links and files, whatever stands in them',
    async (some) => {
      // One asks, however many follow, and everybody is called something.
      const made = some.map((one) => ({
        ...one,
        hidden: false,
        people: one.people.map((person, n) => ({
          ...person,
          name: person.name.trim() || 'Nameless',
          role: n > 0 && person.role === 'requester' ? ('follower' as const) : person.role,
        })),
      }));
      const { done, before, after } = await moved(made);
      expect(done).toMatchObject({ added: made.length, refused: 0, trackingTaken: 0 });
      for (const record of before.tickets) {
        const there = after.tickets.find(({ uid }) => uid === record.uid);
        // A name that stands in no list of names is added to it: people are found by it.
        const named = (one: TicketRecord): TicketRecord => ({
          ...one,
          people: (one.people ?? []).map((person) => ({
            ...person,
            identifiers: person.identifiers.filter(
              ({ kind, value }) => kind !== 'name' || value.trim() !== person.name.trim(),
            ),
          })),
        });
        expect(portable(named(there ?? record))).toEqual(portable(named(record)));
        expect(there).toBeDefined();
      }
      for (const office of offices.splice(0)) await office.close();
    },
  );

  test('an address somebody had twice comes in with both its times', async () => {
    const [one] = fc.sample(anyTicket, { numRuns: 1, seed: 3 });
    const known = [2018, 2024].map((year) => ({
      kind: 'address' as const,
      value: 'C 3.14',
      until: Date.UTC(year, 6, 2),
    }));
    const person = { ...(one as AnyTicket).people[0], name: 'Jo Aasland', role: 'requester' as const, known };
    const made = { ...(one as AnyTicket), hidden: false, people: [person] } as AnyTicket;
    const { after } = await moved([made]);
    const there = after.tickets[0]?.people?.[0]?.identifiers.filter(({ kind }) => kind === 'address');
    expect(there?.map(({ value, until }) => `${value} ${until?.slice(0, 4)}`)).toEqual(['C 3.14 2018', 'C 3.14 2024']);
  });

  test('is known when it comes again, and only what differs is asked', async () => {
    const [one] = fc.sample(anyTicket, { numRuns: 1, seed: 3 });
    const { to, path, before } = await moved([
      { ...(one as AnyTicket), hidden: false, subject: 'Lift', anonymisedAt: null },
    ]);
    expect(await take(to, await fileAt(path), { source: 'by another name' })).toMatchObject({ added: 0, known: 1 });
    const text = readFileSync(path, 'utf8').replace('"subject":"Lift"', '"subject":"Lifts"');
    const asked = await take(to, await tableOf(to, text, 'tickets.json'));
    expect(asked).toMatchObject({ added: 0, known: 0, differing: 1 });
    expect(asked.differingRows[0]?.changes).toEqual([{ field: 'subject', name: '', ours: 'Lift', theirs: 'Lifts' }]);
    expect(before.tickets).toHaveLength(1);
  });

  test('decided where it comes twice, makes no status twice that it brought', async () => {
    const [one] = fc.sample(anyTicket, { numRuns: 1, seed: 3 });
    const { before } = await moved([{ ...(one as AnyTicket), hidden: false, subject: 'Lift', anonymisedAt: null }]);
    const parked = { uid: 'ab'.repeat(16), name: 'Parked' };
    before.terms.statuses.push({ ...parked, role: 'custom', open: true, archived: false });
    const [ticket] = before.tickets as [TicketRecord];
    const first = { ...ticket, status: parked, open: true };
    const file = { ...before, tickets: [first, { ...first, subject: 'Lifts' }], count: 2 };
    const to = await anOffice();
    const from = await tableOf(to, JSON.stringify(file), 'tickets.json');
    const done = await take(to, from, { source: 'x' });
    expect(done).toMatchObject({ added: 1, differing: 1 });
    expect(done.differingRows[0]?.changes.map(({ field }) => field)).toEqual(['subject']);
    const input = { from, mapping: done.mapping, source: 'x', decisions: [], others: 'theirs' as const };
    expect(await decideDiffering(to.store, to.actor, input, quietly)).toEqual({ ours: 0, theirs: 1 });
    const { statuses } = await to.call('office.settings');
    expect(statuses.filter(({ name }) => name === 'Parked')).toHaveLength(1);
    const [row] = await to.store.db.select().from(ticketRows);
    expect(row).toMatchObject({ subject: 'Lifts', statusId: statuses.find(({ name }) => name === 'Parked')?.id });
  });

  test('says what it holds before it comes in', async () => {
    const office = await anOffice();
    const made = fc.sample(anyTicket, { numRuns: 5, seed: 5 }).map((ticket) => ({ ...ticket, hidden: false }));
    const ids = await writeTickets(office.store, office.actor.staffId, made);
    const { path } = await takeOut(office, 'json', ids, { parts: ['people', 'replies'] });
    const facts = await inspectTable(office.store, office.actor, { from: await fileAt(path) }, quietly);
    const replies = made.flatMap(({ entries }) => entries).filter(({ kind }) => kind === 'reply').length;
    expect(facts).toMatchObject({ format: 'json', recognised: 'paperdesk' });
    expect(facts.holds).toMatchObject({
      office: 'Nordhafen Housing',
      counts: { tickets: 5, replies, notes: 0 },
      without: ['notes', 'history', 'attachments'],
      says: null,
      unknown: [],
    });
    expect(facts.holds?.preview).toHaveLength(5);
  });
});
