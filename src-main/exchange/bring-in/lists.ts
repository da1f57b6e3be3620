import { asc, desc, eq } from 'drizzle-orm';
import type { InputOf } from '../../contract/call.ts';
import type { exchange as calls, ImportDoubles, ImportFacts } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import { personRows } from '../../people/index.ts';
import { importMappings, imports, possibleDoubles, Refused, type Reads, type Writes } from '../../store/index.ts';

const PAIRS = 200;

/** What was brought in, the newest first; the last 500. */
export async function listImports(db: Reads): Promise<ImportFacts[]> {
  return db
    .select({
      id: imports.id,
      source: imports.source,
      state: imports.state,
      startedAt: imports.startedAt,
      added: imports.added,
      known: imports.known,
      differing: imports.differing,
      refused: imports.refused,
    })
    .from(imports)
    .where(eq(imports.state, 'done'))
    .orderBy(desc(imports.id))
    .limit(500);
}

/** Possible doubles an import found, the first 200 pairs; people who are gone or hidden are in none. */
export async function doublesOf(
  db: Reads,
  _actor: Actor,
  { importId }: InputOf<typeof calls.doubles>,
): Promise<ImportDoubles> {
  const of = eq(possibleDoubles.importBatch, importId);
  const rows = await db.select().from(possibleDoubles).where(of).orderBy(asc(possibleDoubles.id)).limit(PAIRS);
  const ids = [...new Set(rows.flatMap(({ personId, otherId }) => [personId, otherId]))];
  const known = new Map((await personRows(db, ids)).map((row) => [row.id, row]));
  return {
    total: await db.$count(possibleDoubles, of),
    pairs: rows.flatMap(({ personId, otherId, kind }) => {
      const one = known.get(personId);
      const other = known.get(otherId);
      return one && other ? [{ one, other, kind }] : [];
    }),
  };
}

/** Ways of matching that are kept, by their names. */
export const mappingNames = async (db: Reads): Promise<string[]> =>
  (await db.select({ name: importMappings.name }).from(importMappings).orderBy(asc(importMappings.name))).map(
    ({ name }) => name,
  );

/** Keeps how columns were matched under a name; one of that name is replaced. */
export async function saveMapping(
  tx: Writes,
  _actor: Actor,
  { name, mapping }: InputOf<typeof calls.saveMapping>,
): Promise<null> {
  const values = { mapping, changedAt: tx.now };
  const [changed] = await tx
    .update(importMappings)
    .set(values)
    .where(eq(importMappings.name, name))
    .returning({ id: importMappings.id });
  if (!changed) await tx.insert(importMappings).values({ name, ...values });
  return null;
}

export async function forgetMapping(
  tx: Writes,
  _actor: Actor,
  { name }: InputOf<typeof calls.forgetMapping>,
): Promise<null> {
  const gone = await tx
    .delete(importMappings)
    .where(eq(importMappings.name, name))
    .returning({ id: importMappings.id });
  if (gone.length === 0) throw new Refused('not-found', { reason: 'mapping' });
  return null;
}
