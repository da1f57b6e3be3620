import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { identifiers, people, Refused, type Writes } from '../store/index.ts';
import { writePersonHistory } from './history.ts';
import type { IdentifierRow } from './known-by.ts';
import { foldedName } from './normalise.ts';

/**
 * Gives identifiers of one person to another; what that one has already is theirs once.
 * @throws Refused `refused` (`last-name`): nobody is left without a name
 */
export async function moveIdentifiers(
  tx: Writes,
  actor: Actor,
  from: number,
  to: number,
  ids: readonly number[],
): Promise<number> {
  const rows = await tx
    .select()
    .from(identifiers)
    .where(inArray(identifiers.personId, [from, to]))
    .orderBy(asc(identifiers.id));
  const wanted = new Set(ids);
  const moving = rows.filter(({ id, personId }) => personId === from && wanted.has(id));
  if (moving.length === 0) return 0;
  const stay = rows.filter((row) => row.personId === from && !moving.includes(row));
  if (!stay.some(({ kind }) => kind === 'name')) throw new Refused('refused', { reason: 'last-name' });
  const theirs = rows.filter(({ personId }) => personId === to);
  const keyOf = ({ kind, normalised }: IdentifierRow) => `${kind} ${normalised}`;
  const has = new Set(theirs.map(keyOf));
  const kinds = new Set(theirs.map(({ kind }) => kind));
  const double = moving.filter((row) => has.has(keyOf(row))).map(({ id }) => id);
  if (double.length > 0) await tx.delete(identifiers).where(among(identifiers.id, double));
  for (const row of moving) {
    if (has.has(keyOf(row))) continue;
    await tx
      .update(identifiers)
      .set({ personId: to, preferred: !kinds.has(row.kind) })
      .where(eq(identifiers.id, row.id));
    kinds.add(row.kind);
  }
  for (const kind of new Set(moving.map((row) => row.kind))) {
    const [first] = stay.filter((row) => row.kind === kind);
    if (first && !stay.some((row) => row.kind === kind && row.preferred))
      await tx.update(identifiers).set({ preferred: true }).where(eq(identifiers.id, first.id));
  }
  const what = moving.map(({ kind }) => ({ what: 'identifier-moved' as const, field: kind }));
  for (const id of [from, to]) {
    const [name] = await tx
      .select({ value: identifiers.value })
      .from(identifiers)
      .where(and(eq(identifiers.personId, id), eq(identifiers.kind, 'name'), eq(identifiers.preferred, true)));
    const [person] = await tx
      .update(people)
      .set({
        ...(name && { name: name.value, nameFolded: foldedName(name.value) }),
        changedAt: tx.now,
        version: sql`${people.version} + 1`,
      })
      .where(eq(people.id, id))
      .returning({ uid: people.uid });
    if (person) await writePersonHistory(tx, actor, person.uid, what);
    tx.index.person(id);
  }
  return moving.length;
}
