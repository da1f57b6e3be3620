import { fc, test as property } from '@fast-check/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import {
  countTickets,
  findPeople,
  findTickets,
  freeKey,
  ipKey,
  ipText,
  keysBetween,
  parseQuery,
  putPerson,
  where,
} from '../../../../src-main/store/search/index.ts';
import type { QueryPart } from '../../../../src-main/store/search/index.ts';
import { makeDesk } from './desk.ts';

const desk = makeDesk();
afterAll(() => {
  desk.close();
});
desk.ticket({ names: ['Ada Lovelace'], emails: ['ada@mail.example'], subject: 'An engine' }, [{ text: 'It works' }]);
putPerson(desk.sqlite, 1, { names: ['Ada Lovelace'], addresses: ['Hafenstr. 3.14'], ips: ['192.0.2.7'] });

const typedText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      { maxLength: 40 },
    )
    .map((letters) => letters.join('')),
  fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          '-',
          ':',
          '*',
          '%',
          '(',
          ')',
          '{',
          '}',
          '^',
          '+',
          ' ',
          '\0',
          "'",
          '\\',
          '“',
          '”',
          '/',
          '::',
          'ip:',
          'id:',
        ],
        ...[
          'AND',
          'OR',
          'NOT',
          'NEAR',
          'email:',
          'note:"',
          '192.168.',
          '1.2.3.4/33',
          '2001:db8::/32',
          '0170',
          '+49',
          '東',
          'a',
        ],
      ),
      { maxLength: 24 },
    )
    .map((pieces) => pieces.join('')),
);

describe('whatever is typed', () => {
  property.prop([typedText], { numRuns: 3000 })('can be parsed, found, counted and shown without an error', (typed) => {
    const query = parseQuery(typed);
    expect(query.parts.length).toBeLessThanOrEqual(16);
    findTickets(desk.sqlite, query, { limit: 5 });
    countTickets(desk.sqlite, query, 5);
    findPeople(desk.sqlite, typed, 5);
    for (const { marks, snippet } of where({ message: typed, name: [typed], phone: typed, ip: typed }, query)) {
      for (const { start, end } of marks) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(typed.length);
      }
      expect(snippet.text.length).toBeLessThanOrEqual(240);
    }
  });

  it('is cut when it is too long, and says so', () => {
    expect(parseQuery('a '.repeat(17))).toMatchObject({ cut: true });
    expect(parseQuery('a '.repeat(17)).parts).toHaveLength(16);
    expect(parseQuery('x'.repeat(5000))).toMatchObject({ cut: true });
    expect(parseQuery('x y')).toMatchObject({ cut: false });
    expect(() => findTickets(desk.sqlite, parseQuery('y'.repeat(1_000_000)), { limit: 1 })).not.toThrow();
  });
});

const only = (typed: string): QueryPart => {
  const { parts } = parseQuery(typed);
  expect(parts).toHaveLength(1);
  return parts[0] as QueryPart;
};

describe('the language of the find box', () => {
  it('knows words, phrases, fields and what is excluded', () => {
    expect(parseQuery('heiz "in der küche" -strom email:x@y.example note:"bitte nicht" NAME:Ada').parts).toEqual([
      { kind: 'text', text: 'heiz', not: false, field: null, exact: false },
      { kind: 'text', text: 'in der küche', not: false, field: null, exact: true },
      { kind: 'text', text: 'strom', not: true, field: null, exact: false },
      { kind: 'text', text: 'x@y.example', not: false, field: 'email', exact: false },
      { kind: 'text', text: 'bitte nicht', not: false, field: 'note', exact: true },
      { kind: 'text', text: 'Ada', not: false, field: 'name', exact: false },
    ]);
    expect(parseQuery('“so geht es” „auch so“ "offen').parts.map(({ text }) => text)).toEqual([
      'so geht es',
      'auch so',
      'offen',
    ]);
    expect(parseQuery('Müller & Co - http://x.example').parts.map(({ text }) => text)).toEqual([
      'Müller',
      'Co',
      'http://x.example',
    ]);
  });

  it('knows IPs, ranges and patterns by their form', () => {
    expect(only('192.168.1.5')).toMatchObject({ kind: 'ip', low: ipKey('192.168.1.5'), high: ipKey('192.168.1.5') });
    expect(only('192.168.1.77/24')).toMatchObject({ low: ipKey('192.168.1.0'), high: ipKey('192.168.1.255') });
    expect(only('2001:db8::/32')).toMatchObject({
      low: ipKey('2001:db8::'),
      high: ipKey('2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'),
    });
    expect(only('ip:0.0.0.0/0')).toMatchObject({ low: ipKey('0.0.0.0'), high: ipKey('255.255.255.255') });
    expect(only('::/0')).toMatchObject({ kind: 'text' });
    expect(only('192.168.%')).toMatchObject({ kind: 'ip-like', pattern: '192.168.%' });
    expect(only('ip:168.1')).toMatchObject({ kind: 'ip-like', pattern: '%168.1%' });
    expect(only('-ip:2001:db8::1')).toMatchObject({ kind: 'ip', not: true });
    expect(only('192.0.2')).toMatchObject({ kind: 'ip-beginning', text: '192.0.2', pattern: '192.0.2%' });
    expect(only('192.168.')).toMatchObject({ kind: 'ip-beginning', pattern: '192.168.%' });
    expect(only('10.20.3')).toMatchObject({ kind: 'ip-beginning', pattern: '10.20.3%' });
    expect(only('2001:0DB8:7')).toMatchObject({ kind: 'ip-beginning', pattern: '2001:db8:7%' });
    expect(only('2001:')).toMatchObject({ kind: 'ip-beginning', pattern: '2001:%' });
    for (const typed of [
      '1.2.3',
      '3.14',
      '12.50',
      '192.300',
      '192',
      '2001',
      '10:30',
      'dead:beef',
      '"192.0.2"',
      'note:192.0.2',
    ])
      expect(only(typed), typed).toMatchObject({ kind: 'text' });
    expect(only('0x7f.1')).toMatchObject({ kind: 'text' });
    expect(only('50%')).toMatchObject({ kind: 'text' });
    expect(only('192.168.1.0/33')).toMatchObject({ kind: 'text' });
  });

  it('knows telephone numbers however they are written, and tracking ids', () => {
    for (const typed of [
      '+49 170 123 45 67',
      '0049 170 1234567',
      '0170/1234567',
      '(0170) 123-4567',
      'phone:01701234567',
    ]) {
      const part = only(typed);
      expect(part.kind).toBe('phone');
      expect('digits' in part && '491701234567'.endsWith(part.digits), typed).toBe(true);
    }
    expect(only('A7B-C1D-EFGH')).toMatchObject({ kind: 'tracking' });
    expect(only('4567')).toMatchObject({ kind: 'text' });
    expect(parseQuery('0170 1234567 heizung').parts).toHaveLength(2);
  });
});

describe('IP keys', () => {
  property.prop([fc.ipV4(), fc.ipV4()])('sort as the addresses do', (one, other) => {
    const number = (ip: string): number => ip.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
    expect(Math.sign(number(one) - number(other))).toBe(
      Number((ipKey(one) ?? '') > (ipKey(other) ?? '')) - Number((ipKey(one) ?? '') < (ipKey(other) ?? '')),
    );
  });

  property.prop([fc.ipV6()])('have 32 digits and one form for each way of writing', (ip) => {
    expect(ipKey(ip)).toMatch(/^[0-9a-f]{32}$/);
    expect(ipKey(ip.toUpperCase())).toBe(ipKey(ip));
    expect(ipKey(ipText(ip) ?? '')).toBe(ipKey(ip));
  });

  it('take IPv4 within IPv6 for IPv4', () => {
    expect(ipKey('::ffff:192.0.2.1')).toBe(ipKey('192.0.2.1'));
    expect(ipText('2001:DB8:0:0::1')).toBe('2001:db8::1');
    expect(ipKey('nonsense')).toBeNull();
  });
});

describe('find keys', () => {
  it('sort by the second of creation and never come twice', () => {
    const used = new Set<number>();
    const take = (ms: number): number => {
      const key = freeKey(ms, (low, high) => {
        const within = [...used].filter((one) => one >= low && one <= high);
        return within.length > 0 ? Math.max(...within) : null;
      });
      expect(used.has(key)).toBe(false);
      used.add(key);
      return key;
    };
    const now = Date.UTC(2026, 10, 24);
    const first = take(now);
    for (let i = 0; i < 2100; i += 1) take(now);
    expect(take(now)).toBeGreaterThan(first);
    expect(take(now - 1000)).toBeLessThan(first);
    expect(take(now + 60_000)).toBeGreaterThan(Math.max(...used) - 1);
    for (const odd of [Date.UTC(1970, 0, 1), Date.UTC(9999, 0, 1), Number.NaN, -Infinity, Infinity]) {
      const key = take(odd);
      expect(Number.isSafeInteger(key * 4096 + 4095) && key >= 0).toBe(true);
    }
    const { low, high } = keysBetween(now, now);
    expect(first).toBeGreaterThanOrEqual(low);
    expect(first).toBeLessThanOrEqual(high);
  });
});
