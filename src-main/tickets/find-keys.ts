import { between, sql } from 'drizzle-orm';
import { among } from '../store/among.ts';
import { tickets, type Reads } from '../store/index.ts';
import { freeKey } from '../store/search/index.ts';

/**
 * Gives out free find keys, one after the other, within one write: `next(createdAt)` (Unix milliseconds). It remembers
 * what it gave, so the rows may be written later in the same write.
 */
export function freeFindKeys(db: Reads): (createdAt: number) => Promise<number> {
  const highest = new Map<number, number | null>();
  return async (createdAt) => {
    for (;;) {
      const asked: { low: number; high: number }[] = [];
      const key = freeKey(createdAt, (low, high) => {
        asked.push({ low, high });
        return highest.get(low) ?? null;
      });
      const unknown = asked.find(({ low }) => !highest.has(low));
      if (!unknown) {
        const second = asked.at(-1);
        if (second) highest.set(second.low, key);
        return key;
      }
      const [row] = await db
        .select({ used: sql<number | null>`max(${tickets.findKey})` })
        .from(tickets)
        .where(between(tickets.findKey, unknown.low, unknown.high));
      highest.set(unknown.low, row?.used ?? null);
    }
  };
}

/** The tickets behind find keys, as ids by key; hidden tickets too, unknown keys left out. */
export async function idsByFindKey(db: Reads, keys: readonly number[]): Promise<Map<number, number>> {
  const found = await db
    .select({ key: tickets.findKey, id: tickets.id })
    .from(tickets)
    .where(among(tickets.findKey, keys));
  return new Map(found.map(({ key, id }) => [key, id]));
}
