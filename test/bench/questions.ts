import { SORTS, VIEWS } from '../../src-main/contract/terms.ts';
import type { ListShape } from '../../src-main/contract/tickets.ts';
import type { Store } from '../../src-main/store/index.ts';
import { FREQUENT, PHRASE, RARE, below, oneOf, type Chance } from './seed/index.ts';
import type { BenchDesk } from './desk.ts';

/** As many rows as the window asks for at once. */
export const PAGE = 50;

export type PageInput = { filter: object; sort: string; after: number[] | null; skip?: number; limit: number };

/** First pages of every list in every order, in turn. */
export const firstPages = (count: number): PageInput[] => {
  const lists = VIEWS.flatMap((view) => SORTS.map((sort) => ({ filter: { view }, sort })));
  return Array.from({ length: count }, (_, n) => ({
    ...(lists[n % lists.length] ?? { filter: {}, sort: 'changed' }),
    after: null,
    limit: PAGE,
  }));
};

/** Pages anywhere in every list in every order, as the thumb asks for them: from an anchor and so many rows on. */
export async function deepPages(desk: BenchDesk, random: Chance, count: number): Promise<PageInput[]> {
  const shapes = new Map<string, ListShape>();
  const pages: PageInput[] = [];
  for (const first of firstPages(count)) {
    const key = JSON.stringify([first.filter, first.sort]);
    const shape =
      shapes.get(key) ?? (await desk.call<ListShape>('tickets.shape', { filter: first.filter, sort: first.sort }));
    shapes.set(key, shape);
    const row = below(random, Math.max(1, shape.total - PAGE));
    const anchor = Math.floor(row / shape.step);
    const after = anchor === 0 ? null : (shape.anchors[anchor - 1] ?? null);
    pages.push({ ...first, after, skip: row - anchor * shape.step });
  }
  return pages;
}

const raw = <T>(store: Store, sql: string, ...values: unknown[]): T[] =>
  store.connections.reader
    .prepare(sql)
    .pluck()
    .all(...values) as T[];

/** What people of the office type: words, beginnings, phrases, addresses, taken from the office's own texts. */
export function questionsFor({ store }: BenchDesk, random: Chance, count: number) {
  const texts = raw<string>(store, 'SELECT body FROM entries WHERE id % 997 = 3 ORDER BY id LIMIT 2000');
  const wordsOf = () =>
    oneOf(random, texts)
      .split(' ')
      .map((word) => word.replace('.', ''));
  const word = () => oneOf(random, wordsOf());
  const some = <T>(...kinds: (() => T)[]): T[] =>
    Array.from({ length: count }, (_, n) => (kinds[n % kinds.length] ?? word)() as T);
  const phrase = (length: number) => {
    const words = wordsOf();
    const from = below(random, Math.max(1, words.length - length));
    return `"${words.slice(from, from + length).join(' ')}"`;
  };
  const emails = raw<string>(
    store,
    `SELECT value FROM identifiers WHERE kind = 'email' AND id % 37 = 1 ORDER BY +id LIMIT 1000`,
  );
  const ips = raw<string>(store, `SELECT ip FROM tickets WHERE ip <> '' AND id % 41 = 1 ORDER BY +id LIMIT 1000`);
  const v4 = ips.filter((ip) => ip.includes('.'));
  const v6 = ips.filter((ip) => ip.includes(':'));
  return {
    /** The word of every fifth ticket, a rare one, and any two as they come in texts: most are frequent. */
    terms: some(
      () => FREQUENT,
      () => RARE,
      word,
      () => `${word()} ${word()}`,
      () => `${FREQUENT} ${word()}`,
    ),
    phrases: some(
      () => `"${PHRASE}"`,
      () => phrase(2),
      () => phrase(3),
      () => phrase(4),
    ),
    beginnings: some(
      () => FREQUENT.slice(0, 3 + below(random, 4)),
      () => RARE.slice(0, 3 + below(random, 4)),
      () => word().slice(0, 2),
      () => word().slice(0, 3),
      () => word().slice(0, 4),
    ),
    emails: some(
      () => oneOf(random, emails),
      () => `email:${oneOf(random, emails)}`,
    ),
    ips: some(
      () => oneOf(random, v4),
      () => oneOf(random, v6),
    ),
    ranges: some(
      () => oneOf(random, v4).replace(/\.\d+$/, '.0/24'),
      () => oneOf(random, v4).replace(/\.\d+$/, '.%'),
      () => oneOf(random, v6).replace(/^(2001:db8:[0-9a-f]+):.*$/, '$1::/48'),
      () => '2001:db8::/32',
    ),
  };
}
