import { fc, test as property } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  allKeys,
  changeText,
  checkIndex,
  countTickets,
  dropText,
  findTickets,
  heldBy,
  parseQuery,
  putPerson,
  putText,
  putTicket,
  SearchOutOfStep,
  tidySearch,
} from '../../../../src-main/store/search/index.ts';
import { cut } from '../../../../src-main/store/words.ts';
import { makeDesk } from './desk.ts';
import type { Desk } from './desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
});
afterEach(() => {
  desk.close();
});

const find = (typed: string): number[] =>
  findTickets(desk.sqlite, parseQuery(typed), { limit: 50 }, desk.rows).map(({ key }) => key);
const placesOf = (typed: string): unknown =>
  findTickets(desk.sqlite, parseQuery(typed), { limit: 1 }, desk.rows)[0]?.places;

describe('one box finds', () => {
  let key: number;
  beforeEach(() => {
    ({ key } = desk.ticket(
      {
        names: ['Jürgen Müller-Kowalski', 'Щукин Пётр', "Sinéad O'Brien", '王小明'],
        emails: ['j.kowal@mail.example'],
        phones: ['+49 (0)170 123-45 67'],
        numbers: ['K-2023/001'],
        addresses: ['Hafenstraße 3.14'],
        tracking: ['A7B-C1D-EFGH', 'OLD-1DX-MERG'],
        subject: 'Die Heizung tropft',
        fields: ['Balkon links', 'ภาษาไทยง่าย'],
        files: ['rechnung_märz.pdf'],
      },
      [
        { kind: 'message', text: 'Es ist kalt in der Küche, sagt Herr Łukasz. Besuch von 192.168.1.5. 東京都庁 👍' },
        { kind: 'reply', ref: 7, text: 'Wir kommen am Dienstag; Γιώργος bringt das Ventil.' },
        { kind: 'note', ref: 9, text: 'Vorsicht, Hund. देवनागरी नमस्ते مُحَمَّد' },
      ],
    ));
    desk.ticket({ names: ['Somebody Else'], subject: 'Another thing' }, [{ kind: 'message', text: 'Nothing here' }]);
  });

  it.each([
    ...[
      'müller',
      'mueller',
      'Muller',
      'MÜLL',
      'kowal',
      'щук',
      'петр',
      'Shchukin',
      'obrien',
      "o'brien",
      'sinead',
      '小明',
    ],
    ...['wangxiao', 'wal@mai', 'email:kowal', '0170 1234567', '+49 170 1234567', '0049170123', '4567', 'phone:345'],
    ...['k2023', '23/0', 'number:2023', '3.14', 'kowal 3.14', 'a7b-c1d-efgh', 'old-1dx-merg', 'id:c1d', 'heiz', 'balk'],
    ...[
      '"die heizung"',
      'subject:tropf',
      'marz',
      'file:rechnung',
      'kuche',
      'lukasz',
      '192.168.1.5',
      '京',
      '京都',
      '👍',
    ],
    ...[
      '"東京都庁"',
      'γιωργος',
      'reply:ventil',
      'note:hund',
      'नमस्ते',
      'محمد',
      'ภาษา',
      'field:ไทย',
      'heizung dienstag hund',
    ],
    ...[
      'heizung -strom',
      '"kalt in der küche"',
      'message:"es ist"',
      'name:"jürgen müller"',
      'HEIZUNG & KÜCHE',
      '-strom heiz',
    ],
  ])('%s', (typed) => {
    expect(find(typed)).toEqual([key]);
  });

  it.each([
    ...['"heizung die"', 'heizung -dienstag', 'note:dienstag', 'subject:kuche', 'eizung', '"heiz"', 'email:müller'],
    ...['0170 1234568', '192.168.1.6', '京東', 'kowal 3.15', 'name:heizung', 'reply:hund', '"kowalski щукин"'],
  ])('not by %s', (typed) => {
    expect(find(typed)).toEqual([]);
  });

  it('and says where each part stands', () => {
    expect(placesOf('dienstag')).toEqual([{ field: 'reply', ref: 7 }]);
    expect(placesOf('hund')).toEqual([{ field: 'note', ref: 9 }]);
    expect(placesOf('kalt tropft')).toEqual([{ field: 'message', ref: 0 }, { field: 'subject' }]);
    expect(placesOf('kowal')).toEqual([{ field: 'name' }, { field: 'email' }]);
    expect(placesOf('c1d-efgh')).toEqual([{ field: 'id' }]);
    expect(placesOf('4567')).toEqual([{ field: 'phone' }]);
  });
});

describe('pages', () => {
  it('come newest first over months and go on below a key', () => {
    const keys: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      const created = new Date(Date.UTC(2024, i % 24, 1 + (i % 27))).toISOString();
      keys.push(desk.ticket({ subject: 'boiler' }, [{ text: 'boiler boiler' }, { text: 'boiler' }], created).key);
    }
    keys.sort((a, b) => b - a);
    const seen: number[] = [];
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const page = findTickets(desk.sqlite, parseQuery('boil'), { limit: 7, ...(before && { before }) });
      if (page.length === 0) break;
      seen.push(...page.map((hit) => hit.key));
    }
    expect(seen).toEqual(keys);
    expect([...allKeys(desk.sqlite, parseQuery('boiler'))].flat()).toEqual(keys);
    expect(countTickets(desk.sqlite, parseQuery('boiler'), 1000)).toEqual({ count: 300, more: false });
    expect(countTickets(desk.sqlite, parseQuery('boiler'), 100)).toEqual({ count: 100, more: true });
  });

  it('lose no ticket of a month in which a word stands a thousand times', () => {
    const keys = Array.from({ length: 150 }, (_, i) =>
      desk.ticket(
        { subject: i % 3 ? 'door' : 'window' },
        i % 2 ? [] : Array.from({ length: 9 }, () => ({ text: 'door' })),
      ),
    );
    const wanted = keys
      .filter((_, i) => i % 3 !== 0 || i % 2 === 0)
      .map(({ key }) => key)
      .reverse();
    const seen: number[] = [];
    for (let before = 2 ** 50; ; before = seen.at(-1) ?? 0) {
      const page = findTickets(desk.sqlite, parseQuery('door'), { limit: 20, before });
      if (page.length === 0) break;
      seen.push(...page.map((hit) => hit.key));
    }
    expect(seen).toEqual(wanted);
  });

  it('show only what the caller keeps', () => {
    const keys = Array.from({ length: 20 }, () => desk.ticket({ subject: 'door' }).key);
    const even = keys.filter((_, i) => i % 2 === 0).reverse();
    const keep = (asked: readonly number[]): number[] => asked.filter((key) => even.includes(key));
    expect(findTickets(desk.sqlite, parseQuery('door'), { limit: 50 }, { keep }).map(({ key }) => key)).toEqual(even);
    expect(countTickets(desk.sqlite, parseQuery('door'), 50, { keep }).count).toBe(10);
    expect(countTickets(desk.sqlite, parseQuery(''), 50, { keep }).count).toBe(10);
  });

  it('join IPs that the caller knows with words from the index', () => {
    const [one, two] = [desk.ticket({ subject: 'door' }).key, desk.ticket({ subject: 'window' }).key];
    const asked = new Set<string>();
    const withIp = (part: { text: string }): number[] => {
      asked.add(part.text);
      return [one, two];
    };
    const hits = findTickets(desk.sqlite, parseQuery('192.168.1.0/24 door'), { limit: 5 }, { withIp });
    expect(hits).toEqual([{ key: one, places: [{ field: 'ip' }, { field: 'subject' }] }]);
    expect([...asked]).toEqual(['192.168.1.0/24']);
  });

  it('by rank put the ticket whose subject it is above one that mentions it', () => {
    const subject = desk.ticket({ subject: 'boiler' }, [], '2020-01-01T00:00:00Z').key;
    const mention = desk.ticket({ subject: 'other' }, [{ text: 'a boiler' }]).key;
    const often = desk.ticket(
      { subject: 'other' },
      [{ text: 'boiler' }, { text: 'boiler' }],
      '2021-01-01T00:00:00Z',
    ).key;
    const hits = findTickets(desk.sqlite, parseQuery('boiler'), { limit: 10, order: 'rank' });
    expect(hits.map(({ key }) => key)).toEqual([subject, often, mention]);
    const second = findTickets(desk.sqlite, parseQuery('boiler'), { limit: 1, order: 'rank', offset: 1 });
    expect(second.map(({ key }) => key)).toEqual([often]);
  });
});

describe('the index', () => {
  it('holds more texts of a ticket than it has rows below its key', () => {
    const { key } = desk.ticket({ subject: 'mail loop' });
    desk.sqlite.exec('BEGIN');
    for (let ref = 1; ref <= 4200; ref += 1) putText(desk.sqlite, key, { kind: 'reply', ref, text: `answer n${ref}n` });
    desk.sqlite.exec('COMMIT');
    expect(find('n4200n mail n1n')).toEqual([key]);
    expect(placesOf('n4200n')).toEqual([{ field: 'reply', ref: 4200 }]);
    dropText(desk.sqlite, key, { kind: 'reply', ref: 4200, text: 'answer n4200n' });
    expect(find('n4200n')).toEqual([]);
    expect(find('n4199n')).toEqual([key]);
  });

  it('finds every word, its beginning and its accented form in a text of 1 MB, even if it is one word', () => {
    const { key } = desk.ticket({ subject: 'x' }, [{ kind: 'message', text: 'é'.repeat(1_000_000) }]);
    expect(find('eeee')).toEqual([key]);
    expect(find('é'.repeat(150))).toEqual([key]);
  });

  it('refuses to take out another text than was put in, and to take the same text in twice', () => {
    const { key, texts } = desk.ticket({ subject: 'x' }, [{ text: 'first words' }]);
    expect(() => dropText(desk.sqlite, key, { kind: 'reply', ref: 0, text: 'other words' })).toThrow(SearchOutOfStep);
    expect(() => dropText(desk.sqlite, key, { kind: 'note', ref: 0, text: 'first words' })).toThrow(SearchOutOfStep);
    expect(() => putText(desk.sqlite, key, texts[0] as (typeof texts)[0])).toThrow(SearchOutOfStep);
    changeText(desk.sqlite, key, { kind: 'reply', ref: 0, text: 'first words' }, 'second words');
    expect(find('first')).toEqual([]);
    expect(find('second')).toEqual([key]);
  });

  it('puts a changed ticket or person in place of the old one and touches nothing where nothing changed', () => {
    const doc = { names: ['Ada Lovelace'], subject: 'engine' };
    const { key, person } = desk.ticket(doc);
    const changes = (): unknown => desk.sqlite.prepare('SELECT total_changes()').pluck().get();
    const before = changes();
    putTicket(desk.sqlite, key, doc);
    putPerson(desk.sqlite, person, doc);
    expect(changes()).toBe(before);
    putPerson(desk.sqlite, person, { names: ['Ada King'] });
    expect(find('lovelace')).toEqual([]);
    expect(find('king engine')).toEqual([key]);
    putTicket(desk.sqlite, key, { subject: 'loom' });
    expect(find('engine')).toEqual([]);
    expect(find('king loom')).toEqual([key]);
  });

  it('finds every ticket of a person under a new name by one changed row, never under the old one', () => {
    const tickets = Array.from({ length: 30 }, (_, n) =>
      desk.ticket({ subject: `engine ${n}` }, [], `2026-0${1 + (n % 9)}-01T10:00:00Z`),
    );
    putPerson(desk.sqlite, 500, { names: ['Ada Lovelace'], emails: ['ada@mail.example'] });
    const mine = tickets.filter((_, n) => n % 2 === 0).map(({ key }) => key);
    const rows = {
      withPeople: (people: ReadonlySet<number>, { low, below }: { low: number; below: number }) =>
        people.has(500) ? mine.filter((key) => key >= low && key < below) : [],
    };
    const keys = (typed: string) =>
      findTickets(desk.sqlite, parseQuery(typed), { limit: 50 }, rows).map((hit) => hit.key);
    expect(keys('lovelace')).toEqual(mine.toSorted((a, b) => b - a));
    putPerson(desk.sqlite, 500, { names: ['Ada King'], emails: ['ada@mail.example'] });
    expect(keys('lovelace')).toEqual([]);
    expect(keys('king -"engine 4"').length).toBe(mine.length - 1);
    expect(countTickets(desk.sqlite, parseQuery('king'), 100, rows)).toEqual({ count: mine.length, more: false });
  });

  it('finds the same when its pieces were joined at rest', () => {
    for (let i = 0; i < 200; i += 1) desk.ticket({ subject: `piece p${i}p` }, [{ text: `text t${i}t` }]);
    while (tidySearch(desk.sqlite, 50));
    const pieces = desk.sqlite.prepare('SELECT count(DISTINCT segid) FROM find_texts_idx').pluck().get();
    expect(pieces).toBeLessThan(4);
    expect(find('p17p t17t').length).toBe(1);
    expect(checkIndex(desk.sqlite)).toEqual([]);
  });

  it('says that it is damaged', () => {
    desk.ticket({ subject: 'engine' }, [{ text: 'words' }]);
    expect(checkIndex(desk.sqlite)).toEqual([]);
    desk.sqlite.exec('DELETE FROM find_kept');
    expect(checkIndex(desk.sqlite)).toEqual(['find_texts']);
  });
});

const words = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'Müller',
      'Łódź',
      'Ёлка',
      'Γιώργος',
      '東京都',
      'ภาษา',
      'देवनागरी',
      'مُحَمَّد',
      '한국어',
      'ｶﾞﾗｽ',
      '👍',
      '𠀀𠀁',
      'ÅNGSTRÖM',
    ),
  ),
  { maxLength: 8 },
);

describe('whatever is written', () => {
  const shared = makeDesk();
  property.prop([words], { numRuns: 80 })(
    'every word finds its ticket: itself, its beginning, the phrase',
    (written) => {
      const text = written.join(' ');
      const { key } = shared.ticket({}, [{ kind: 'message', text }]);
      const finds = (typed: string): boolean =>
        findTickets(shared.sqlite, parseQuery(typed), { limit: 2000 }).some((hit) => hit.key === key);
      for (const word of cut(text)) {
        expect(finds(`message:"${word}"`) || finds(`message:${word}`), word).toBe(true);
        expect(finds(`message:${Array.from(word).slice(0, 2).join('')}`), word).toBe(true);
        expect(finds(`message:${word.normalize('NFD').toUpperCase()}`), word).toBe(true);
      }
      if (key % 16 === 0) expect(heldBy(shared.sqlite, cut(text))).toEqual(cut(text));
      if (cut(text).length > 0 && cut(text).length < 30 && !/["“”„«»]/.test(text)) {
        expect(finds(`message:"${text}"`), text).toBe(true);
      }
    },
  );
});
