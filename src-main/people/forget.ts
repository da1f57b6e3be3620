import { and, eq, inArray } from 'drizzle-orm';
import { among } from '../store/among.ts';
import { identifiers, people, type Writes } from '../store/index.ts';
import type { Forgotten } from '../store/personal-data/index.ts';
import { REMOVED } from '../store/personal-data/index.ts';
import type { Left } from './correct.ts';
import { foldedName } from './normalise.ts';

/**
 * What was corrected and is to be forgotten stands once more with people who were joined into this one: it goes there
 * as well. Answers what went.
 */
export async function forgetInJoined(tx: Writes, personId: number, left: Left): Promise<Forgotten[]> {
  const joined = await tx.select().from(people).where(eq(people.joinedInto, personId));
  if (joined.length === 0) return [];
  const [shown] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
  const keys = new Set(left.identifiers.map(({ kind, normalised }) => `${kind} ${normalised}`));
  const names = new Set(left.identifiers.flatMap(({ kind, folded }) => (kind === 'name' ? [folded] : [])));
  const rows = await tx
    .select()
    .from(identifiers)
    .where(
      among(
        identifiers.personId,
        joined.map(({ id }) => id),
      ),
    );
  const same = rows.filter(({ kind, normalised }) => keys.has(`${kind} ${normalised}`));
  if (same.length > 0)
    await tx.delete(identifiers).where(
      among(
        identifiers.id,
        same.map(({ id }) => id),
      ),
    );
  const gone: Forgotten[] = same.map(({ uid }) => ({ kind: 'identifier', uid }));
  for (const person of joined) {
    const texts = left.texts.filter(({ name, value }) => person[name] === value);
    gone.push(...texts.map(({ name }): Forgotten => ({ kind: name, uid: person.uid })));
    const name = names.has(person.nameFolded) ? (shown?.name ?? REMOVED) : person.name;
    const emptied = Object.fromEntries(texts.map((text) => [text.name, '']));
    await tx
      .update(people)
      .set({ ...emptied, name, nameFolded: foldedName(name) })
      .where(eq(people.id, person.id));
  }
  return gone;
}

/**
 * Takes forgotten texts out of a restored office, by the uids of the rows they stood in. Nobody is left without a name:
 * where it was the only one, REMOVED stands there.
 */
export async function forgetPersonTexts(tx: Writes, stones: readonly Forgotten[]): Promise<void> {
  const uids = (kind: Forgotten['kind']) => stones.filter((one) => one.kind === kind).map(({ uid }) => uid);
  for (const kind of ['language', 'remark'] as const)
    for (const uid of uids(kind))
      await tx
        .update(people)
        .set({ [kind]: '' })
        .where(eq(people.uid, uid));
  for (const uid of uids('identifier')) {
    const [row] = await tx.delete(identifiers).where(eq(identifiers.uid, uid)).returning();
    if (!row) continue;
    const names = and(eq(identifiers.personId, row.personId), eq(identifiers.kind, row.kind));
    const left = await tx.select().from(identifiers).where(names).limit(1);
    if (left.length === 0 && row.kind === 'name')
      await tx.insert(identifiers).values({ ...row, value: REMOVED, folded: REMOVED, normalised: REMOVED });
    else if (left[0] && row.preferred)
      await tx.update(identifiers).set({ preferred: true }).where(eq(identifiers.id, left[0].id));
    if (row.kind === 'name') {
      const name = left[0]?.value ?? REMOVED;
      await tx
        .update(people)
        .set({ name, nameFolded: foldedName(name) })
        .where(inArray(people.id, [row.personId]));
    }
    tx.index.person(row.personId, true);
  }
}
