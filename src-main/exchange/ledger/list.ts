import { and, asc, desc, eq, gte, inArray, isNull, lt, max, ne, or, sql } from 'drizzle-orm';
import { Refused } from '../../contract/errors.ts';
import type { InputOf, OutputOf } from '../../contract/call.ts';
import type { LedgerFilter, ledgerCalls as calls, LedgerLine, LedgerRow } from '../../contract/ledger.ts';
import type { Actor } from '../../gate.ts';
import { among } from '../../store/among.ts';
import { fold } from '../../store/words.ts';
import { ledger, ledgerTargets, people, ticketAliases, tickets, type Reads } from '../../store/index.ts';

type Condition = ReturnType<typeof and>;
/** Rows from one anchor of the list to the next. */
const STEP = 100;
/** A name finds so many people at the most. */
const MOST_PEOPLE = 500;
const SHOWN = 2;
const LISTED = 200;
const BY_KIND = { ticket: eq(ledgerTargets.kind, 'ticket'), person: eq(ledgerTargets.kind, 'person') };
const LIVING_TICKET = and(eq(tickets.hidden, false), isNull(tickets.anonymisedAt));

const FIELDS = {
  id: ledger.id,
  at: ledger.at,
  kind: ledger.kind,
  staffId: ledger.staffId,
  destination: ledger.destination,
  folder: ledger.folder,
  copyNumber: ledger.copyNumber,
  tickets: ledger.tickets,
  people: ledger.people,
};

/** How many lines there are, and a key near any of them. */
export async function shapeOfLedger(
  db: Reads,
  _actor: Actor,
  { filter }: InputOf<typeof calls.ledgerShape>,
): Promise<OutputOf<typeof calls.ledgerShape>> {
  const here = await conditions(db, filter);
  const numbered = db
    .select({
      id: ledger.id,
      at: ledger.at,
      n: sql<number>`row_number() over (order by ${ledger.at} desc, ${ledger.id} desc)`.as('n'),
    })
    .from(ledger)
    .where(here)
    .as('numbered');
  const anchors = await db
    .select({ at: numbered.at, id: numbered.id })
    .from(numbered)
    .where(sql`${numbered.n} % ${STEP} = 0`)
    .orderBy(asc(numbered.n));
  return { total: await db.$count(ledger, here), step: STEP, anchors };
}

/** Lines of the ledger, the newest first. People and tickets that are not in the desk any more are not named. */
export async function pageOfLedger(
  db: Reads,
  _actor: Actor,
  { filter, after, limit }: InputOf<typeof calls.ledgerPage>,
): Promise<LedgerRow[]> {
  const behind = after ? sql`(${ledger.at}, ${ledger.id}) < (${after.at}, ${after.id})` : undefined;
  const lines = await db
    .select(FIELDS)
    .from(ledger)
    .where(and(await conditions(db, filter), behind))
    .orderBy(desc(ledger.at), desc(ledger.id))
    .limit(limit);
  // whole names stand on short lines only: of a workbook of thousands the count says more
  const short = (kind: 'people' | 'tickets') =>
    among(
      ledgerTargets.ledgerId,
      lines.filter((line) => line[kind] <= SHOWN).map(({ id }) => id),
    );
  const names = grouped(await livingPeople(db, short('people'), limit * SHOWN));
  const ids = grouped(await livingTickets(db, short('tickets'), limit * SHOWN));
  return lines.map((line) => ({
    ...line,
    names: (names.get(line.id) ?? []).map(({ name }) => name),
    trackingIds: (ids.get(line.id) ?? []).map(({ trackingId }) => trackingId),
  }));
}

/** One line with all that is known of it. @throws Refused `not-found` */
export async function ledgerLine(
  db: Reads,
  _actor: Actor,
  { id }: InputOf<typeof calls.ledgerLine>,
): Promise<LedgerLine> {
  const more = { sha256: ledger.sha256, bytes: ledger.bytes, pages: ledger.pages, parts: ledger.parts };
  const [line] = await db
    .select({ ...FIELDS, ...more })
    .from(ledger)
    .where(eq(ledger.id, id));
  if (!line) throw new Refused('not-found', { reason: 'line' });
  const mine = eq(ledgerTargets.ledgerId, id);
  const ticketsHere = (await livingTickets(db, mine, LISTED)).map(({ ledgerId: _, ...ticket }) => ticket);
  const peopleHere = (await livingPeople(db, mine, LISTED)).map(({ ledgerId: _, ...person }) => person);
  const [stay] = await db
    .select({
      tickets: sql<number>`count(distinct ${tickets.id})`,
      people: sql<number>`count(distinct ${people.id})`,
    })
    .from(ledgerTargets)
    .leftJoin(tickets, and(BY_KIND.ticket, eq(tickets.uid, ledgerTargets.targetUid), LIVING_TICKET))
    .leftJoin(people, and(BY_KIND.person, eq(people.uid, ledgerTargets.targetUid), eq(people.hidden, false)))
    .where(mine);
  return {
    ...line,
    names: peopleHere.slice(0, SHOWN).map(({ name }) => name),
    trackingIds: ticketsHere.slice(0, SHOWN).map(({ trackingId }) => trackingId),
    ticketsHere,
    peopleHere,
    goneTickets: line.tickets - (stay?.tickets ?? 0),
    gonePeople: line.people - (stay?.people ?? 0),
  };
}

/** Folders noted before, the last used first. */
export async function foldersNoted(db: Reads): Promise<string[]> {
  const rows = await db
    .select({ folder: ledger.folder })
    .from(ledger)
    .where(ne(ledger.folder, ''))
    .groupBy(ledger.folder)
    .orderBy(desc(max(ledger.at)))
    .limit(50);
  return rows.map(({ folder }) => folder);
}

const livingPeople = (db: Reads, of: Condition, most: number) =>
  db
    .select({ ledgerId: ledgerTargets.ledgerId, id: people.id, name: people.name })
    .from(ledgerTargets)
    .innerJoin(people, and(eq(people.uid, ledgerTargets.targetUid), eq(people.hidden, false)))
    .where(and(of, BY_KIND.person))
    .orderBy(ledgerTargets.ledgerId, people.nameFolded, people.id)
    .limit(most);
const livingTickets = (db: Reads, of: Condition, most: number) =>
  db
    .select({ ledgerId: ledgerTargets.ledgerId, id: tickets.id, trackingId: tickets.trackingId })
    .from(ledgerTargets)
    .innerJoin(tickets, and(eq(tickets.uid, ledgerTargets.targetUid), LIVING_TICKET))
    .where(and(of, BY_KIND.ticket))
    .orderBy(ledgerTargets.ledgerId, tickets.id)
    .limit(most);

function grouped<T extends { ledgerId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.ledgerId);
    if (group) group.push(row);
    else groups.set(row.ledgerId, [row]);
  }
  return groups;
}

/** What a filter asks for, as one condition over the ledger's rows. */
async function conditions(db: Reads, { kinds, from, to, text }: LedgerFilter): Promise<Condition> {
  return and(
    kinds && inArray(ledger.kind, kinds),
    from === undefined ? undefined : gte(ledger.at, from),
    to === undefined ? undefined : lt(ledger.at, to),
    text.trim() === '' ? undefined : await found(db, text.trim()),
  );
}

/** Lines with this copy number, of this ticket or of people of this name, or with these words in where they went. */
async function found(db: Reads, text: string): Promise<Condition> {
  const trackingId = text.toUpperCase();
  const aliased = db
    .select({ id: ticketAliases.ticketId })
    .from(ticketAliases)
    .where(eq(ticketAliases.trackingId, trackingId));
  const uids = [
    ...(await db
      .select({ uid: tickets.uid })
      .from(tickets)
      .where(and(LIVING_TICKET, or(eq(tickets.trackingId, trackingId), inArray(tickets.id, aliased))))),
    ...(await db
      .select({ uid: people.uid })
      .from(people)
      .where(and(eq(people.hidden, false), among(people.id, db.search.people(text, MOST_PEOPLE))))),
  ].map(({ uid }) => uid);
  const theirs = db
    .select({ id: ledgerTargets.ledgerId })
    .from(ledgerTargets)
    .where(inArray(ledgerTargets.targetUid, uids));
  return or(
    /^\d{1,15}$/.test(text) ? eq(ledger.copyNumber, Number(text)) : undefined,
    uids.length > 0 ? inArray(ledger.id, theirs) : undefined,
    among(ledger.id, await wentTo(db, fold(text))),
  );
}

/** Ids of lines whose folder or place holds these folded words. */
async function wentTo(db: Reads, words: string): Promise<number[]> {
  const places = await db
    .select({ id: ledger.id, destination: ledger.destination, folder: ledger.folder })
    .from(ledger)
    .where(or(ne(ledger.folder, ''), ne(ledger.destination, '')));
  return places.flatMap(({ id, destination, folder }) =>
    fold(`${folder}\n${destination}`).includes(words) ? [id] : [],
  );
}
