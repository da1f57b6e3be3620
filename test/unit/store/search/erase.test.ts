import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  changeText,
  checkIndex,
  dropPeople,
  dropPerson,
  dropTicket,
  dropTickets,
  findTickets,
  heldBy,
  parseQuery,
  putPerson,
  putTicket,
} from '../../../../src-main/store/search/index.ts';
import type { PersonDoc, TicketDoc, TicketText } from '../../../../src-main/store/search/index.ts';
import { makeDesk } from './desk.ts';
import type { Desk } from './desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => {
  desk.close();
});

/** Letters by which neighbours in the index share long beginnings, so that FTS5 stores only what differs. */
function wordOf(number: number): string {
  let word = '';
  for (let left = number + 7; left > 0; left = Math.floor(left / 5)) word += 'aeiou'.charAt(left % 5);
  return `marker${word.padEnd(5, 'y')}z`;
}

function written(number: number): { doc: TicketDoc & PersonDoc; texts: TicketText[] } {
  const own = wordOf(number);
  return {
    doc: {
      names: [`Name${own} Family${own}`],
      emails: [`${own}@mail.example`],
      subject: `Subject ${own}`,
      fields: [`Field${own}`],
      files: [`file${own}.pdf`],
    },
    texts: [
      {
        kind: 'message',
        ref: 0,
        text: `A message of ${own} with shared words and more of them ${'filler '.repeat(30)}`,
      },
      { kind: 'reply', ref: number + 1, text: `reply${own} goes to ${own}` },
      { kind: 'note', ref: number + 1, text: `note${own}` },
    ],
  };
}

/** Every form of a ticket's marker that may stand anywhere in the file: whole, or a long beginning or end of it. */
function restsOf(bytes: Buffer, number: number): string[] {
  const own = wordOf(number);
  return [
    own,
    `name${own}`,
    `family${own}`,
    `field${own}`,
    `file${own}`,
    `reply${own}`,
    `note${own}`,
    `${own}@mail`,
  ].filter((form) => bytes.includes(form) || bytes.includes(form.slice(0, -1)));
}

const COUNT = 400;

describe('no word of what was taken out remains in the bytes of the file', () => {
  it.each([
    ['one by one', 'one'],
    ['many at once', 'many'],
  ])('%s', (_, way) => {
    const all = Array.from({ length: COUNT }, (_, i) => {
      const { doc, texts } = written(i);
      const created = new Date(Date.UTC(2025, i % 3, 1 + (i % 28))).toISOString();
      return desk.ticket(doc, texts, created);
    });
    expect(restsOf(desk.bytes(), 5).length).toBeGreaterThan(0);
    const gone = all.map((ticket, number) => ({ ...ticket, number })).filter(({ number }) => number % 3 === 1);
    if (way === 'many') {
      desk.sqlite.exec('BEGIN');
      dropTickets(desk.sqlite, gone, gone.length * 3);
      dropPeople(
        desk.sqlite,
        gone.map(({ person }) => person),
      );
      desk.sqlite.exec('COMMIT');
    } else {
      for (const { key, person, texts } of gone) {
        dropTicket(desk.sqlite, key, texts);
        dropPerson(desk.sqlite, person);
      }
    }
    const bytes = desk.bytes();
    const rests = gone.flatMap(({ number }) => restsOf(bytes, number));
    expect(rests).toEqual([]);
    expect(
      heldBy(
        desk.sqlite,
        gone.map(({ number }) => wordOf(number)),
      ),
    ).toEqual([]);
    expect(checkIndex(desk.sqlite)).toEqual([]);
    for (const { number } of gone.slice(0, 50)) {
      expect(findTickets(desk.sqlite, parseQuery(wordOf(number)), { limit: 5 })).toEqual([]);
    }
    for (const number of [0, 2, 3, 5, 398]) {
      expect(findTickets(desk.sqlite, parseQuery(wordOf(number)), { limit: 5 }).length, wordOf(number)).toBe(1);
    }
  });

  it('a changed text, a changed name, a person', () => {
    const { doc, texts } = written(1);
    const { key, person } = desk.ticket(doc, texts);
    for (let i = 2; i < 200; i += 1) desk.ticket(written(i).doc, written(i).texts);
    putPerson(desk.sqlite, person, { names: ['Name gonepersonname'], emails: ['gonepersonname@mail.example'] });
    putPerson(desk.sqlite, 999, { names: ['Name stayingpersonname'] });
    for (const text of texts) changeText(desk.sqlite, key, text, 'emptied');
    putTicket(desk.sqlite, key, { subject: 'emptied' });
    dropPerson(desk.sqlite, person);
    const bytes = desk.bytes();
    expect(restsOf(bytes, 1)).toEqual([]);
    expect(bytes.includes('gonepersonname')).toBe(false);
    expect(bytes.includes('stayingpersonname')).toBe(true);
    expect(heldBy(desk.sqlite, [wordOf(1), 'gonepersonname'])).toEqual([]);
    expect(checkIndex(desk.sqlite)).toEqual([]);
  });

  it('also after a write that was to take out many was rolled back', () => {
    const tickets = Array.from({ length: 100 }, (_, i) => desk.ticket(written(i).doc, written(i).texts));
    desk.sqlite.exec('BEGIN');
    dropTickets(desk.sqlite, tickets, 300);
    desk.sqlite.exec('ROLLBACK');
    expect(findTickets(desk.sqlite, parseQuery(wordOf(7)), { limit: 5 }).length).toBe(1);
    expect(checkIndex(desk.sqlite)).toEqual([]);
    const seven = tickets[7] as (typeof tickets)[0];
    dropTicket(desk.sqlite, seven.key, seven.texts);
    dropPerson(desk.sqlite, seven.person);
    expect(restsOf(desk.bytes(), 7)).toEqual([]);
    const wrong = tickets.slice(0, 40).map(({ key, texts }, i) => ({ key, texts: i === 30 ? texts.slice(1) : texts }));
    desk.sqlite.exec('BEGIN');
    expect(() => {
      dropTickets(
        desk.sqlite,
        wrong.filter((_, i) => i !== 7),
        120,
      );
    }).toThrow('does not agree');
    desk.sqlite.exec('ROLLBACK');
    const eight = tickets[8] as (typeof tickets)[0];
    dropTicket(desk.sqlite, eight.key, eight.texts);
    dropPerson(desk.sqlite, eight.person);
    expect(restsOf(desk.bytes(), 8)).toEqual([]);
    expect(checkIndex(desk.sqlite)).toEqual([]);
  });
});

it('the index says which words it still knows', () => {
  desk.ticket({ names: ['Łukasz Żółć'] }, [{ kind: 'note', text: 'Γιώργος wrote' }]);
  expect(heldBy(desk.sqlite, ['LUKASZ', 'Zolc', 'γιωργοσ', 'nobody', 'wro'])).toEqual(['LUKASZ', 'Zolc', 'γιωργοσ']);
});
