import { eq, inArray } from 'drizzle-orm';
import type { Actor } from '../gate.ts';
import { forgetPersonTexts } from '../people/index.ts';
import { anonymiseTickets, purgePending } from '../privacy/index.ts';
import { erasures, people, tickets, tombstoneHashes, tombstones, type Store, type Writes } from '../store/index.ts';
import type { Forgotten } from '../store/personal-data/index.ts';
import { forgetTicketTexts } from '../tickets/index.ts';
import { detach, partErased } from './replay-people.ts';
import { readStones, type Stone, type Stones } from './stones.ts';

const SLICE = 500;

/**
 * Does again, in a restored office, what was erased since the backup was made: tombstones it does not have, by uid. A
 * delete that was undone since stays undone. Answers with how many tickets, people and texts went or were emptied.
 */
export async function replay(store: Store, actor: Actor, known: Stones): Promise<number> {
  const have = new Map((await readStones(store.db)).stones.map((stone) => [stone.uid, stone]));
  const missing = known.stones.filter(
    ({ uid, withdrawnAt }) => !have.has(uid) || (withdrawnAt !== null && have.get(uid)?.withdrawnAt === null),
  );
  const standing = missing.filter(({ uid, withdrawnAt }) => withdrawnAt === null && !have.has(uid));
  const done = await store.write(async (tx) => {
    await writeDown(tx, actor, known, missing, have);
    await partErased(tx, actor, known.stones);
    const gone = (await hideAgain(tx, standing)) + (await emptyAgain(tx, actor, standing));
    return gone + (await forgetAgain(tx, standing));
  });
  await purgePending(store);
  return done;
}

async function writeDown(
  tx: Writes,
  actor: Actor,
  known: Stones,
  missing: readonly Stone[],
  have: ReadonlyMap<string, Stone>,
): Promise<void> {
  const acts = new Set(missing.map(({ erasureUid }) => erasureUid));
  for (const act of known.erasures.filter(({ uid }) => acts.has(uid))) {
    const state = act.act === 'delete' ? 'pending' : 'purging';
    await tx
      .insert(erasures)
      .values({ ...act, state, step: state === 'purging' ? 'rows gone' : '', words: '', staffId: actor.staffId })
      .onConflictDoNothing({ target: erasures.uid });
  }
  for (const { hashes, ...stone } of missing) {
    if (have.has(stone.uid)) {
      await tx.update(tombstones).set({ withdrawnAt: stone.withdrawnAt }).where(eq(tombstones.uid, stone.uid));
      continue;
    }
    const [row] = await tx.insert(tombstones).values(stone).returning({ id: tombstones.id });
    if (row && hashes.length > 0)
      await tx.insert(tombstoneHashes).values(hashes.map((hash) => ({ ...hash, tombstoneId: row.id })));
  }
}

/** Deletes: their rows wait for the purge that follows at once. */
async function hideAgain(tx: Writes, standing: readonly Stone[]): Promise<number> {
  let gone = 0;
  const acts = new Map(
    (await tx.select({ id: erasures.id, uid: erasures.uid }).from(erasures)).map(({ id, uid }) => [uid, id]),
  );
  const stones = standing.filter(({ act }) => act === 'delete' || act === 'erase');
  for (const stone of stones) {
    const set = { hidden: true, deletedAt: stone.at, deletion: acts.get(stone.erasureUid) ?? null };
    const table = stone.kind === 'ticket' ? tickets : people;
    gone += (await tx.update(table).set(set).where(eq(table.uid, stone.targetUid)).returning({ id: table.id })).length;
  }
  await detach(
    tx,
    await idsOf(tx, people, uidsOf(stones, 'person')),
    await idsOf(tx, tickets, uidsOf(stones, 'ticket')),
  );
  return gone;
}

const uidsOf = (stones: readonly Stone[], kind: Stone['kind']) =>
  stones.filter((stone) => stone.kind === kind).map(({ targetUid }) => targetUid);

async function idsOf(tx: Writes, table: typeof tickets | typeof people, uids: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < uids.length; at += SLICE) {
    const some = inArray(table.uid, uids.slice(at, at + SLICE));
    ids.push(...(await tx.select({ id: table.id }).from(table).where(some)).map(({ id }) => id));
  }
  return ids;
}

/** Anonymised tickets are emptied again; people who went with them go with them. */
async function emptyAgain(tx: Writes, actor: Actor, standing: readonly Stone[]): Promise<number> {
  const stones = standing.filter(({ act }) => act === 'anonymise');
  const concerned = {
    tickets: await idsOf(tx, tickets, uidsOf(stones, 'ticket')),
    people: await idsOf(tx, people, uidsOf(stones, 'person')),
  };
  await detach(tx, concerned.people, concerned.tickets);
  if (concerned.tickets.length + concerned.people.length > 0) await anonymiseTickets(tx, actor, concerned);
  return concerned.tickets.length + concerned.people.length;
}

/** Texts that were corrected and forgotten since: what the backup has of them goes. */
async function forgetAgain(tx: Writes, standing: readonly Stone[]): Promise<number> {
  const texts = standing.flatMap(({ act, kind, targetUid: uid, hashes }): Forgotten[] => {
    if (act !== 'forget' || kind === 'ticket' || kind === 'person') return [];
    return kind === 'field' ? hashes.map(({ hmac }) => ({ kind, uid, field: hmac })) : [{ kind, uid }];
  });
  await forgetPersonTexts(tx, texts);
  await forgetTicketTexts(tx, texts);
  return texts.length;
}
