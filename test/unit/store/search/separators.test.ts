import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  checkIndex,
  dropPeople,
  dropTicket,
  dropTickets,
  findTickets,
  parseQuery,
  putPerson,
  renewSeparators,
  staleSeparators,
  tidySearch,
} from '../../../../src-main/store/search/index.ts';
import type { TicketText } from '../../../../src-main/store/search/index.ts';
import { FTS_TABLES } from '../../../../src-main/store/search/tables.ts';
import { makeDesk, type Desk } from './desk.ts';

/** Words of every ticket's own, in an order of their own, so that many begin a page of the index. */
const wordOf = (n: number): string => `q${((n * 7919) % 9973).toString(36)}marker${n}z`;

type Made = { n: number; key: number; person: number; texts: TicketText[] };

function madeOf(desk: Desk, count: number): Made[] {
  return Array.from({ length: count }, (_, n) => {
    const own = wordOf(n);
    const texts = [
      { kind: 'message' as const, ref: 0, text: Array.from({ length: 40 }, (_, i) => `${own}m${i}`).join(' ') },
      { kind: 'note' as const, ref: 1, text: `shared words ${own}n` },
    ];
    const doc = { names: [`Name ${own}`], emails: [`${own}@mail.example`], subject: `${own}s`, fields: [`${own}f`] };
    const created = new Date(Date.UTC(2026, n % 3, 1 + (n % 28))).toISOString();
    return { n, ...desk.ticket(doc, texts, created) };
  });
}

/** Separators of any table that spell, in four letters or more, the beginning of a word these tickets alone had. */
function leftOf(desk: Desk, gone: readonly Made[]): string[] {
  const words = gone.map(({ n }) => wordOf(n));
  const left: string[] = [];
  for (const table of FTS_TABLES) {
    const terms = desk.sqlite.prepare(`SELECT term FROM ${table}_idx`).pluck().all() as Buffer[];
    for (const term of terms.map(String))
      for (const from of [1, 3])
        if (
          term.length - from > 4 &&
          words.some((word) => word.startsWith(term.slice(from)) || term.slice(from).startsWith(word))
        )
          left.push(`${table} ${term}`);
  }
  return left;
}

const inAll = (desk: Desk): string[] => FTS_TABLES.flatMap((table) => staleSeparators(desk.sqlite, table));
const finds = (desk: Desk, typed: string): number[] =>
  findTickets(desk.sqlite, parseQuery(typed), { limit: 5 }, desk.rows).map(({ key }) => key);

function expectWhole(desk: Desk, stays: readonly Made[], gone: readonly Made[]): void {
  expect(inAll(desk)).toEqual([]);
  expect(checkIndex(desk.sqlite)).toEqual([]);
  for (const { n, key } of stays.slice(0, 60)) {
    expect(finds(desk, `message:${wordOf(n)}m7`), wordOf(n)).toEqual([key]);
    expect(finds(desk, `message:${wordOf(n)}`), wordOf(n)).toEqual([key]);
    expect(finds(desk, `"${wordOf(n)}m0 ${wordOf(n)}m1"`), wordOf(n)).toEqual([key]);
    expect(finds(desk, `email:${wordOf(n)}@ma`), wordOf(n)).toEqual([key]);
  }
  for (const { n } of gone.slice(0, 60)) expect(finds(desk, wordOf(n)), wordOf(n)).toEqual([]);
}

describe('what the index finds its pages by', () => {
  it('spells words that were deleted one by one, until it is renewed', () => {
    const desk = makeDesk();
    try {
      const all = madeOf(desk, 120);
      const gone = all.filter(({ n }) => n % 4 === 1);
      for (const { key, texts } of gone) dropTicket(desk.sqlite, key, texts);
      // Without this the test would show nothing: it is what FTS5 leaves behind.
      expect(inAll(desk).length).toBeGreaterThan(5);
      expect(leftOf(desk, gone).length).toBeGreaterThan(5);
      const renewed = FTS_TABLES.map((table) => renewSeparators(desk.sqlite, table));
      expect(renewed.reduce((sum, count) => sum + count)).toBeGreaterThan(5);
      expect(leftOf(desk, gone).filter((left) => !left.startsWith('find_people'))).toEqual([]);
      expectWhole(
        desk,
        all.filter(({ n }) => n % 4 !== 1),
        [],
      );
    } finally {
      desk.close();
    }
  });

  property.prop([fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 40 }), fc.boolean(), fc.boolean()], {
    numRuns: 12,
  })(
    'spells nothing of tickets and people that were taken out wholly, in one piece or several, one by one or together',
    (chosen, joined, together) => {
      const desk = makeDesk();
      try {
        const all = madeOf(desk, 100);
        if (joined) while (tidySearch(desk.sqlite, 500));
        const out = new Set(chosen);
        const gone = all.filter(({ n }) => out.has(n));
        desk.sqlite.exec('BEGIN');
        for (const some of together ? [gone] : gone.map((one) => [one])) {
          dropTickets(desk.sqlite, some, together ? 1 : 2, true);
          dropPeople(
            desk.sqlite,
            some.map(({ person }) => person),
          );
        }
        // What stands there afterwards is written in the same breath, as an anonymised ticket is.
        putPerson(desk.sqlite, 999, { names: ['Somebody Else'] });
        desk.sqlite.exec('COMMIT');
        expect(leftOf(desk, gone)).toEqual([]);
        expectWhole(
          desk,
          all.filter(({ n }) => !out.has(n)),
          gone,
        );
        while (tidySearch(desk.sqlite, 500));
        expectWhole(
          desk,
          all.filter(({ n }) => !out.has(n)),
          gone,
        );
        const bytes = desk.bytes();
        for (const { n } of gone) expect(bytes.includes(wordOf(n)), wordOf(n)).toBe(false);
      } finally {
        desk.close();
      }
    },
  );

  it('stays as it was where the write is rolled back', () => {
    const desk = makeDesk();
    try {
      const all = madeOf(desk, 60);
      const before = desk.sqlite.prepare('SELECT segid, term, pgno FROM find_texts_idx ORDER BY 1, 2').all();
      desk.sqlite.exec('BEGIN');
      dropTickets(desk.sqlite, all.slice(0, 20), 1, true);
      desk.sqlite.exec('ROLLBACK');
      expect(desk.sqlite.prepare('SELECT segid, term, pgno FROM find_texts_idx ORDER BY 1, 2').all()).toEqual(before);
      expectWhole(desk, all, []);
      expect(() => desk.sqlite.exec(`DELETE FROM find_texts_idx`)).toThrow('may not be modified');
    } finally {
      desk.close();
    }
  });
});
