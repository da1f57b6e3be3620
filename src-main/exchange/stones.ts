import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';
import { asc } from 'drizzle-orm';
import * as v from 'valibot';
import { withSiblings } from '../store/backup-folders.ts';
import { ACTS, erasures, STONE_KINDS, tombstoneHashes, tombstones, type Reads } from '../store/index.ts';

/** The tombstones beside the backups, so that a restore knows them even when the office file is lost. Uids and HMACs: nobody's name. */
export const STONES = 'tombstones.json';

const Text = v.pipe(v.string(), v.maxLength(2_000));
const Stone = v.object({
  uid: Text,
  erasureUid: Text,
  kind: v.picklist(STONE_KINDS),
  targetUid: Text,
  act: v.picklist(ACTS),
  at: v.number(),
  withdrawnAt: v.nullable(v.number()),
  hashes: v.array(v.object({ kind: Text, hmac: Text })),
});
const Erasure = v.object({
  uid: Text,
  act: v.picklist(ACTS),
  reason: Text,
  at: v.number(),
  counts: v.record(v.string(), v.number()),
});
const Stones = v.object({ stones: v.array(Stone), erasures: v.array(Erasure) });
export type Stone = v.InferOutput<typeof Stone>;
export type Stones = v.InferOutput<typeof Stones>;

/** All tombstones of an office with the acts they belong to. */
export async function readStones(db: Reads): Promise<Stones> {
  const hashes = new Map<number, { kind: string; hmac: string }[]>();
  for (const { tombstoneId, kind, hmac } of await db.select().from(tombstoneHashes).orderBy(asc(tombstoneHashes.id))) {
    const known = hashes.get(tombstoneId);
    if (known) known.push({ kind, hmac });
    else hashes.set(tombstoneId, [{ kind, hmac }]);
  }
  const stones = await db.select().from(tombstones).orderBy(asc(tombstones.id));
  const acts = await db
    .select({ uid: erasures.uid, act: erasures.act, reason: erasures.reason, at: erasures.at, counts: erasures.counts })
    .from(erasures)
    .orderBy(asc(erasures.id));
  return { stones: stones.map(({ id, ...stone }) => ({ ...stone, hashes: hashes.get(id) ?? [] })), erasures: acts };
}

export async function writeStonesBeside(db: Reads, folder: string): Promise<void> {
  writeAtomically(join(folder, STONES), JSON.stringify(await readStones(db)), { mode: 0o600 });
}

/**
 * Those beside the backups of an office and of the copies made from it: who was erased from one file of an office is not
 * brought back into another one. A file that is missing, or is not what it should be, holds none.
 */
export const stonesBeside = (folder: string): Stones =>
  withSiblings(folder).map(stonesIn).reduce(joinStones, { stones: [], erasures: [] });

function stonesIn(folder: string): Stones {
  const path = join(folder, STONES);
  if (!existsSync(path)) return { stones: [], erasures: [] };
  try {
    const parsed = v.safeParse(Stones, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : { stones: [], erasures: [] };
  } catch {
    return { stones: [], erasures: [] };
  }
}

/** Both lists as one: of two with one uid the withdrawn one counts. */
export function joinStones(a: Stones, b: Stones): Stones {
  const stones = new Map(a.stones.map((stone) => [stone.uid, stone]));
  for (const stone of b.stones) if (!stones.has(stone.uid) || stone.withdrawnAt !== null) stones.set(stone.uid, stone);
  const acts = new Map([...a.erasures, ...b.erasures].map((act) => [act.uid, act]));
  return { stones: [...stones.values()], erasures: [...acts.values()] };
}
