import type { InputOf } from '../contract/call.ts';
import type { LeftAsItIs, TakenBack, undo as calls } from '../contract/undo.ts';
import type { Actor, Services } from '../gate.ts';
import { among } from '../store/among.ts';
import { killPoint } from '../store/kill-points.ts';
import { history, people, Refused, tickets, type Reads, type Writes } from '../store/index.ts';
import { sliced } from '../store/personal-data/index.ts';
import type { Direction, Entry, Images, Kept, TakenBack as RowsBack } from '../store/undo/index.ts';
import { draftAgain } from '../tickets/index.ts';
import { actOf, trackingIdOf } from './acts.ts';

type Which = InputOf<typeof calls.take>;
type Done = { entry: Entry; rows: RowsBack | null; act: TakenBack['act'] };

/**
 * Takes an act back, or does it again, in one write: by the rows it changed, as far as nobody changed them since. What
 * that changes is seen in turn, so that the way back from it is of the same kind.
 * @throws Refused `not-found` (`nothing-to-undo`, `nothing-to-redo`), `forbidden`, `changed-meanwhile` (`undo`)
 */
export const taking =
  (direction: Direction) =>
  async ({ store, undo }: Services, actor: Actor, { id }: Which): Promise<TakenBack> => {
    let chosen: Entry | null = null;
    let again: Images | null = null;
    try {
      const done = await store.write(
        async (tx) => {
          // Chosen here, when everything asked for before is done.
          chosen = undo.next(direction, actor.staffId, id);
          return takeRows(tx, actor, direction, chosen);
        },
        (images) => (again = images === 'too-big' ? null : images),
      );
      const own = 'take' in done.entry.back ? await done.entry.back.take() : null;
      const next = undo.taken(direction, done.entry, own ?? again);
      const { left, tickets, leftCount } = await saidOf(store.db, done);
      return { act: done.act, tickets, left, leftCount, next };
    } catch (error) {
      if (chosen && error instanceof Refused && FINAL.has(error.code)) undo.taken(direction, chosen, null);
      throw error;
    }
  };

/** Refusals after which trying again is no use. */
const FINAL = new Set(['changed-meanwhile', 'refused', 'not-found']);

async function takeRows(tx: Writes, actor: Actor, direction: Direction, entry: Entry | null): Promise<Done> {
  if (!entry) throw new Refused('not-found', { reason: `nothing-to-${direction}` });
  if (!actor.permissions.has(entry.permission)) throw new Refused('forbidden', { permission: entry.permission });
  const act = await actOf(tx, entry);
  if ('take' in entry.back) return { entry, rows: null, act };
  const rows = await tx.takeBack(entry.back, entry.each);
  const [kept] = rows.kept;
  if (kept && rows.tickets.size === 0 && rows.people.size === 0) throw await refusal(tx, kept);
  if (direction === 'undo') await draftAgain(tx, actor, entry.back);
  await noteAll(tx, actor, direction === 'undo' ? 'undone' : 'redone', entry, rows);
  killPoint('undo: rows back');
  return { entry, rows, act };
}

async function refusal(db: Reads, { table, column, why, ticketId }: Kept): Promise<Refused> {
  const trackingId = ticketId === null ? null : await trackingIdOf(db, ticketId);
  return new Refused('changed-meanwhile', { reason: 'undo', table, column, why, trackingId: trackingId ?? undefined });
}

/** A line of history on each ticket and person that is still there; what was done before keeps its own. */
async function noteAll(tx: Writes, actor: Actor, what: 'undone' | 'redone', { deeds }: Entry, rows: RowsBack) {
  const [deed] = deeds;
  const line = { at: tx.now, staffId: actor.staffId, what, field: deed?.what ?? '', toId: deed?.toId ?? null };
  for (const some of sliced([...rows.tickets])) {
    const there = await tx.select({ id: tickets.id }).from(tickets).where(among(tickets.id, some));
    if (there.length > 0) await tx.insert(history).values(there.map(({ id }) => ({ ...line, ticketId: id })));
  }
  for (const some of sliced([...rows.people])) {
    const there = await tx.select({ uid: people.uid }).from(people).where(among(people.id, some));
    if (there.length > 0) await tx.insert(history).values(there.map(({ uid }) => ({ ...line, personUid: uid })));
  }
}

async function saidOf(db: Reads, { rows }: Done) {
  if (!rows) return { tickets: 0, left: [], leftCount: 0 };
  const left: LeftAsItIs[] = [];
  for (const { ticketId, table, column } of rows.kept) {
    const trackingId = ticketId === null ? null : await trackingIdOf(db, ticketId);
    if (ticketId !== null && trackingId !== null) left.push({ ticketId, trackingId, table, column });
  }
  return { tickets: rows.tickets.size, left, leftCount: rows.keptCount };
}
