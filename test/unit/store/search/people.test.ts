import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dropPerson,
  findPeople,
  nameForms,
  parseQuery,
  putPerson,
  where,
} from '../../../../src-main/store/search/index.ts';
import { makeDesk } from './desk.ts';
import type { Desk } from './desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = makeDesk();
  putPerson(desk.sqlite, 1, {
    names: ['Anna Kowalska', 'Kowalska, A.'],
    emails: ['anna.k@mail.example'],
    phones: ['040 1234567'],
    numbers: ['M-1042'],
    addresses: ['Hafenstraße 3.14'],
    ips: ['192.0.2.7', '2001:db8::7'],
  });
  putPerson(desk.sqlite, 2, { names: ['Jan Kowalczyk'], addresses: ['Hafenstraße 3.15'] });
  putPerson(desk.sqlite, 3, { names: ['王小明'] });
  putPerson(desk.sqlite, 4, { names: ['Øystein Müller'], emails: ['kowal@mail.example'] });
});
afterEach(() => {
  desk.close();
});

describe('a person is recognised while typing', () => {
  it.each<[string, number[]]>([
    ['k', [2, 1, 4]],
    ['kowal', [2, 1, 4]],
    ['kowal 3.14', [1]],
    ['3.1 kowalc', [2]],
    ['anna kow', [1]],
    ['NNA.K@', [1]],
    ['1234567', [1]],
    ['4567', [1]],
    ['+49 401234567', [1]],
    ['040 123 45 67', [1]],
    ['(040) 1234-567', [1]],
    ['040 123 45 68', []],
    ['1042', [1]],
    ['m1042', [1]],
    ['192.0.2', [1]],
    ['2001:db8', [1]],
    ['小明', [3]],
    ['wang', [3]],
    ['王', [3]],
    ['oystein', [4]],
    ['mueller', [4]],
    ['muller', [4]],
    ['hafenstrasse', [2, 1]],
    ['', []],
    ['"', []],
  ])('%s', (typed, people) => {
    expect(findPeople(desk.sqlite, typed, 10)).toEqual(people);
  });

  it('and no longer after they are taken out, or known by another name', () => {
    dropPerson(desk.sqlite, 1);
    putPerson(desk.sqlite, 2, { names: ['Jan Nowak'] });
    expect(findPeople(desk.sqlite, 'kowal', 10)).toEqual([4]);
    expect(findPeople(desk.sqlite, 'nowak', 10)).toEqual([2]);
    expect(findPeople(desk.sqlite, 'hafen', 10)).toEqual([]);
  });
});

it('a name is found in every form it may be written in', () => {
  expect(nameForms('Müller')).toEqual(['muller', 'mueller']);
  expect(nameForms('Щукин')).toEqual(['щукин', 'shchukin']);
  expect(nameForms("O'Brien")).toContain('obrien');
});

describe('where a hit is shown', () => {
  const texts = {
    name: ['Jürgen Müller', 'Щукин'],
    email: 'j.mueller@x.example',
    phone: '+49 (0)170 123-4567',
    number: ['K-2023/001', 'Hafenstr. 3.14'],
    subject: 'Die Heizung',
    message: `Es ist kalt in der Ku\u0308che und naß. ${'bla '.repeat(80)}東京都庁 heizung`,
    ip: '192.168.1.5',
  };
  const marked = (typed: string): string[] =>
    where(texts, parseQuery(typed)).flatMap(({ field, index, marks }) => {
      const values = texts[field as keyof typeof texts];
      const value = typeof values === 'string' ? values : (values[index] ?? '');
      return marks.map(({ start, end }) => `${field}: ${value.slice(start, end)}`);
    });

  it.each<[string, string[]]>([
    ['müller', ['name: Müller', 'email: mueller']],
    ['shchukin', ['name: Щукин']],
    ['0170 1234567', ['phone: 170 123-4567']],
    ['4567', ['phone: 4567']],
    ['k2023', ['number: K-2023']],
    ['3.14', ['number: 3.14']],
    ['küche nass', ['message: Ku\u0308che', 'message: naß']],
    ['heiz', ['subject: Heiz', 'message: heiz']],
    ['"die heizung"', ['subject: Die Heizung']],
    ['京都', ['message: 京都']],
    ['192.168.1.0/24', ['ip: 192.168.1.5']],
    ['192.168.%', ['ip: 192.168.1.5']],
    ['kalt -heizung', ['message: kalt']],
    ['name:heizung', []],
  ])('%s', (typed, marks) => {
    expect(marked(typed)).toEqual(marks);
  });

  it('a passage of some 120 characters is shown around the first mark', () => {
    const [, message] = where(texts, parseQuery('heiz'));
    const { text, marks, before, after } = message?.snippet ?? { text: '', marks: [], before: false, after: true };
    expect(text.length).toBeLessThanOrEqual(121);
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['heiz']);
    expect([before, after]).toEqual([true, false]);
  });

  it('also in a text of 1 MB', () => {
    const message = `${'é word '.repeat(150_000)}needle`;
    expect(where({ message }, parseQuery('needle'))[0]?.marks).toEqual([{ start: 1_050_000, end: 1_050_006 }]);
  });
});
