import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { tombstoneHashes, tombstones } from '../schema/index.ts';
import type { Reads } from '../handles.ts';
import { listed } from './reach.ts';

/** When something was erased here the last time, and how. */
export type Erased = { at: number; act: (typeof tombstones.$inferSelect)['act'] };

const latest = (rows: readonly (Erased & { key: string })[]): Map<string, Erased> => {
  const found = new Map<string, Erased>();
  for (const { key, at, act } of rows) if ((found.get(key)?.at ?? -Infinity) < at) found.set(key, { at, act });
  return found;
};

/** Which of these uids belonged to what was deleted, anonymised or erased; a delete that was undone counts for nothing. */
export async function erasedByUid(
  db: Reads,
  kind: 'ticket' | 'person',
  uids: readonly string[],
): Promise<Map<string, Erased>> {
  if (uids.length === 0) return new Map();
  return latest(
    await db
      .select({ key: tombstones.targetUid, at: tombstones.at, act: tombstones.act })
      .from(tombstones)
      .where(
        and(eq(tombstones.kind, kind), isNull(tombstones.withdrawnAt), sql`${tombstones.targetUid} in ${listed(uids)}`),
      ),
  );
}

/** The same by hashes (`identifierHash`, or an import's key of a source row) of these kinds. */
export async function erasedByHash(
  db: Reads,
  kinds: readonly string[],
  hashes: readonly string[],
): Promise<Map<string, Erased>> {
  if (hashes.length === 0) return new Map();
  return latest(
    await db
      .select({ key: tombstoneHashes.hmac, at: tombstones.at, act: tombstones.act })
      .from(tombstoneHashes)
      .innerJoin(tombstones, eq(tombstones.id, tombstoneHashes.tombstoneId))
      .where(
        and(
          inArray(tombstoneHashes.kind, [...kinds]),
          isNull(tombstones.withdrawnAt),
          sql`${tombstoneHashes.hmac} in ${listed(hashes)}`,
        ),
      ),
  );
}
