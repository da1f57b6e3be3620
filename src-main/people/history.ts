import { desc, inArray, max, sql } from 'drizzle-orm';
import type { PersonHistoryCode, PersonHistoryLine } from '../contract/people.ts';
import type { Actor } from '../gate.ts';
import { history, type Reads, type Writes } from '../store/index.ts';

/** What was done to a person: a code and the kind of an identifier, never a value. */
export type PersonDeed = { what: PersonHistoryCode; field?: string };

const SHOWN = 100;

/** Writes lines of history about a person, all of the write's time; the same deed once. */
export async function writePersonHistory(
  tx: Writes,
  actor: Pick<Actor, 'staffId'>,
  personUid: string,
  deeds: readonly PersonDeed[],
): Promise<void> {
  const once = new Map(deeds.map((deed) => [`${deed.what} ${deed.field ?? ''}`, deed]));
  if (once.size === 0) return;
  await tx.insert(history).values(
    [...once.values()].map(({ what, field }) => ({
      personUid,
      at: tx.now,
      staffId: actor.staffId,
      what,
      field: field ?? '',
    })),
  );
}

/** The newest lines about a person, whichever of these uids they went by; what was done to two of them at once is one. */
export async function personHistory(db: Reads, uids: readonly string[]): Promise<PersonHistoryLine[]> {
  return db
    .select({
      id: sql<number>`${max(history.id)}`,
      at: history.at,
      staffId: history.staffId,
      what: history.what,
      field: history.field,
    })
    .from(history)
    .where(inArray(history.personUid, [...uids]))
    .groupBy(history.at, history.staffId, history.what, history.field)
    .orderBy(desc(history.at), desc(max(history.id)))
    .limit(SHOWN);
}
