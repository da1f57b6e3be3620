import { and, asc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { people as calls } from '../contract/people.ts';
import type { IdentifierKind } from '../contract/terms.ts';
import type { Actor } from '../gate.ts';
import { identifiers, people, type Reads } from '../store/index.ts';
import { phoneCountryOf } from './add.ts';
import { asGiven, normalise } from './normalise.ts';

const MOST_OTHERS = 5;

/** Who else has a value, of those in the lists: told before it is given to a person. */
export async function alsoKnown(
  db: Reads,
  _actor: Actor,
  { id, kind, value }: InputOf<typeof calls.alsoKnown>,
): Promise<OutputOf<typeof calls.alsoKnown>> {
  const normalised = value === '' ? '' : normalise(kind, asGiven(kind, value), await phoneCountryOf(db));
  if (normalised === '') return [];
  return othersKnownBy(db, id, [{ kind, normalised }], MOST_OTHERS);
}

/** People in the lists, but for one, who have any of these identifiers. */
export async function othersKnownBy(
  db: Reads,
  id: number,
  known: readonly { kind: IdentifierKind; normalised: string }[],
  most: number,
): Promise<{ id: number; name: string; kind: IdentifierKind }[]> {
  const found = new Map<number, { id: number; name: string; kind: IdentifierKind }>();
  for (const { kind, normalised } of known) {
    const rows = await db
      .select({ id: people.id, name: people.name })
      .from(identifiers)
      .innerJoin(people, eq(people.id, identifiers.personId))
      .where(and(eq(identifiers.kind, kind), eq(identifiers.normalised, normalised), sql`+ ${people.hidden} = 0`))
      .orderBy(asc(people.id))
      .limit(most + 1);
    for (const row of rows) if (row.id !== id && !found.has(row.id)) found.set(row.id, { ...row, kind });
    if (found.size >= most) break;
  }
  return [...found.values()].slice(0, most);
}
