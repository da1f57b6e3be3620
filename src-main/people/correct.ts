import { and, asc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { people as calls } from '../contract/people.ts';
import type { Actor } from '../gate.ts';
import { newUid } from '../office/index.ts';
import { among } from '../store/among.ts';
import { identifiers, people, Refused, type Reads, type Writes } from '../store/index.ts';
import { fold } from '../store/words.ts';
import { phoneCountryOf } from './add.ts';
import { noteDoubles } from './doubles.ts';
import { writePersonHistory, type PersonDeed } from './history.ts';
import { corrected, differing, type IdentifierRow, type Known } from './known-by.ts';
import { foldedName } from './normalise.ts';

type Given = InputOf<typeof calls.correct>;
/** What stood there before of what was corrected. */
export type Left = {
  identifiers: Pick<IdentifierRow, 'uid' | 'kind' | 'value' | 'folded' | 'normalised'>[];
  texts: { name: 'language' | 'remark'; value: string }[];
};
export type Corrected = OutputOf<typeof calls.correct> & { uid: string; left: Left };

/** A person as the window saw them. Throws Refused `not-found`, `changed-meanwhile`. */
export async function personToChange(db: Reads, { id, version }: { id: number; version: number }) {
  const [row] = await db.select().from(people).where(eq(people.id, id));
  // Somebody who was joined into another meanwhile changed as well.
  if (!row || (row.hidden && row.joinedInto === null)) throw new Refused('not-found', { reason: 'person' });
  if (row.hidden || row.version !== version)
    throw new Refused('changed-meanwhile', { field: 'person', version: row.version });
  return row;
}

/**
 * Corrects what a person is known by, all changes or none, and says what they are no longer known by. Every ticket shows
 * it, find knows the new at once and the old no more; what others share with them now is noted as a possible double.
 * `wholly`: no word of what stood there before is left in the index.
 * @throws Refused what `corrected` throws, `not-found`, `changed-meanwhile`
 */
export async function correctPerson(
  tx: Writes,
  actor: Actor,
  given: Given,
  { wholly = false }: { wholly?: boolean } = {},
): Promise<Corrected> {
  const before = await personToChange(tx, given);
  const rows = await tx
    .select()
    .from(identifiers)
    .where(eq(identifiers.personId, given.id))
    .orderBy(asc(identifiers.id));
  const country = await phoneCountryOf(tx);
  const known = corrected(rows, given.changes, { country, now: tx.now });
  const texts = textsOf(before, given.changes);
  const deeds = await write(tx, given.id, known);
  for (const text of texts) deeds.push({ what: text.name });
  const name = known.find(({ kind, preferred, removed }) => kind === 'name' && preferred && !removed)?.value ?? '';
  const [changed] = await tx
    .update(people)
    .set({
      name,
      nameFolded: foldedName(name),
      ...Object.fromEntries(texts.map((text) => [text.name, text.value])),
      ...(deeds.length > 0 && { changedAt: tx.now, version: sql`${people.version} + 1` }),
    })
    .where(and(eq(people.id, given.id), eq(people.version, given.version)))
    .returning({ version: people.version });
  if (!changed) throw new Refused('changed-meanwhile', { field: 'person' });
  await writePersonHistory(tx, actor, before.uid, deeds);
  tx.index.person(given.id, wholly);
  const fresh = known.filter((one) => !one.removed && (one.row === null || one.corrected));
  return {
    version: changed.version,
    doubles: await noteDoubles(tx, given.id, fresh),
    uid: before.uid,
    left: {
      identifiers: known.flatMap(({ row, removed, corrected: other }) => (row && (removed || other) ? [row] : [])),
      texts: texts.flatMap((text) => (text.before === '' ? [] : [{ name: text.name, value: text.before }])),
    },
  };
}

function textsOf(before: { language: string; remark: string }, changes: Given['changes']) {
  return (['language', 'remark'] as const).flatMap((name) => {
    const asked = changes.flatMap((change) => (change.what === name ? [change.value] : [])).at(-1);
    return asked === undefined || asked === before[name] ? [] : [{ name, value: asked, before: before[name] }];
  });
}

/** Writes what differs, and says what was done. */
async function write(tx: Writes, personId: number, known: readonly Known[]): Promise<PersonDeed[]> {
  const deeds: PersonDeed[] = [];
  const gone = known.flatMap(({ row, removed }) => (row && removed ? [row.id] : []));
  if (gone.length > 0) await tx.delete(identifiers).where(among(identifiers.id, gone));
  for (const one of known) {
    const { row, kind } = one;
    if (row === null || one.removed) {
      if (row) deeds.push({ what: 'identifier-removed', field: kind });
      continue;
    }
    const set = differing(one, tx.now);
    if (Object.keys(set).length === 0) continue;
    await tx.update(identifiers).set(set).where(eq(identifiers.id, row.id));
    if (one.corrected) deeds.push({ what: 'identifier-corrected', field: kind });
    else if ('until' in set) deeds.push({ what: 'identifier-ended', field: kind });
    else if (set.preferred) deeds.push({ what: 'identifier-preferred', field: kind });
  }
  const fresh = known.filter(({ row, removed }) => row === null && !removed);
  for (let n = 0; n < fresh.length; n += 500)
    await tx.insert(identifiers).values(
      fresh.slice(n, n + 500).map(({ kind, value, normalised, preferred, until }) => ({
        uid: newUid(),
        personId,
        kind,
        value,
        folded: fold(value),
        normalised,
        preferred,
        until,
        source: 'correction' as const,
        createdAt: tx.now,
      })),
    );
  deeds.push(...fresh.map(({ kind }): PersonDeed => ({ what: 'identifier-added', field: kind })));
  return deeds;
}
