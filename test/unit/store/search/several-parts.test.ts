import { fc, test as property } from '@fast-check/vitest';
import { afterAll, describe, expect } from 'vitest';
import { countTickets, findTickets, parseQuery, where } from '../../../../src-main/store/search/index.ts';
import type { FromRows, QueryPart, TicketText, ToldText } from '../../../../src-main/store/search/index.ts';
import { cut, isPaired, tailText } from '../../../../src-main/store/words.ts';
import { makeDesk } from './desk.ts';

/** Some stand in every text, some in one of a hundred; several begin alike, and one goes over a word's longest length. */
const WORDS = [
  'door',
  'doors',
  'do',
  'key',
  'keys',
  'lamp',
  'lamppost',
  'lift',
  'pipe',
  `long${'er'.repeat(40)}`,
  '京都府',
];
const RARE = ['zinc', 'zincs', 'yarn', 'xenon'];
const MONTHS = 9;
const TICKETS = 540;

type Written = { key: number; subject: string; name: string; texts: TicketText[] };

const desk = makeDesk();
afterAll(() => {
  desk.close();
});
const told: ToldText[] = [];
const office: Written[] = Array.from({ length: TICKETS }, (_, n) => {
  const word = (i: number): string =>
    WORDS[(n * 7 + i * i * 3 + ((n * i) % 5)) % (2 + ((n + i) % (WORDS.length - 1)))] ?? 'door';
  const rare = n % 45 === 4 ? [RARE[(n / 45) & 3] ?? ''] : [];
  const texts = Array.from({ length: n % 4 }, (_, ref): TicketText => {
    const words = Array.from({ length: 3 + ((n + ref) % 9) }, (_, i) => word(i + ref));
    const text = [...words, ...(ref === 1 ? rare : [])].join(n % 2 === 0 ? ' ' : ', ');
    return { kind: ref === 0 ? 'message' : ref === 1 ? 'reply' : 'note', ref, text };
  });
  const subject = [word(n), ...(n % 4 < 2 ? rare : [])].join(' ');
  const name = n % 6 === 0 ? 'Lampert Doorn' : 'Ann Ash';
  const created = new Date(Date.UTC(2025, n % MONTHS, 1 + (n % 28), n % 24)).toISOString();
  const { key } = desk.ticket({ subject, names: [name] }, texts, created);
  told.push(...texts.map((one) => ({ ...one, key })));
  return { key, subject, name, texts };
}).sort((a, b) => b.key - a.key);

/** Whether a part stands in a ticket, said without an index. */
function stands({ subject, name, texts }: Written, part: QueryPart): boolean {
  if (part.kind !== 'text') throw new Error('only words are asked here');
  const { field, exact, text } = part;
  const asked = cut(text);
  // A run of characters that is asked for may go on, though its last one alone ends it in a text.
  if (asked.length > 1 && Array.from(asked.at(-1) ?? '').length === 1) asked.pop();
  const goesOn = (word: string): boolean => (isPaired(word) ? Array.from(word).length === 1 : !exact);
  const inWords = (value: string): boolean => {
    const words = cut(value);
    return words.some((_, at) =>
      asked.every((word, i) => {
        const here = words[at + i];
        return i === asked.length - 1 && goesOn(word) ? here?.startsWith(word) : here === word;
      }),
    );
  };
  return (
    texts.some((one) => (field === null || field === one.kind) && inWords(one.text)) ||
    ((field === null || field === 'subject') && inWords(subject)) ||
    ((field === null || field === 'name') && (inWords(name) || tailText(name).includes(tailText(text))))
  );
}

const onePart = fc
  .tuple(
    fc.constantFrom('', '', '', '-'),
    fc.constantFrom('', '', '', 'message:', 'reply:', 'subject:', 'name:'),
    fc.oneof(
      fc.constantFrom(...WORDS, ...RARE, 'd', 'do', 'lam', 'z', 'zi', 'amp', 'longer', '京都', '府'),
      fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((words) => `"${words.join(' ')}"`),
      fc.constantFrom(...WORDS).map((word) => `"${word}"`),
    ),
  )
  .map((pieces) => pieces.join(''));
const typedText = fc.array(onePart, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));

/** Each way of asking: reading tickets where that is cheaper, asking the index alone, and both where some are hidden. */
const ways: [string, FromRows][] = [
  ['index', desk.rows],
  ['reading', { ...desk.rows, texts: (keys) => told.filter(({ key }) => keys.includes(key)) }],
  [
    'hidden',
    {
      ...desk.rows,
      texts: (keys) => told.filter(({ key }) => keys.includes(key)),
      keep: (keys) => keys.filter((key) => key % 3 > 0),
    },
  ],
];

describe('several parts', () => {
  property.prop([typedText, fc.constantFrom(...ways), fc.constantFrom(1, 7, 60)], { numRuns: 250 })(
    'find exactly the tickets in which each stands, newest first, page by page',
    (typed, [, rows], limit) => {
      const query = parseQuery(typed);
      const wanted = office
        .filter((ticket) => query.parts.every((part) => stands(ticket, part) !== part.not))
        .map(({ key }) => key)
        .filter((key) => [...(rows.keep?.([key]) ?? [key])].length > 0);
      const found: number[] = [];
      for (let before: number | undefined; found.length < 3 * limit; before = found.at(-1)) {
        const page = findTickets(desk.sqlite, query, { limit, ...(before !== undefined && { before }) }, rows);
        found.push(...page.map(({ key }) => key));
        if (page.length < limit) break;
      }
      expect(found).toEqual(wanted.slice(0, found.length < 3 * limit ? undefined : 3 * limit));
      expect(countTickets(desk.sqlite, query, 100, rows)).toEqual(
        wanted.length > 100 ? { count: 100, more: true } : { count: wanted.length, more: false },
      );
    },
  );

  property.prop([typedText], { numRuns: 120 })('say the same places whichever way they were found', (typed) => {
    const query = parseQuery(typed);
    const places = (rows: FromRows) =>
      findTickets(desk.sqlite, query, { limit: 40 }, rows).map(({ key, places: all }) => [
        key,
        all.map(({ field, ref }) => `${field} ${ref}`).sort(),
      ]);
    expect(places(ways[1]?.[1] ?? {})).toEqual(places(desk.rows));
  });
});

describe('passages', () => {
  const long = fc
    .array(fc.constantFrom(...WORDS, ...RARE, 'Tür', 'naïve', 'straße', '-', '\u0301', '.'), { maxLength: 160 })
    .map((words) => words.join(' '));
  property.prop([long, typedText], { numRuns: 200 })(
    'of a text that is read only as far as its first mark are those of the whole text',
    (text, typed) => {
      const query = parseQuery(`${typed} tur strasse "naive door"`);
      const snippets = (every: boolean) => where({ message: text }, query, every).map(({ snippet }) => snippet);
      expect(snippets(false)).toEqual(snippets(true));
    },
  );
});
