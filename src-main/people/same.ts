import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { identifiers, people, possibleDoubles, type Reads, type Writes } from '../store/index.ts';
import { addIdentifiers, addPerson, phoneCountryOf, type KnownBy, type PersonToAdd } from './add.ts';
import { normalise } from './normalise.ts';

/** Identifiers that one person has, or a few share; an address or an IP says where somebody is, not who. */
export const TELLING: ReadonlySet<string> = new Set(['email', 'phone', 'number']);

export type Sharing = { id: number; kind: string };
export type Recognised = {
  /** The person both an identifier and the folded name agree with. */
  same: number | null;
  /** Others who share an identifier under another name. */
  sharing: Sharing[];
};

/**
 * Who of the office's people this is. The same person only if an identifier (mail address, telephone, customer number)
 * and the folded name agree. `batch`: people of that running import count too, although they are hidden.
 */
export async function samePerson(
  db: Reads,
  given: { name: string; identifiers: readonly KnownBy[] },
  options: { batch?: number; country?: string } = {},
): Promise<Recognised> {
  const country = options.country ?? (await phoneCountryOf(db));
  const asked = given.identifiers
    .filter(({ kind, value }) => TELLING.has(kind) && value.trim() !== '')
    .map(({ kind, value }) =>
      and(eq(identifiers.kind, kind), eq(identifiers.normalised, normalise(kind, value.trim(), country))),
    );
  if (asked.length === 0) return { same: null, sharing: [] };
  const seen =
    options.batch === undefined
      ? sql`+ ${people.hidden} = 0`
      : sql`(+ ${people.hidden} = 0 or + ${people.importBatch} = ${options.batch})`;
  const found = await db
    .select({ id: people.id, kind: identifiers.kind })
    .from(identifiers)
    .innerJoin(people, eq(people.id, identifiers.personId))
    .where(and(or(...asked), seen))
    .limit(1_000);
  if (found.length === 0) return { same: null, sharing: [] };
  const named = await db
    .select({ id: sql<number | null>`min(${identifiers.personId})` })
    .from(identifiers)
    .where(
      and(
        inArray(identifiers.personId, [...new Set(found.map(({ id }) => id))]),
        eq(identifiers.kind, 'name'),
        eq(identifiers.normalised, normalise('name', given.name.trim(), country)),
      ),
    );
  const same = named[0]?.id ?? null;
  const sharing = new Map(found.filter(({ id }) => id !== same).map(({ id, kind }) => [id, kind]));
  return { same, sharing: [...sharing].map(([id, kind]) => ({ id, kind })).sort((a, b) => a.id - b.id) };
}

/**
 * The person's id: the same one as before where an identifier and the name agree (with what is new about them added),
 * otherwise a new one, noted as a possible double of each who shares an identifier.
 */
export async function takePerson(
  tx: Writes,
  person: PersonToAdd,
  country?: string,
): Promise<{ id: number; added: boolean }> {
  const of = country ?? (await phoneCountryOf(tx));
  const knownBy = person.identifiers ?? [];
  const batch = person.importBatch ?? undefined;
  const { same, sharing } = await samePerson(
    tx,
    { name: person.name, identifiers: knownBy },
    { country: of, ...(batch === undefined ? {} : { batch }) },
  );
  if (same !== null) {
    await addIdentifiers(tx, same, knownBy, person, of);
    return { id: same, added: false };
  }
  const { id } = await addPerson(tx, person, of);
  if (sharing.length > 0)
    await tx.insert(possibleDoubles).values(
      sharing.slice(0, 20).map((other) => ({
        personId: other.id,
        otherId: id,
        kind: other.kind,
        importBatch: person.importBatch ?? null,
        foundAt: tx.now,
      })),
    );
  return { id, added: true };
}
