import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { Brought } from '../../../contract/exchange.ts';
import { among } from '../../../store/among.ts';
import {
  attachments,
  categories,
  customFields,
  customValues,
  drafts,
  entries,
  history,
  identifiers,
  people,
  Refused,
  statuses,
  ticketPeople,
  tickets,
  ticketTags,
  type Reads,
} from '../../../store/index.ts';
import type { TermsOfBatch } from '../terms-of-batch.ts';

type Words = ReturnType<typeof sql>;
export const TERMS = { categories, statuses, customFields } as const;
export type Term = Brought['terms'][number];
/** Sums stay exact: a moment is some 2^41 ms. */
const small = (column: Words | typeof tickets.changedAt) => sql`coalesce(${column}, 0) % 1000000007`;

/** What an import brought, as ids, and a stamp of how it stands, so that it can be taken back while nobody touched it. */
export async function broughtBy(
  db: Reads,
  importId: number,
  began: number,
  terms: TermsOfBatch,
  before: ReadonlyMap<number, number | null>,
): Promise<Brought> {
  const ticketIds = await db.select({ id: tickets.id }).from(tickets).where(eq(tickets.importBatch, importId));
  const personIds = await db.select({ id: people.id }).from(people).where(eq(people.importBatch, importId));
  const made = [
    ...[...terms.categories.values()].map((id) => ({ table: 'categories' as const, id })),
    ...[...terms.statuses.values()].map((id) => ({ table: 'statuses' as const, id })),
    ...[...terms.fields.values()].map((id) => ({ table: 'customFields' as const, id })),
  ].filter(({ table, id }) => terms.made[table].has(id));
  const again = terms.wantedAgain.map((id) => ({ table: 'categories' as const, id }));
  const archived = [...made.map(() => began), ...again.map(({ id }) => before.get(id) ?? began)];
  const stamps = await stampsOf(db, [...made, ...again]);
  return {
    importId,
    began,
    tickets: ticketIds.map(({ id }) => id),
    people: personIds.map(({ id }) => id),
    terms: [...made, ...again].flatMap((term, n) => {
      const stamp = stamps.get(`${term.table} ${term.id}`);
      return stamp === undefined ? [] : [{ ...term, stamp, archivedAt: archived[n] ?? began }];
    }),
    stamp: await stampOf(db, importId),
  };
}

/** How each of these rows of the settings stands, so that what somebody changed of it is seen. */
export async function stampsOf(db: Reads, terms: readonly Pick<Term, 'table' | 'id'>[]): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  for (const table of ['categories', 'statuses', 'customFields'] as const) {
    const ids = terms.filter((term) => term.table === table).map(({ id }) => id);
    const rows = await db.select().from(TERMS[table]).where(among(TERMS[table].id, ids));
    for (const { position: _position, ...row } of rows)
      stamps.set(`${table} ${row.id}`, createHash('sha256').update(JSON.stringify(row)).digest('hex'));
  }
  return stamps;
}

/** Counts and moments of all that an import brought: another one where somebody changed, added or used anything of it. */
export async function stampOf(db: Reads, importId: number): Promise<string> {
  const mine = sql`select id from ${tickets} where ${tickets.importBatch} = ${importId}`;
  const theirs = sql`select id from ${people} where ${people.importBatch} = ${importId}`;
  const one = async (figures: Words, from: Words): Promise<unknown> => {
    const rows = await db.select({ figures: sql<string>`(select ${figures} from ${from})` }).from(sql`(select 1)`);
    return rows[0]?.figures;
  };
  const figures = [
    await one(
      sql`count(*) || ' ' || sum(${small(tickets.changedAt)}) || ' ' || sum(hidden) || ' ' || sum(tagged) || ' ' || sum(locked)
        || ' ' || sum(time_worked) || ' ' || sum(notes)`,
      sql`${tickets} where ${tickets.importBatch} = ${importId}`,
    ),
    await one(
      sql`count(*) || ' ' || coalesce(sum(${small(sql`${people.changedAt}`)}), 0) || ' ' || coalesce(sum(hidden), 0)
        || ' ' || count(joined_into) || ' ' || count(notice_given_at)`,
      sql`${people} where ${people.importBatch} = ${importId}`,
    ),
    await one(sql`count(*)`, sql`${people} where ${people.joinedInto} in (${theirs})`),
    await one(
      sql`count(*) || ' ' || coalesce(sum(${small(sql`${identifiers.changedAt}`)}), 0)`,
      sql`${identifiers} where ${identifiers.importBatch} = ${importId} or ${identifiers.personId} in (${theirs})`,
    ),
    await one(
      sql`count(*) || ' ' || coalesce(sum(${small(sql`${entries.editedAt}`)}), 0)`,
      sql`${entries} where ${entries.ticketId} in (${mine})`,
    ),
    await one(
      sql`count(*) || ' ' || coalesce(sum(${attachments.sensitive}), 0)`,
      sql`${attachments} where ${attachments.ticketId} in (${mine}) and ${attachments.complete} = 1`,
    ),
    await one(sql`count(*)`, sql`${ticketPeople} where ${ticketPeople.ticketId} in (${mine})`),
    await one(sql`count(*)`, sql`${customValues} where ${customValues.ticketId} in (${mine})`),
    await one(sql`count(*)`, sql`${ticketTags} where ${ticketTags.ticketId} in (${mine})`),
    await one(sql`count(*)`, sql`${drafts} where ${drafts.ticketId} in (${mine})`),
    await one(
      sql`count(*)`,
      sql`${ticketPeople} where ${ticketPeople.personId} in (${theirs}) and ${ticketPeople.ticketId} not in (${mine})`,
    ),
    await one(
      sql`count(*)`,
      sql`${tickets} where ${tickets.mergedInto} in (${mine}) and ${tickets.importBatch} is not ${importId}`,
    ),
    await one(sql`count(*)`, sql`intake_drafts where person_id in (${theirs})`),
  ];
  return createHash('sha256').update(figures.join('\n')).digest('hex');
}

/**
 * Whether all that an import brought stands as it came in.
 * @throws Refused `refused` (`import-touched`, with the first such ticket; `import-used`)
 */
export async function mustBeUntouched(db: Reads, { importId, stamp }: Brought): Promise<void> {
  if ((await stampOf(db, importId)) === stamp) return;
  const [first] = await db
    .select({ trackingId: tickets.trackingId })
    .from(tickets)
    .innerJoin(history, eq(history.ticketId, tickets.id))
    .where(and(eq(tickets.importBatch, importId), ne(history.what, 'imported'), isNotNull(history.ticketId)))
    .orderBy(asc(tickets.id))
    .limit(1);
  if (first) throw new Refused('refused', { reason: 'import-touched', trackingId: first.trackingId });
  throw new Refused('refused', { reason: 'import-used' });
}

const NAMED_BY: Record<Term['table'], readonly string[]> = {
  categories: ['category'],
  statuses: ['status', 'closed', 'reopened'],
  customFields: ['field'],
};

/** Those of the settings' rows that an import made, or wanted again, and that nothing but it uses or has changed. */
export async function termsOfItAlone(db: Reads, { importId, terms }: Brought): Promise<Term[]> {
  const stamps = await stampsOf(db, terms);
  const alone: Term[] = [];
  for (const term of terms) {
    if (stamps.get(`${term.table} ${term.id}`) !== term.stamp) continue;
    const others = sql`${tickets.importBatch} is not ${importId}`;
    const used =
      term.table === 'customFields'
        ? await db
            .select({ id: tickets.id })
            .from(customValues)
            .innerJoin(tickets, eq(tickets.id, customValues.ticketId))
            .where(and(eq(customValues.fieldId, term.id), others))
            .limit(1)
        : await db
            .select({ id: tickets.id })
            .from(tickets)
            .where(and(eq(term.table === 'categories' ? tickets.categoryId : tickets.statusId, term.id), others))
            .limit(1);
    const told = await db
      .select({ id: history.id })
      .from(history)
      .innerJoin(tickets, eq(tickets.id, history.ticketId))
      .where(
        and(
          sql`(${history.fromId} = ${term.id} or ${history.toId} = ${term.id})`,
          inArray(history.what, [...NAMED_BY[term.table]]),
          others,
        ),
      )
      .limit(1);
    if (used.length + told.length === 0) alone.push(term);
  }
  return alone;
}
