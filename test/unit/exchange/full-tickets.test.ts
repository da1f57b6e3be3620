import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TICKET_PARTS, type FullPage, type FullTicket, type TicketPart } from '../../../src-main/contract/exchange.ts';
import type { Ticket } from '../../../src-main/contract/tickets.ts';
import { exchangeLines } from '../../../src-main/exchange/index.ts';
import { PAGE_BYTES } from '../../../src-main/exchange/page-of-tickets.ts';
import { tickets } from '../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { sizedTicket, textOf, writePeople, writeTickets, type SizedTicket } from './sized-tickets.ts';

let office: TestOffice;
const scene = { people: [] as number[], fields: [] as number[] };
beforeAll(async () => {
  office = await newOffice({ lines: { exchange: exchangeLines } });
  scene.people = await writePeople(office);
  for (const name of ['Flat', 'Meter', 'Remark'])
    scene.fields.push(
      (await office.call('office.saveField', { name, kind: 'text', personal: true, categories: 'all' })).id,
    );
});
afterAll(() => office.close());

const PLAIN: SizedTicket = { hidden: false, message: 10, entries: [], people: [], values: [], files: [], history: [] };
const reply = (bytes: number): SizedTicket['entries'][number] => ({
  kind: 'reply',
  by: 'person',
  person: 0,
  bytes,
  minute: 0,
});
const write = (made: readonly SizedTicket[]) => writeTickets(office, made, scene);

/** All pages of these tickets, as the window asks for them, some ids at a time; `between` is done after the first. */
async function pagesOf(
  ids: readonly number[],
  parts: readonly TicketPart[] = TICKET_PARTS,
  between?: () => Promise<unknown>,
): Promise<FullTicket[][]> {
  const pages: FullTicket[][] = [];
  let after: FullPage['after'] = null;
  for (let done = 0; done < ids.length;) {
    const input: { ids: number[]; parts: readonly TicketPart[]; after: typeof after } = {
      ids: ids.slice(done, done + 5),
      parts,
      after,
    };
    const page: FullPage = await office.call('exchange.fullTickets', input);
    if (page.done === 0 && page.tickets.every(({ goesOn, entries }) => goesOn && entries.length === 0))
      throw new Error('a page that brings nothing');
    if (pages.length === 0) await between?.();
    pages.push(page.tickets);
    done += page.done;
    after = page.after;
  }
  return pages;
}

/** Pages put together: of a ticket that goes on, the further entries. */
function whole(pages: readonly FullTicket[][]): FullTicket[] {
  const all: FullTicket[] = [];
  for (const ticket of pages.flat()) {
    const last = all.at(-1);
    if (!ticket.goesOn) all.push({ ...ticket, entries: [...ticket.entries] });
    else if (last?.id === ticket.id) last.entries.push(...ticket.entries);
    else throw new Error('a ticket goes on that nobody began');
  }
  return all;
}

/** What a ticket opened in the window says, as far as paper and workbook ask for it. */
function asFull(ticket: Ticket): FullTicket {
  const { aliases: _a, version: _v, open: _o, openedBy: _ob, assignedBy: _ab, firstReplyBy: _f, ...a } = ticket;
  const { closedBy: _c, bodyFormat: _b, tagged: _t, locked: _l, entryCount: _e, links: _li, ...b } = a;
  const { drafts: _d, ...facts } = b;
  return {
    ...facts,
    goesOn: false,
    people: ticket.people.map(({ id, uid, name, role, identifiers }) => ({
      id,
      uid,
      name,
      role,
      identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
    })),
    entries: ticket.entries.map(({ id, kind, authorKind, author, staffId, channel, body, createdAt }) => ({
      id,
      kind,
      authorKind,
      author,
      staffId,
      channel,
      body,
      createdAt,
    })),
    attachments: ticket.attachments.map(({ uid: _uid, entryId: _entryId, ...file }) => file),
  };
}

const bytesOf = (text: string) => Buffer.byteLength(text);
const textsOf = (ticket: FullTicket): string[] => [
  ...(ticket.goesOn ? [] : [ticket.subject, ticket.message]),
  ...ticket.entries.map(({ body }) => body),
  ...ticket.fields.flatMap(({ values }) => values),
];

describe('full tickets for paper and workbook', () => {
  test('read together they say what each says when it is opened, however the pages cut them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sizedTicket, { minLength: 1, maxLength: 12 }), async (made) => {
        const ids = await write(made);
        const newest = ids.toReversed();
        const expected: FullTicket[] = [];
        for (const [n, id] of ids.entries())
          if (!made[n]?.hidden) expected.unshift(asFull(await office.call('tickets.open', { id })));
        expect(whole(await pagesOf(newest))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('no page has more than 128 KB of text, but for a single text that is longer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sizedTicket, { minLength: 1, maxLength: 12 }), async (made) => {
        for (const page of await pagesOf(await write(made))) {
          const texts = page.flatMap(textsOf);
          const one = page.length === 1 && (page[0]?.entries.length ?? 0) <= 1;
          if (!one) expect(texts.reduce((sum, text) => sum + bytesOf(text), 0)).toBeLessThanOrEqual(PAGE_BYTES);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('a ticket of 200 replies of a megabyte comes a reply at a time, whole and in order', async () => {
    const long = 1_000_000;
    const [small, huge, last] = await write([
      PLAIN,
      { ...PLAIN, message: long, entries: Array.from({ length: 200 }, () => reply(long)) },
      PLAIN,
    ]);
    const pages = await pagesOf([small ?? 0, huge ?? 0, last ?? 0]);
    for (const page of pages) {
      expect(page.flatMap(({ entries }) => entries).length).toBeLessThanOrEqual(1);
      expect(page.flatMap(textsOf).reduce((sum, text) => sum + bytesOf(text), 0)).toBeLessThan(long + 100);
    }
    const [first, second, third, ...more] = whole(pages);
    expect([first?.id, second?.id, third?.id, ...more]).toEqual([small, huge, last]);
    const ids = second?.entries.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(200);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const text = textOf(long);
    expect(second?.message).toBe(text);
    expect(second?.entries.every(({ body }) => body === text)).toBe(true);
  });

  test('only what is asked for comes along', async () => {
    const [id = 0] = await write([
      {
        ...PLAIN,
        entries: [reply(5), { ...reply(5), kind: 'note' }],
        files: [{ complete: true, onEntry: false }],
        history: [{ what: 'created', minute: 0 }],
      },
    ]);
    const [bare] = whole(await pagesOf([id], []));
    expect([bare?.entries, bare?.attachments, bare?.history]).toEqual([[], [], []]);
    const [notes] = whole(await pagesOf([id], ['notes']));
    expect(notes?.entries.map(({ kind }) => kind)).toEqual(['note']);
    const [full] = whole(await pagesOf([id]));
    expect([full?.entries.length, full?.attachments.length, full?.history.length]).toEqual([2, 1, 1]);
  });

  test('a ticket that is deleted between two pages is left out, and the others come', async () => {
    const [cut = 0, gone = 0, stays = 0] = await write([
      { ...PLAIN, entries: [reply(400_000), reply(400_000)] },
      { ...PLAIN, message: 400_000 },
      PLAIN,
    ]);
    const hide = () => office.store.write((tx) => tx.update(tickets).set({ hidden: true }).where(eq(tickets.id, gone)));
    const all = whole(await pagesOf([cut, gone, stays], ['replies'], hide));
    expect(all.map(({ id, entries }) => [id, entries.length])).toEqual([
      [cut, 2],
      [stays, 0],
    ]);
  });

  test('a selection’s ids come newest first, without the hidden and the left out', async () => {
    const [a = 0, b = 0, c = 0] = await write([PLAIN, { ...PLAIN, hidden: true }, PLAIN]);
    expect(await office.call('exchange.selected', { selection: { ids: [a, b, c] } })).toEqual([c, a]);
    const all = await office.call('exchange.selected', { selection: { filter: { view: 'all' }, except: [c] } });
    expect(all).toEqual(all.toSorted((x, y) => y - x));
    expect(all).toContain(a);
    expect(all).not.toContain(b);
    expect(all).not.toContain(c);
  });
});
