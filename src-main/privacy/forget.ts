import { eq } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { people as peopleCalls } from '../contract/people.ts';
import type { privacy as calls } from '../contract/privacy.ts';
import type { tickets as ticketCalls } from '../contract/tickets.ts';
import { Refused } from '../contract/errors.ts';
import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import { correctPerson, forgetInJoined, writePersonHistory } from '../people/index.ts';
import { entries, erasures, type Reads, type Store, type Writes } from '../store/index.ts';
import { killPoint } from '../store/kill-points.ts';
import { buryForgotten, forgetInRecords, joinedInto, newUid, type Forgotten } from '../store/personal-data/index.ts';
import { parseQuery } from '../store/search/index.ts';
import { correctEntry, correctTicket, setFields } from '../tickets/index.ts';
import { mayAct } from './preview.ts';
import { finish } from './purge.ts';

/** What a correction answers, and which texts it leaves behind. */
type Done<T> = { answer: T; gone: Forgotten[] };

/**
 * Corrects, all in one write, and sees to it that no byte of what stood there before is left: the rows, the index and
 * the journal. Copies between the rows are wiped after it, or at closing. Texts that quote it are not touched. Long
 * work; cancelled or failed, nothing is done.
 */
async function forgetting<T>(
  store: Store,
  actor: Actor,
  working: Working,
  correct: (tx: Writes) => Promise<Done<T>>,
): Promise<T> {
  working.progress('forget', 0, null);
  const { answer, erasure } = await store.write(async (tx) => {
    const { answer: own, gone } = await correct(tx);
    const row = gone.length > 0 ? await writeDown(tx, actor, gone) : null;
    killPoint('forget: rows changed');
    working.check();
    return { answer: own, erasure: row };
  });
  killPoint('forget: committed');
  if (erasure !== null) await finish(store, erasure, working);
  return answer;
}

/** The act's own record, and the stones: a backup that still has the texts must not bring them back. */
async function writeDown(tx: Writes, actor: Actor, gone: readonly Forgotten[]): Promise<number> {
  const uid = newUid();
  const [row] = await tx
    .insert(erasures)
    .values({
      uid,
      act: 'forget',
      state: 'purging',
      step: 'rows gone',
      reason: 'correction',
      counts: { texts: gone.length },
      staffId: actor.staffId,
      at: tx.now,
    })
    .returning({ id: erasures.id });
  if (!row) throw new Error('the act was not written down');
  await buryForgotten(tx, uid, gone);
  return row.id;
}

/** `people.correct`, and what stood there before is forgotten. Long work. */
export const correctPersonAndForget = (
  store: Store,
  actor: Actor,
  input: InputOf<typeof calls.correctPersonAndForget>,
  working: Working,
): Promise<OutputOf<typeof peopleCalls.correct>> =>
  forgetting(store, actor, working, async (tx) => {
    const { uid, left, ...answer } = await correctPerson(tx, actor, input, { wholly: true });
    const gone: Forgotten[] = [
      ...left.identifiers.map((one): Forgotten => ({ kind: 'identifier', uid: one.uid })),
      ...left.texts.map(({ name }): Forgotten => ({ kind: name, uid })),
      ...(await forgetInJoined(tx, input.id, left)),
    ];
    await forgetInRecords(tx, left.identifiers);
    if (gone.length > 0) await writePersonHistory(tx, actor, uid, [{ what: 'forgotten' }]);
    return { answer, gone };
  });

/** `tickets.correct`, and what stood there before is forgotten. Long work. */
export const correctTicketAndForget = (
  store: Store,
  actor: Actor,
  input: InputOf<typeof calls.correctTicketAndForget>,
  working: Working,
): Promise<OutputOf<typeof ticketCalls.correct>> =>
  forgetting(store, actor, working, async (tx) => {
    const { version, uid, left } = await correctTicket(tx, actor, input, { wholly: true });
    return { answer: { version }, gone: left.map((kind): Forgotten => ({ kind, uid })) };
  });

/** `tickets.setFields`, and what stood there before is forgotten. Long work. */
export const setFieldsAndForget = (
  store: Store,
  actor: Actor,
  input: InputOf<typeof calls.setFieldsAndForget>,
  working: Working,
): Promise<OutputOf<typeof ticketCalls.setFields>> =>
  forgetting(store, actor, working, async (tx) => {
    const { version, uid, left } = await setFields(tx, actor, input, { wholly: true });
    return { answer: { version }, gone: left.map((field): Forgotten => ({ kind: 'field', uid, field })) };
  });

/** `tickets.correctEntry`, and what stood there before is forgotten. Long work. */
export const correctEntryAndForget = (
  store: Store,
  actor: Actor,
  input: InputOf<typeof calls.correctEntryAndForget>,
  working: Working,
): Promise<OutputOf<typeof ticketCalls.correctEntry>> =>
  forgetting(store, actor, working, async (tx) => {
    const { version, ticket, uid, changed } = await correctEntry(tx, actor, input, { wholly: true });
    return { answer: { version, ticket }, gone: changed ? [{ kind: 'entry', uid }] : [] };
  });

/** Forgetting asks further for the permission to anonymise: it cannot be taken back either. */
export function mayForget(actor: Actor, permission: 'edit people' | 'edit tickets' | 'reply to tickets'): void {
  mayAct(actor, 'anonymise');
  if (!actor.permissions.has(permission)) throw new Refused('forbidden', { permission });
}

/** A person and everybody who was joined into them: what is remembered of either may hold what is to be forgotten. */
export async function withJoined(db: Reads, id: number): Promise<number[]> {
  return [id, ...(await joinedInto(db, [{ id }])).map((joined) => joined.id)];
}

export async function ticketOfEntry(db: Reads, id: number): Promise<number[]> {
  const rows = await db.select({ id: entries.ticketId }).from(entries).where(eq(entries.id, id));
  return rows.map((row) => row.id);
}

const MOST_QUOTES = 100;

/** How many tickets quote a value in their own words: those a correction does not touch. */
export async function quotes(
  db: Reads,
  _actor: Actor,
  { value }: InputOf<typeof calls.quotes>,
): Promise<OutputOf<typeof calls.quotes>> {
  const query = parseQuery(`"${value.replace(/["“”„«»]/g, ' ')}"`);
  return query.parts.length === 0 ? { count: 0, more: false } : db.search.quotes(query, MOST_QUOTES);
}
