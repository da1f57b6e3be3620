import { parseQuery } from '../store/search/index.ts';
import type { Reads } from '../store/index.ts';

const AT_ONCE = 1_000;
/** A list or a selection narrowed by text holds so many of the newest found. */
export const MOST_FOUND = 100_000;

/** The find keys of all tickets that a typed query finds, newest first. */
export function foundKeys(db: Reads, text: string): number[] {
  const query = parseQuery(text);
  const keys: number[] = [];
  for (let before: number | undefined; keys.length < MOST_FOUND; before = keys.at(-1)) {
    const hits = db.search.tickets(query, {
      limit: AT_ONCE,
      order: 'newest',
      ...(before === undefined ? {} : { before }),
    });
    for (const { key } of hits) keys.push(key);
    if (hits.length < AT_ONCE) break;
  }
  return keys;
}
