import { and, asc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { people as calls, PersonRow } from '../contract/people.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { people, type Reads } from '../store/index.ts';
import { foldedName } from './normalise.ts';
import { personRows } from './rows.ts';

/** A list narrowed by text holds so many at the most. */
const MOST_FOUND = 2_000;

/** People for what is being typed; those whose name fits first. Empty text: nobody. */
export async function recognise(
  db: Reads,
  _actor: Actor,
  { text, limit }: InputOf<typeof calls.recognise>,
): Promise<PersonRow[]> {
  if (text.trim() === '') return [];
  // Hidden people (deleted, or of an import under way) are in no list; some more are asked for in their place.
  return (await personRows(db, db.search.people(text, limit + 50))).slice(0, limit);
}

/** Rows from one anchor of the list to the next. */
const STEP = 100;

/** Who is in the list: everybody, or those whom the text finds. */
function listed(db: Reads, text: string) {
  const found = text.trim() === '' ? null : db.search.people(text, MOST_FOUND);
  return {
    found,
    here: found ? and(among(people.id, found), eq(sql`+ ${people.hidden}`, 0)) : eq(people.hidden, false),
  };
}

/** How many people the list has, a key near any row, and where one person stands in it. */
export async function shapeOfPeople(
  db: Reads,
  _actor: Actor,
  { text, of }: InputOf<typeof calls.shape>,
): Promise<OutputOf<typeof calls.shape>> {
  const { found, here } = listed(db, text);
  const numbered = db
    .select({
      id: people.id,
      name: people.nameFolded,
      n: sql<number>`row_number() over (order by ${people.nameFolded}, ${people.id})`.as('n'),
    })
    .from(people)
    .where(here)
    .as('numbered');
  const anchors = await db
    .select({ name: numbered.name, id: numbered.id })
    .from(numbered)
    .where(sql`${numbered.n} % ${STEP} = 0`)
    .orderBy(asc(numbered.n));
  const total = found ? await db.$count(people, here) : await countPeople(db);
  return { total, step: STEP, anchors, place: of === null ? null : await placeOf(db, here, of) };
}

async function placeOf(db: Reads, here: ReturnType<typeof and>, id: number): Promise<number | null> {
  const [one] = await db
    .select({ name: people.nameFolded })
    .from(people)
    .where(and(here, eq(people.id, id)));
  if (!one) return null;
  return db.$count(people, and(here, sql`(${people.nameFolded}, ${people.id}) < (${one.name}, ${id})`));
}

/** Everybody by folded name, page by page; with text only those it finds (2,000 at the most). */
export async function pageOfPeople(
  db: Reads,
  _actor: Actor,
  { text, after, limit }: InputOf<typeof calls.page>,
): Promise<OutputOf<typeof calls.page>> {
  const { found, here } = listed(db, text);
  const behind = after && sql`(${people.nameFolded}, ${people.id}) > (${foldedName(after.name)}, ${after.id})`;
  const page = await db
    .select({ id: people.id, name: people.nameFolded })
    .from(people)
    .where(and(here, behind ?? undefined))
    .orderBy(asc(people.nameFolded), asc(people.id))
    .limit(limit + 1);
  const shown = page.slice(0, limit);
  const total = found ? await db.$count(people, here) : await countPeople(db);
  const next = page.length > limit ? (shown.at(-1) ?? null) : null;
  return {
    rows: await personRows(
      db,
      shown.map(({ id }) => id),
    ),
    total,
    next,
  };
}

/** All people that are not hidden: the whole table is counted by its pages, the few hidden ones by their index. */
export const countPeople = async (db: Reads): Promise<number> =>
  (await db.$count(people)) - (await db.$count(people, eq(people.hidden, true)));
