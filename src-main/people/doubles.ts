import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { DoublePair, people as calls } from '../contract/people.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { identifiers, people, possibleDoubles, Refused, type Reads, type Writes } from '../store/index.ts';
import { othersKnownBy } from './also-known.ts';
import type { Known } from './known-by.ts';
import { personRows } from './rows.ts';
import { TELLING } from './same.ts';

/** A person is noted as a possible double of so many others at once, at the most. */
export const MOST_NOTED = 20;

const pair = (a: unknown, b: unknown) =>
  sql`(${possibleDoubles.personId} = ${a} and ${possibleDoubles.otherId} = ${b})
    or (${possibleDoubles.personId} = ${b} and ${possibleDoubles.otherId} = ${a})`;

/** Notes a person as a possible double of each who shares one of these; a pair that was ever noted is left as it is. */
export async function noteDoubles(
  tx: Writes,
  id: number,
  known: readonly Pick<Known, 'kind' | 'normalised'>[],
): Promise<{ id: number; name: string }[]> {
  const telling = known.filter(({ kind, normalised }) => TELLING.has(kind) && normalised !== '');
  const fresh: { id: number; name: string }[] = [];
  for (const { id: other, name, kind } of await othersKnownBy(tx, id, telling, MOST_NOTED)) {
    if ((await tx.$count(possibleDoubles, pair(id, other))) > 0) continue;
    await tx.insert(possibleDoubles).values({ personId: other, otherId: id, kind, foundAt: tx.now });
    fresh.push({ id: other, name });
  }
  return fresh;
}

const inLists = (column: unknown) =>
  sql`exists (select 1 from ${people} where ${people.id} = ${column} and ${people.hidden} = 0)`;
const OPEN = and(
  eq(possibleDoubles.decision, 'open'),
  inLists(possibleDoubles.personId),
  inLists(possibleDoubles.otherId),
);

/** How many pairs are still to be decided. */
export const countDoubles = (db: Reads): Promise<number> => db.$count(possibleDoubles, OPEN);

/** Pairs that are still to be decided, the newest first. */
export async function pageOfDoubles(
  db: Reads,
  _actor: Actor,
  { after, limit }: InputOf<typeof calls.doubles>,
): Promise<OutputOf<typeof calls.doubles>> {
  const rows = await db
    .select()
    .from(possibleDoubles)
    .where(and(OPEN, after === null ? undefined : lt(possibleDoubles.id, after)))
    .orderBy(desc(possibleDoubles.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const ids = [...new Set(shown.flatMap(({ personId, otherId }) => [personId, otherId]))];
  const byId = new Map((await personRows(db, ids)).map((row) => [row.id, row]));
  const known = await knownBy(db, ids);
  return {
    pairs: shown.flatMap(({ id, foundAt, importBatch, kind, personId, otherId }): DoublePair[] => {
      const [one, other] = [byId.get(personId), byId.get(otherId)];
      if (!one || !other) return [];
      const theirs = new Set(known.get(otherId)?.map(({ key }) => key));
      const shared = (known.get(personId) ?? []).filter(({ key }) => theirs.has(key));
      return [{ id, foundAt, imported: importBatch !== null, kind, one, other, shared: shared.map(asShared) }];
    }),
    total: await countDoubles(db),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

type Told = DoublePair['shared'][number] & { key: string };
const asShared = ({ kind, value }: Told) => ({ kind, value });

async function knownBy(db: Reads, ids: readonly number[]): Promise<Map<number, Told[]>> {
  const rows = await db
    .select({
      personId: identifiers.personId,
      kind: identifiers.kind,
      value: identifiers.value,
      normalised: identifiers.normalised,
    })
    .from(identifiers)
    .where(among(identifiers.personId, ids))
    .orderBy(asc(identifiers.personId), asc(identifiers.id));
  const known = new Map<number, Told[]>();
  for (const { personId, kind, value, normalised } of rows)
    known.set(personId, [...(known.get(personId) ?? []), { kind, value, key: `${kind} ${normalised}` }]);
  return known;
}

/** Notes that two people are different ones, or takes that back. Joining decides the other way by itself. */
export async function decideDouble(
  tx: Writes,
  actor: Actor,
  { id, decision }: InputOf<typeof calls.decideDouble>,
): Promise<null> {
  const decided = decision === 'open' ? null : { at: tx.now, by: actor.staffId };
  const changed = await tx
    .update(possibleDoubles)
    .set({ decision, decidedAt: decided?.at ?? null, decidedBy: decided?.by ?? null })
    .where(and(eq(possibleDoubles.id, id), sql`${possibleDoubles.decision} <> 'same'`))
    .returning({ id: possibleDoubles.id });
  if (changed.length === 0) throw new Refused('not-found', { reason: 'double' });
  return null;
}
