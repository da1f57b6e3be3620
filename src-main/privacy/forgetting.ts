import { and, eq, inArray } from 'drizzle-orm';
import type { ActDone } from '../contract/privacy.ts';
import type { Job } from '../contract/terms.ts';
import type { Actor, Services } from '../gate.ts';
import { among } from '../store/among.ts';
import { erasures, people, tickets, type Reads } from '../store/index.ts';
import { standingOn } from '../store/personal-data/index.ts';
import type { Concerned } from '../store/undo/index.ts';
import type { ActInput } from './act.ts';
import { undoDelete } from './pending.ts';
import { concernFor, idsOf, mayAct } from './preview.ts';

/** Starts an act in a worker; whatever is remembered of its tickets and people goes first. A delete can be undone. */
export async function startAct(services: Services, actor: Actor, input: ActInput): Promise<Job> {
  mayAct(actor, input.act);
  const concern = await concernFor(services.store.db, actor, input.selection);
  const going = idsOf(concern);
  const forgets = { tickets: going.tickets, people: [...going.people, ...concern.kept.map(({ id }) => id)] };
  return services.startJob('privacy.act', actor, input, {
    forgets,
    lasting: input.act !== 'delete',
    done: (value) =>
      input.act === 'delete' ? offerBack(services, actor, (value as ActDone).erasure, going) : undefined,
  });
}

/** Undo takes a delete back as well, in its place among the other acts, until it is purged. */
function offerBack({ store, undo }: Services, actor: Actor, erasure: number, concerned: Concerned): number | undefined {
  const { staffId } = actor;
  const take = async () => {
    await store.write((tx) => undoDelete(tx, actor, { erasure }));
    return null;
  };
  const id = undo.add(
    { call: 'privacy.act', permission: 'delete tickets', staffId, at: store.db.now, each: false },
    { concerned, deeds: [{ what: 'deleted', toId: null }], take },
  );
  return id === 'too-big' ? undefined : id;
}

/** Undoes a delete by name, from the list of them: it is no longer among the acts that Undo would take back. */
export async function undoNamedDelete(
  { store, undo }: Services,
  actor: Actor,
  input: { erasure: number },
): Promise<{ tickets: number; people: number }> {
  const waiting = await waitingFor(store.db, input.erasure);
  const done = await store.write((tx) => undoDelete(tx, actor, input));
  undo.forget(waiting);
  return done;
}

/** Starts "Delete now" for one pending delete, or all of them. */
export async function startPurge(
  services: Services,
  actor: Actor,
  input: { erasure?: number | undefined },
): Promise<Job> {
  const { db } = services.store;
  const waiting = await waitingFor(db, input.erasure);
  const forgets = { ...waiting, people: [...waiting.people, ...(await standingOn(db, waiting.tickets))] };
  return services.startJob('privacy.purge', actor, input, { forgets });
}

/** Tickets and people that wait for their purge, of one delete or all. */
async function waitingFor(db: Reads, erasure?: number): Promise<Concerned> {
  const which = erasure === undefined ? inArray(erasures.state, ['pending', 'purging']) : eq(erasures.id, erasure);
  const acts = await db
    .select({ id: erasures.id })
    .from(erasures)
    .where(and(eq(erasures.act, 'delete'), which));
  const ids = acts.map(({ id }) => id);
  const some = await db.select({ id: tickets.id }).from(tickets).where(among(tickets.deletion, ids));
  const gone = await db.select({ id: people.id }).from(people).where(among(people.deletion, ids));
  return { tickets: some.map(({ id }) => id), people: gone.map(({ id }) => id) };
}
