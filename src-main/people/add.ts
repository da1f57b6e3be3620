import { and, eq, inArray, sql } from 'drizzle-orm';
import type { IdentifierKind } from '../contract/terms.ts';
import { newUid } from '../office/index.ts';
import { identifiers, office, people, type Reads, type Writes } from '../store/index.ts';
import { fold } from '../store/words.ts';
import { asGiven, foldedName, normalise } from './normalise.ts';

export type KnownBy = { kind: IdentifierKind; value: string };
export type PersonToAdd = {
  name: string;
  /** Besides the name. Empty values are left out; the first of each kind is the one shown. */
  identifiers?: readonly KnownBy[];
  source: 'intake' | 'import' | 'sample';
  importBatch?: number | null;
  /** In no list, find or count until it is shown. */
  hidden?: boolean;
  language?: string;
  remark?: string;
  noticeGivenAt?: number | null;
  createdAt?: number;
};

/** The country that telephone numbers without a country code belong to. */
export async function phoneCountryOf(db: Reads): Promise<string> {
  const [row] = await db.select({ phoneCountry: office.phoneCountry }).from(office).limit(1);
  return row?.phoneCountry ?? '';
}

/** Adds a person with what they are known by; never looks for doubles (`samePerson` does). `country` spares a read. */
export async function addPerson(
  tx: Writes,
  person: PersonToAdd,
  country?: string,
): Promise<{ id: number; uid: string }> {
  const name = asGiven('name', person.name);
  const createdAt = person.createdAt ?? tx.now;
  const [added] = await tx
    .insert(people)
    .values({
      uid: newUid(),
      name,
      nameFolded: foldedName(name),
      language: person.language ?? '',
      remark: person.remark ?? '',
      noticeGivenAt: person.noticeGivenAt ?? null,
      source: person.source,
      importBatch: person.importBatch ?? null,
      hidden: person.hidden ?? false,
      createdAt,
      changedAt: createdAt,
    })
    .returning({ id: people.id, uid: people.uid });
  if (!added) throw new Error('the person was not written');
  const knownBy = [{ kind: 'name' as const, value: name }, ...(person.identifiers ?? [])];
  await insertIdentifiers(tx, added.id, knownBy, person, new Set(), country ?? (await phoneCountryOf(tx)));
  tx.index.person(added.id);
  return added;
}

/** Gives a person further identifiers; those they have already (by normalised form) are left as they are. */
export async function addIdentifiers(
  tx: Writes,
  personId: number,
  knownBy: readonly KnownBy[],
  from: { source: 'intake' | 'import' | 'sample' | 'correction'; importBatch?: number | null },
  country?: string,
): Promise<number> {
  const kinds = [...new Set(knownBy.map(({ kind }) => kind))];
  if (kinds.length === 0) return 0;
  const had = await tx
    .select({ kind: identifiers.kind, normalised: identifiers.normalised })
    .from(identifiers)
    .where(and(eq(identifiers.personId, personId), inArray(identifiers.kind, kinds)));
  const seen = new Set(had.map(({ kind, normalised }) => `${kind} ${normalised}`));
  const added = await insertIdentifiers(tx, personId, knownBy, from, seen, country ?? (await phoneCountryOf(tx)));
  if (added === 0) return 0;
  await tx
    .update(people)
    .set({ changedAt: tx.now, version: sql`${people.version} + 1` })
    .where(eq(people.id, personId));
  tx.index.person(personId);
  return added;
}

async function insertIdentifiers(
  tx: Writes,
  personId: number,
  knownBy: readonly KnownBy[],
  from: { source: 'intake' | 'import' | 'sample' | 'correction'; importBatch?: number | null },
  seen: Set<string>,
  country: string,
): Promise<number> {
  const kinds = new Set([...seen].map((key) => key.slice(0, key.indexOf(' '))));
  const rows: (typeof identifiers.$inferInsert)[] = [];
  for (const { kind, value } of knownBy) {
    if (value.trim() === '') continue;
    const given = asGiven(kind, value.trim());
    const normalised = normalise(kind, given, country);
    if (seen.has(`${kind} ${normalised}`)) continue;
    seen.add(`${kind} ${normalised}`);
    rows.push({
      uid: newUid(),
      personId,
      kind,
      value: given,
      folded: fold(given),
      normalised,
      preferred: !kinds.has(kind),
      source: from.source,
      importBatch: from.importBatch ?? null,
      createdAt: tx.now,
    });
    kinds.add(kind);
  }
  if (rows.length > 0) await tx.insert(identifiers).values(rows);
  return rows.length;
}
