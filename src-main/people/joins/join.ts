import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../../contract/call.ts';
import type { people as calls } from '../../contract/people.ts';
import type { Actor } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import { among } from '../../store/among.ts';
import {
  attachments,
  entries,
  holds,
  identifiers,
  joins,
  people,
  possibleDoubles,
  Refused,
  ticketPeople,
  type Writes,
} from '../../store/index.ts';
import { personToChange } from '../correct.ts';
import { writePersonHistory } from '../history.ts';
import { foldedName } from '../normalise.ts';
import { ROLES, TAKEN, type Moved } from './moved.ts';
import { planJoin } from './plan.ts';

type Person = typeof people.$inferSelect;

/**
 * Makes two persons one: the second goes into the first, and with it everything that was theirs. What both have stays
 * with the second, hidden, so that `takeApart` gives each their own again. Tickets do not change by it.
 * @throws Refused `not-found`, `changed-meanwhile` (either was corrected or joined meanwhile), `refused` (`same-person`)
 */
export async function joinPeople(
  tx: Writes,
  actor: Actor,
  given: InputOf<typeof calls.join>,
): Promise<OutputOf<typeof calls.join>> {
  if (given.kept.id === given.gone.id) throw new Refused('refused', { reason: 'same-person' });
  const kept = await personToChange(tx, given.kept);
  const gone = await personToChange(tx, given.gone);
  const plan = await planJoin(tx, kept.id, gone.id, given.name);
  const took = TAKEN.flatMap((name, n) => (isEmpty(kept[name]) && !isEmpty(gone[name]) ? [n] : []));
  const moved: Moved = {
    ...(Object.fromEntries(
      ROLES.map((role) => [role, plan.moving.flatMap((part) => (part.role === role ? [part.ticketId] : []))]),
    ) as Pick<Moved, (typeof ROLES)[number]>),
    asideFollower: plan.asideFollower,
    identifiers: plan.identifiers.moving.map(({ id }) => id),
    asideIdentifiers: plan.identifiers.aside.map(({ id }) => id),
    wasPreferred: plan.identifiers.wasPreferred,
    becamePreferred: plan.identifiers.becamePreferred,
    entries: await passOn(tx, entries, kept.id, gone.id),
    attachments: await passOn(tx, attachments, kept.id, gone.id),
    holds: await passOn(tx, holds, kept.id, gone.id),
    doubles: await passOnDoubles(tx, kept.id, gone.id),
    decided: await decideSame(tx, actor, kept.id, gone.id),
    joined: await passOnJoined(tx, kept.id, gone.id),
    took,
  };
  await moveIdentifiers(tx, kept.id, gone.id, moved);
  await moveParts(tx, kept.id, gone.id, moved);
  const version = await settle(tx, kept, gone, { took, name: plan.name?.value ?? kept.name });
  const [row] = await tx
    .insert(joins)
    .values({ uid: newUid(), keptUid: kept.uid, goneUid: gone.uid, moved, staffId: actor.staffId, at: tx.now })
    .returning({ id: joins.id });
  if (!row) throw new Error('the join was not written down');
  for (const { uid } of [kept, gone]) await writePersonHistory(tx, actor, uid, [{ what: 'joined' }]);
  tx.index.dropPerson(gone.id);
  tx.index.person(kept.id);
  return { join: row.id, version };
}

const isEmpty = (value: string | number | null) => value === null || value === '';

/** Rows that say who a person is: they say the kept one from now on. */
async function passOn(
  tx: Writes,
  table: typeof entries | typeof attachments | typeof holds,
  kept: number,
  gone: number,
): Promise<number[]> {
  const rows = await tx
    .update(table)
    .set({ personId: kept })
    .where(eq(table.personId, gone))
    .returning({ id: table.id });
  return rows.map(({ id }) => id);
}

async function passOnJoined(tx: Writes, kept: number, gone: number): Promise<number[]> {
  const rows = await tx
    .update(people)
    .set({ joinedInto: kept })
    .where(eq(people.joinedInto, gone))
    .returning({ id: people.id });
  return rows.map(({ id }) => id);
}

/** Others who may be the one that goes may be the kept one, but for pairs that are noted already. */
async function passOnDoubles(tx: Writes, kept: number, gone: number): Promise<number[]> {
  const rows = await tx
    .select({ id: possibleDoubles.id, personId: possibleDoubles.personId, otherId: possibleDoubles.otherId })
    .from(possibleDoubles)
    .where(or(inArray(possibleDoubles.personId, [kept, gone]), inArray(possibleDoubles.otherId, [kept, gone])));
  const third = ({ personId, otherId }: (typeof rows)[number]) =>
    [personId, otherId].find((id) => id !== kept && id !== gone);
  const noted = new Set(
    rows.filter(({ personId, otherId }) => personId === kept || otherId === kept).map((row) => third(row)),
  );
  const ids: number[] = [];
  for (const row of rows) {
    const other = third(row);
    if (other === undefined || noted.has(other)) continue;
    noted.add(other);
    ids.push(row.id);
    await tx
      .update(possibleDoubles)
      .set(row.personId === gone ? { personId: kept } : { otherId: kept })
      .where(eq(possibleDoubles.id, row.id));
  }
  return ids;
}

async function decideSame(tx: Writes, actor: Actor, kept: number, gone: number): Promise<number[]> {
  const both = [kept, gone];
  const rows = await tx
    .update(possibleDoubles)
    .set({ decision: 'same', decidedAt: tx.now, decidedBy: actor.staffId })
    .where(
      and(
        inArray(possibleDoubles.personId, both),
        inArray(possibleDoubles.otherId, both),
        eq(possibleDoubles.decision, 'open'),
      ),
    )
    .returning({ id: possibleDoubles.id });
  return rows.map(({ id }) => id);
}

async function moveIdentifiers(tx: Writes, kept: number, gone: number, moved: Moved): Promise<void> {
  const set = async (ids: readonly number[], values: Partial<typeof identifiers.$inferInsert>) => {
    if (ids.length > 0) await tx.update(identifiers).set(values).where(among(identifiers.id, ids));
  };
  await set(moved.asideIdentifiers, { personId: gone });
  await set(moved.identifiers, { personId: kept });
  await set(moved.wasPreferred, { preferred: false });
  await set(moved.becamePreferred, { preferred: true });
}

async function moveParts(tx: Writes, kept: number, gone: number, moved: Moved): Promise<void> {
  const move = async (role: (typeof ROLES)[number], ids: readonly number[], from: number, to: number) => {
    if (ids.length === 0) return;
    await tx
      .update(ticketPeople)
      .set({ personId: to })
      .where(and(eq(ticketPeople.personId, from), eq(ticketPeople.role, role), among(ticketPeople.ticketId, ids)));
  };
  await move('follower', moved.asideFollower, kept, gone);
  for (const role of ROLES) await move(role, moved[role], gone, kept);
}

/** Hides the one that goes and gives the kept one their name and what they had not. */
async function settle(
  tx: Writes,
  kept: Person,
  gone: Person,
  { took, name }: { took: readonly number[]; name: string },
): Promise<number> {
  const next = { changedAt: tx.now, version: sql`${people.version} + 1` };
  const taken: Partial<Person> = {};
  for (const n of took) Object.assign(taken, { [TAKEN[n] ?? '']: gone[TAKEN[n] ?? 'remark'] });
  const guarded = ({ id, version }: Person) =>
    and(eq(people.id, id), eq(people.version, version), eq(people.hidden, false));
  const [hidden] = await tx
    .update(people)
    .set({ hidden: true, joinedInto: kept.id, ...next })
    .where(guarded(gone))
    .returning({ id: people.id });
  const [changed] = await tx
    .update(people)
    .set({ name, nameFolded: foldedName(name), ...taken, ...next })
    .where(guarded(kept))
    .returning({ version: people.version });
  if (!hidden || !changed) throw new Refused('changed-meanwhile', { field: 'person' });
  return changed.version;
}
