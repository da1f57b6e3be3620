import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DifferingRow, ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { addIdentifiers, takePerson } from '../../people/index.ts';
import { customValues, entries, people, ticketPeople, tickets, type Store, type Writes } from '../../store/index.ts';
import { neededBy } from '../../store/personal-data/index.ts';
import { writeHistory, type Deed } from '../../tickets/index.ts';
import { readRows } from '../table/index.ts';
import type { GoodRow } from './good-row.ts';
import { openChosen, stoppable, type ChosenTable } from './chosen-table.ts';
import { differencesOf, presentTickets, textsOf, type PresentTicket } from './differences.ts';
import { calledOf, incomingOf } from './incoming.ts';
import { knownRows, officeSecret, RowIds } from './known-rows.ts';
import { officeTerms, preparedOrRefused } from './office-terms.ts';
import { newTerms, showTerms } from './terms-of-batch.ts';
import { TicketRows } from './ticket-rows.ts';

const ROWS_A_WRITE = 100;
type Take = 'ours' | 'theirs';
export type DecideInput = ChosenTable & {
  mapping: ImportMapping;
  source: string;
  decisions: { row: number; take: Take }[];
  others?: Take;
};

/**
 * Decides rows that came in before with other content: `ours` leaves the ticket as it is and asks no more about this
 * content, `theirs` puts what the row says in its place. Each row is whole; a stop leaves the rest to be asked.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`
 */
export async function decideDiffering(
  store: Store,
  actor: Actor,
  input: DecideInput,
  working: Working,
): Promise<Record<Take, number>> {
  return stoppable(working, async (signal) => {
    const { shape, header } = await openChosen(input, signal);
    const terms = await officeTerms(store.db);
    const prepared = preparedOrRefused(input.mapping, header.length, terms);
    const ids = new RowIds(input.source, await officeSecret(store.db));
    const wanted = new Map(input.decisions.map(({ row, take }) => [row, take]));
    const done: Record<Take, number> = { ours: 0, theirs: 0 };
    const total = input.others === undefined ? wanted.size : null;
    let slice: { row: GoodRow; take: Take }[] = [];
    const decide = async (): Promise<void> => {
      working.check();
      const some = slice;
      slice = [];
      const taken = await store.write((tx) => decideRows(tx, actor, some, input.mapping));
      done.ours += taken.ours;
      done.theirs += taken.theirs;
      working.progress('decide', done.ours + done.theirs, total);
    };
    for await (const row of readRows(input.from.path, shape, { signal })) {
      const applied = row.ok ? prepared.apply(row.cells) : null;
      if (!applied?.ok) continue;
      const good = { row: row.rowNumber, ticket: incomingOf(applied.ticket), ...ids.of(applied.ticket, row.cells) };
      const take = wanted.get(row.rowNumber) ?? input.others;
      if (take === undefined) continue;
      slice.push({ row: good, take });
      if (slice.length >= ROWS_A_WRITE) await decide();
    }
    if (slice.length > 0) await decide();
    return done;
  });
}

async function decideRows(
  tx: Writes,
  actor: Actor,
  slice: readonly { row: GoodRow; take: Take }[],
  mapping: ImportMapping,
): Promise<Record<Take, number>> {
  const done: Record<Take, number> = { ours: 0, theirs: 0 };
  const { tickets: known, buried } = await knownRows(
    tx,
    slice.map(({ row }) => row.key),
  );
  // Read anew in each write: what an earlier one made is the office's own by now.
  const terms = await officeTerms(tx);
  const context = { mapping, terms };
  const brought = await newTerms(tx, mapping, terms);
  const rows = new TicketRows(terms, brought, mapping);
  for (const { row, take } of slice) {
    const ticket = known.get(row.key);
    if (!ticket || ticket.deleted || buried.has(row.key) || ticket.hash === row.hash) continue;
    const ours = (await presentTickets(tx, [ticket.id])).get(ticket.id);
    const changes = ours ? differencesOf(ours, row.ticket, context, rows) : [];
    if (!ours || changes.length === 0) continue;
    if (take === 'theirs') await takeTheirs(tx, actor, { ours, changes, row, rows, country: terms.phoneCountry });
    await tx.update(tickets).set({ sourceHash: row.hash }).where(eq(tickets.id, ticket.id));
    done[take]++;
  }
  await showTerms(tx, brought, tx.now);
  return done;
}

type Taking = {
  ours: PresentTicket;
  changes: DifferingRow['changes'];
  row: GoodRow;
  rows: TicketRows;
  country: string;
};

async function takeTheirs(tx: Writes, actor: Actor, { ours, changes, row, rows, country }: Taking): Promise<void> {
  const { id } = ours.row;
  const fields = new Set(changes.map(({ field }) => field));
  tx.index.withdraw([id]);
  const decided = rows.decided(row.ticket, ours.row.createdAt);
  const owner = fields.has('owner') ? decided.ownerId : ours.row.ownerId;
  const replies = fields.has('reply') ? textsOf(row.ticket, 'reply') : ours.replies;
  const notes = fields.has('note') ? textsOf(row.ticket, 'note') : ours.notes;
  await tx
    .update(tickets)
    .set({
      version: sql`${tickets.version} + 1`,
      changedAt: tx.now,
      ownerId: owner,
      ...(fields.has('subject') ? { subject: decided.subject } : {}),
      ...(fields.has('message') ? { message: decided.message, bodyFormat: 'plain' as const } : {}),
      ...(fields.has('category') ? { categoryId: decided.categoryId } : {}),
      ...(fields.has('priority') ? { priorityId: decided.priorityId, urgency: decided.urgency } : {}),
      ...(fields.has('status')
        ? { statusId: decided.statusId, open: decided.open, resolvedAt: decided.open ? null : decided.resolvedAt }
        : {}),
      ...(fields.has('created') ? { createdAt: decided.createdAt } : {}),
      ...(fields.has('firstReply') ? { firstReplyAt: decided.firstReplyAt } : {}),
      ...(fields.has('resolved') ? { resolvedAt: decided.resolvedAt } : {}),
      ...(fields.has('due') ? { dueAt: decided.dueAt } : {}),
      ...(fields.has('ip') ? { ip: decided.ip, ipKey: decided.ipKey } : {}),
      ...(fields.has('channel') ? { channel: decided.channel } : {}),
      ...(fields.has('timeWorked') ? { timeWorked: decided.timeWorked } : {}),
      replies: sql`${tickets.replies} + ${replies.length - ours.replies.length}`,
      notes: sql`${tickets.notes} + ${notes.length - ours.notes.length}`,
    })
    .where(eq(tickets.id, id));
  for (const kind of ['reply', 'note'] as const) {
    if (!fields.has(kind)) continue;
    await tx
      .delete(entries)
      .where(and(eq(entries.ticketId, id), eq(entries.kind, kind), eq(entries.channel, 'import')));
    const requester =
      ours.requesterId === null
        ? null
        : { id: ours.requesterId, name: calledOf(row.ticket.requester ?? { name: '', knownBy: [] }) };
    const texts = rows
      .entriesOf(row.ticket, id, { ...decided, ownerId: owner }, requester)
      .filter((entry) => entry.kind === kind);
    if (texts.length > 0) await tx.insert(entries).values(texts);
  }
  if (fields.has('reply')) await countStaffReplies(tx, id);
  if (fields.has('custom')) await replaceValues(tx, id, row, rows);
  await changePeople(tx, id, ours, row, fields, country);
  tx.index.ticket(id);
  await writeHistory(
    tx,
    actor,
    deedsOf(ours, fields, decided).map((deed) => ({ ticketId: id, ...deed })),
  );
}

async function countStaffReplies(tx: Writes, id: number): Promise<void> {
  const own = and(eq(entries.ticketId, id), eq(entries.kind, 'reply'), eq(entries.authorKind, 'staff'));
  await tx
    .update(tickets)
    .set({ staffReplies: await tx.$count(entries, own) })
    .where(eq(tickets.id, id));
}

async function replaceValues(tx: Writes, id: number, row: GoodRow, rows: TicketRows): Promise<void> {
  const mine = rows.fieldIds();
  await tx.delete(customValues).where(and(eq(customValues.ticketId, id), inArray(customValues.fieldId, mine)));
  const values = rows.valuesOf(row.ticket).map((value) => ({ ticketId: id, ...value }));
  if (values.length > 0) await tx.insert(customValues).values(values);
}

/** Somebody of the same name is the same, with something new; another name is another person on the ticket. */
async function changePeople(
  tx: Writes,
  id: number,
  ours: PresentTicket,
  row: GoodRow,
  fields: ReadonlySet<string>,
  country: string,
): Promise<void> {
  const theirs = row.ticket.requester;
  const touched = ['name', 'email', 'phone', 'customerNumber', 'address'].some((field) => fields.has(field));
  if (touched && theirs) {
    if (ours.requesterId !== null && !fields.has('name'))
      await addIdentifiers(tx, ours.requesterId, theirs.knownBy, { source: 'import' }, country);
    else {
      const taken = await takePerson(
        tx,
        { name: calledOf(theirs), identifiers: theirs.knownBy, source: 'import' },
        country,
      );
      await tx.delete(ticketPeople).where(and(eq(ticketPeople.ticketId, id), eq(ticketPeople.role, 'requester')));
      await tx.insert(ticketPeople).values({ ticketId: id, role: 'requester', personId: taken.id, addedAt: tx.now });
      if (ours.requesterId !== null) await removeUnneeded(tx, ours.requesterId);
    }
  }
  if (!fields.has('followers')) return;
  for (const follower of row.ticket.followers) {
    const person = { name: calledOf(follower), identifiers: follower.knownBy, source: 'import' as const };
    const { id: personId } = await takePerson(tx, person, country);
    const on = and(eq(ticketPeople.ticketId, id), eq(ticketPeople.personId, personId));
    if ((await tx.$count(ticketPeople, on)) === 0)
      await tx.insert(ticketPeople).values({ ticketId: id, role: 'follower', personId, addedAt: tx.now });
  }
}

async function removeUnneeded(tx: Writes, personId: number): Promise<void> {
  if ((await neededBy(tx, [personId], [])).length > 0) return;
  tx.index.dropPerson(personId);
  await tx.delete(people).where(eq(people.id, personId));
}

function deedsOf(
  { row }: PresentTicket,
  fields: ReadonlySet<string>,
  decided: ReturnType<TicketRows['decided']>,
): Deed[] {
  const deeds: Deed[] = [{ what: 'imported' }];
  if (fields.has('status')) deeds.push({ what: 'status', fromId: row.statusId, toId: decided.statusId });
  if (fields.has('priority')) deeds.push({ what: 'priority', fromId: row.priorityId, toId: decided.priorityId });
  if (fields.has('category')) deeds.push({ what: 'category', fromId: row.categoryId, toId: decided.categoryId });
  if (fields.has('owner')) deeds.push({ what: 'owner', fromId: row.ownerId, toId: decided.ownerId });
  return deeds;
}
