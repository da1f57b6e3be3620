import type { InputOf } from '../contract/call.ts';
import { Refused } from '../contract/errors.ts';
import type { ActDone, privacy } from '../contract/privacy.ts';
import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import { among } from '../store/among.ts';
import { erasures, identifiers, people, tickets, type Store, type Writes } from '../store/index.ts';
import { killPoint } from '../store/kill-points.ts';
import { anonymiseRows, bury, namesAny, newUid, sliced, type Concern } from '../store/personal-data/index.ts';
import { noteAll } from './history.ts';
import { settle } from './pending.ts';
import { coverOf, idsOf, mayAct, type Covered } from './preview.ts';
import { finish } from './purge.ts';

export type ActInput = InputOf<typeof privacy.act>;
const SLICE = 100;

/**
 * Deletes or anonymises tickets, or people whom no ticket needs, all in one write: cancelled or failed, nothing is done. Long work.
 * @throws Refused `forbidden`, `not-found` (no ticket is left), `changed-meanwhile` (not what was previewed), `refused`
 * (`words-name-someone`), `cancelled`
 */
export async function actOnTickets(store: Store, actor: Actor, input: ActInput, working: Working): Promise<ActDone> {
  mayAct(actor, input.act);
  const done = await store.write(async (tx) => {
    const covered = await coverOf(tx, actor, input.act, input.selection);
    const { tickets: some, gone } = covered.concern;
    if (some.length + gone.length === 0) throw new Refused('not-found');
    if (covered.stamp !== input.stamp) throw new Refused('changed-meanwhile', { reason: 'preview' });
    await refuseNames(tx, covered.concern, input.words);
    const erasure = await writeDown(tx, actor, input, covered);
    if (input.act === 'delete') await hide(tx, actor, erasure.id, covered.concern);
    else await anonymiseTickets(tx, actor, idsOf(covered.concern), working);
    working.check();
    return erasure;
  });
  if (input.act === 'anonymise') {
    killPoint('anonymise: committed');
    await finish(store, done.id, working);
  }
  return { erasure: done.id, tickets: done.tickets, people: done.people, counts: done.counts };
}

/** The reason's words stay in the office: they may not name whom it forgets. */
async function refuseNames(tx: Writes, concern: Concern, words: string): Promise<void> {
  if (words.trim() === '') return;
  const known = await tx
    .select({ kind: identifiers.kind, folded: identifiers.folded, normalised: identifiers.normalised })
    .from(identifiers)
    .where(
      among(
        identifiers.personId,
        [...concern.gone, ...concern.kept].map(({ id }) => id),
      ),
    );
  if (namesAny(known)(words)) throw new Refused('refused', { reason: 'words-name-someone' });
}

/** The act's own record, and the tombstones: a restored backup or the same file must not bring anybody back. */
async function writeDown(tx: Writes, actor: Actor, { act, reason, words }: ActInput, { concern, counts }: Covered) {
  const uid = newUid();
  const byKind = Object.fromEntries(counts.map(({ kind, count }) => [kind, count]));
  const [row] = await tx
    .insert(erasures)
    .values({
      uid,
      act,
      state: act === 'delete' ? 'pending' : 'purging',
      step: act === 'delete' ? '' : 'rows gone',
      reason,
      words,
      counts: { ...byKind, tickets: concern.tickets.length, people: concern.gone.length },
      staffId: actor.staffId,
      at: tx.now,
    })
    .returning({ id: erasures.id });
  if (!row) throw new Error('the act was not written down');
  await bury(tx, { erasureUid: uid, act, tickets: concern.tickets, people: concern.gone });
  return { id: row.id, tickets: concern.tickets.length, people: concern.gone.length, counts: byKind };
}

async function hide(tx: Writes, actor: Actor, erasure: number, concern: Concern): Promise<void> {
  const ids = idsOf(concern);
  const gone = { hidden: true, deletedAt: tx.now, deletion: erasure };
  await tx.update(tickets).set(gone).where(among(tickets.id, ids.tickets));
  await tx.update(people).set(gone).where(among(people.id, ids.people));
  await noteAll(tx, actor, ids.tickets, 'deleted');
}

type Heard = Pick<Working, 'progress' | 'check'>;
const unheard: Heard = { progress: () => undefined, check: () => undefined };

/** Empties tickets as the map says, and takes along people whom no other ticket needs. Also when a restore does it again. */
export async function anonymiseTickets(
  tx: Writes,
  actor: Actor,
  ids: { tickets: number[]; people: number[] },
  working: Heard = unheard,
): Promise<void> {
  const left = await settle(tx, ids.people, ids.tickets);
  const gone = ids.people.filter((id) => !left.has(id));
  working.progress('anonymise', 0, ids.tickets.length);
  tx.index.withdraw(ids.tickets, true);
  working.check();
  if (gone.length > 0) tx.index.dropPeople(gone);
  await anonymiseRows(tx, { tickets: ids.tickets, people: gone });
  killPoint('anonymise: rows changed');
  let done = 0;
  for (const some of sliced(ids.tickets, SLICE)) {
    tx.index.tickets(some);
    done += some.length;
    working.progress('anonymise', done, ids.tickets.length);
    working.check();
  }
  await noteAll(tx, actor, ids.tickets, 'anonymised');
}
