import { and, eq, gt, isNull, sql } from 'drizzle-orm';
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
  tickets,
  type Writes,
} from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { phoneCountryOf } from '../add.ts';
import { writePersonHistory } from '../history.ts';
import type { IdentifierRow } from '../known-by.ts';
import { foldedName, normalise } from '../normalise.ts';
import { movedOf, ROLES, TAKEN, type Moved } from './moved.ts';

type Person = typeof people.$inferSelect;
type Apart = { at: number; kept: Person; gone: Person; moved: Moved };

/**
 * Takes two persons apart again: each has what was theirs. What was changed since stays where it is: a ticket that was
 * given to somebody else, an identifier that was corrected, a remark written anew; how much that is is answered.
 * @throws Refused `not-found`, `refused` (`already-apart`, `joined-later`: the newest join comes apart first)
 */
export async function takeApart(
  tx: Writes,
  actor: Pick<Actor, 'staffId'>,
  given: InputOf<typeof calls.takeApart>,
): Promise<OutputOf<typeof calls.takeApart>> {
  const it = await joinOf(tx, given.join);
  const { kept, gone } = it;
  const stayedTickets = await partsBack(tx, it);
  const stayedIdentifiers = await identifiersBack(tx, it);
  await passBack(tx, it);
  const other = await personsBack(tx, it);
  await tx.update(joins).set({ undoneAt: tx.now }).where(eq(joins.id, given.join));
  for (const { uid } of [kept, gone]) await writePersonHistory(tx, actor, uid, [{ what: 'taken-apart' }]);
  tx.index.person(kept.id);
  tx.index.person(gone.id);
  return {
    kept: kept.id,
    back: gone.id,
    stayed: { tickets: stayedTickets, identifiers: stayedIdentifiers, other },
  };
}

async function joinOf(tx: Writes, id: number): Promise<Apart> {
  const [row] = await tx.select().from(joins).where(eq(joins.id, id));
  if (!row) throw new Refused('not-found', { reason: 'join' });
  if (row.undoneAt !== null) throw new Refused('refused', { reason: 'already-apart' });
  const [kept] = await tx.select().from(people).where(eq(people.uid, row.keptUid));
  const [gone] = await tx.select().from(people).where(eq(people.uid, row.goneUid));
  if (!kept || !gone || gone.joinedInto !== kept.id) throw new Refused('refused', { reason: 'joined-later' });
  const later = and(eq(joins.keptUid, row.keptUid), isNull(joins.undoneAt), gt(joins.id, id));
  if ((await tx.$count(joins, later)) > 0) throw new Refused('refused', { reason: 'joined-later' });
  return { at: row.at, kept, gone, moved: movedOf(row.moved) };
}

/** Parts in tickets go back where the kept one still has them. Answers how many tickets of the other's stay. */
async function partsBack(tx: Writes, { kept, gone, moved }: Apart): Promise<number> {
  const back = new Set<number>();
  const move = async (role: (typeof ROLES)[number], ids: readonly number[], from: number, to: number) => {
    if (ids.length === 0) return;
    const there = sql`exists (select 1 from ticket_people o where o.ticket_id = ${ticketPeople.ticketId}
      and o.role = ${role} and o.person_id = ${to})`;
    const rows = await tx
      .update(ticketPeople)
      .set({ personId: to })
      .where(
        and(
          eq(ticketPeople.personId, from),
          eq(ticketPeople.role, role),
          among(ticketPeople.ticketId, ids),
          sql`not ${there}`,
        ),
      )
      .returning({ ticketId: ticketPeople.ticketId });
    for (const { ticketId } of rows) back.add(ticketId);
  };
  for (const role of ROLES) await move(role, moved[role], kept.id, gone.id);
  const went = [...new Set(ROLES.flatMap((role) => moved[role]))];
  const stayed = went.filter((id) => !back.has(id));
  await move('follower', moved.asideFollower, gone.id, kept.id);
  return stayed.length === 0 ? 0 : tx.$count(tickets, and(among(tickets.id, stayed), eq(tickets.hidden, false)));
}

/** What was not corrected since goes back. Answers how many identifiers of the other's stay. */
async function identifiersBack(tx: Writes, { at, kept, gone, moved }: Apart): Promise<number> {
  const mine = await tx.select().from(identifiers).where(eq(identifiers.personId, kept.id));
  const went = mine.filter(({ id }) => moved.identifiers.includes(id));
  const changed = went.filter(({ changedAt }) => changedAt !== null && changedAt > at);
  const back = went.filter((row) => !changed.includes(row)).map(({ id }) => id);
  if (back.length > 0) await tx.update(identifiers).set({ personId: gone.id }).where(among(identifiers.id, back));
  if (moved.asideIdentifiers.length > 0)
    await tx
      .update(identifiers)
      .set({ personId: kept.id })
      .where(and(among(identifiers.id, moved.asideIdentifiers), eq(identifiers.personId, gone.id)));
  await ensureName(tx, gone);
  for (const { id } of [kept, gone]) await preferAsBefore(tx, id, moved);
  return changed.length;
}

/** Nobody is left without a name: one that was corrected meanwhile is there for the other as it was. */
async function ensureName(tx: Writes, { id, name }: Person): Promise<void> {
  if ((await tx.$count(identifiers, and(eq(identifiers.personId, id), eq(identifiers.kind, 'name')))) > 0) return;
  await tx.insert(identifiers).values({
    uid: newUid(),
    personId: id,
    kind: 'name',
    value: name,
    folded: fold(name),
    normalised: normalise('name', name, await phoneCountryOf(tx)),
    preferred: true,
    source: 'correction',
    createdAt: tx.now,
  });
}

/** Of each kind the one shown before is shown again, unless another was chosen since. */
async function preferAsBefore(tx: Writes, personId: number, moved: Moved): Promise<void> {
  const rows = await tx.select().from(identifiers).where(eq(identifiers.personId, personId));
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const own = rows.filter((row) => row.kind === kind);
    const now = own.find(({ preferred }) => preferred);
    const before = own.find(({ id }) => moved.wasPreferred.includes(id));
    const chosenSince = now && !moved.becamePreferred.includes(now.id) && !moved.identifiers.includes(now.id);
    const shown = (chosenSince ? now : (before ?? now)) ?? own[0];
    for (const row of own) if (row.preferred !== (row === shown)) await prefer(tx, row, row === shown);
  }
}
const prefer = (tx: Writes, { id }: IdentifierRow, preferred: boolean) =>
  tx.update(identifiers).set({ preferred }).where(eq(identifiers.id, id));

/** What else points to a person points to the other one again. */
async function passBack(tx: Writes, { kept, gone, moved }: Apart): Promise<void> {
  for (const [table, ids] of [
    [entries, moved.entries],
    [attachments, moved.attachments],
    [holds, moved.holds],
  ] as const)
    if (ids.length > 0)
      await tx
        .update(table)
        .set({ personId: gone.id })
        .where(and(among(table.id, ids), eq(table.personId, kept.id)));
  for (const column of ['personId', 'otherId'] as const)
    if (moved.doubles.length > 0)
      await tx
        .update(possibleDoubles)
        .set({ [column]: gone.id })
        .where(and(among(possibleDoubles.id, moved.doubles), eq(possibleDoubles[column], kept.id)));
  if (moved.decided.length > 0)
    await tx
      .update(possibleDoubles)
      .set({ decision: 'open', decidedAt: null, decidedBy: null })
      .where(and(among(possibleDoubles.id, moved.decided), eq(possibleDoubles.decision, 'same')));
  if (moved.joined.length > 0)
    await tx
      .update(people)
      .set({ joinedInto: gone.id })
      .where(and(among(people.id, moved.joined), eq(people.joinedInto, kept.id)));
}

/** Both are in the lists again, each with their own name. Answers how much of what was taken over was changed since. */
async function personsBack(tx: Writes, { kept, gone, moved }: Apart): Promise<number> {
  const next = { changedAt: tx.now, version: sql`${people.version} + 1` };
  const taken = moved.took.flatMap((n) => TAKEN[n] ?? []);
  const untouched = taken.filter((name) => kept[name] === gone[name]);
  const emptied: Partial<Person> = {};
  for (const name of untouched)
    Object.assign(emptied, { [name]: name === 'language' || name === 'remark' ? '' : null });
  for (const [person, set] of [
    [kept, emptied],
    [gone, { hidden: false, joinedInto: null }],
  ] as const) {
    const name = (await shownName(tx, person.id)) ?? person.name;
    await tx
      .update(people)
      .set({ ...set, name, nameFolded: foldedName(name), ...next })
      .where(eq(people.id, person.id));
  }
  return taken.length - untouched.length;
}

async function shownName(tx: Writes, personId: number): Promise<string | undefined> {
  const [row] = await tx
    .select({ name: identifiers.value })
    .from(identifiers)
    .where(and(eq(identifiers.personId, personId), eq(identifiers.kind, 'name'), eq(identifiers.preferred, true)))
    .limit(1);
  return row?.name;
}
