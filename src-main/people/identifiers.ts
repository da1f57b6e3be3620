import { asc, desc, eq } from 'drizzle-orm';
import type { Identifier } from '../contract/people.ts';
import { identifiers, type Reads } from '../store/index.ts';

/** What a person is known by, by kind, the ones shown first. */
export async function identifiersOf(db: Reads, personId: number): Promise<Identifier[]> {
  const rows = await db
    .select()
    .from(identifiers)
    .where(eq(identifiers.personId, personId))
    .orderBy(asc(identifiers.kind), desc(identifiers.preferred), asc(identifiers.id));
  return rows.map(({ id, kind, value, preferred, source, since, until, createdAt, changedAt }) => ({
    id,
    kind,
    value,
    preferred,
    source,
    since,
    until,
    addedAt: createdAt,
    correctedAt: changedAt,
  }));
}
