import { and, eq, inArray } from 'drizzle-orm';
import type { ColumnTarget, DifferingRow, ImportMapping } from '../../contract/exchange.ts';
import { normalise } from '../../people/index.ts';
import { among } from '../../store/among.ts';
import { customValues, entries, identifiers, ticketPeople, tickets, type Reads } from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { ipText } from '../../store/search/index.ts';
import { calledOf, type Incoming } from './incoming.ts';
import type { OfficeTerms } from './office-terms.ts';
import type { TicketRows } from './ticket-rows.ts';

type Change = DifferingRow['changes'][number];
type Identifier = { kind: string; value: string; normalised: string };
/** A ticket as it stands now, with what an import can say of it. */
export type PresentTicket = {
  row: typeof tickets.$inferSelect;
  requesterId: number | null;
  requester: Identifier[];
  followers: Identifier[];
  /** Texts that came in with an import. */
  replies: string[];
  notes: string[];
  values: { fieldId: number; value: string }[];
};

/** The tickets of these ids as they stand, by id. */
export async function presentTickets(db: Reads, ids: readonly number[]): Promise<Map<number, PresentTicket>> {
  const rows = await db.select().from(tickets).where(among(tickets.id, ids));
  const known = await db
    .select({
      ticketId: ticketPeople.ticketId,
      role: ticketPeople.role,
      personId: ticketPeople.personId,
      kind: identifiers.kind,
      value: identifiers.value,
      normalised: identifiers.normalised,
    })
    .from(ticketPeople)
    .innerJoin(identifiers, eq(identifiers.personId, ticketPeople.personId))
    .where(and(among(ticketPeople.ticketId, ids), inArray(ticketPeople.role, ['requester', 'follower'])))
    .orderBy(identifiers.id);
  const texts = await db
    .select({ ticketId: entries.ticketId, kind: entries.kind, body: entries.body })
    .from(entries)
    .where(and(among(entries.ticketId, ids), eq(entries.channel, 'import')))
    .orderBy(entries.id);
  const values = await db
    .select({ ticketId: customValues.ticketId, fieldId: customValues.fieldId, value: customValues.value })
    .from(customValues)
    .where(among(customValues.ticketId, ids))
    .orderBy(customValues.id);
  const present = new Map<number, PresentTicket>(
    rows.map((row) => [
      row.id,
      { row, requesterId: null, requester: [], followers: [], replies: [], notes: [], values: [] },
    ]),
  );
  for (const { ticketId, role, personId, ...identifier } of known) {
    const ticket = present.get(ticketId);
    if (role === 'requester' && ticket) ticket.requesterId = personId;
    (role === 'requester' ? ticket?.requester : ticket?.followers)?.push(identifier);
  }
  for (const { ticketId, kind, body } of texts)
    present.get(ticketId)?.[kind === 'reply' ? 'replies' : 'notes'].push(body);
  for (const { ticketId, ...value } of values) present.get(ticketId)?.values.push(value);
  return present;
}

type Context = { mapping: ImportMapping; terms: OfficeTerms };
const KINDS = { name: 'name', email: 'email', phone: 'phone', customerNumber: 'number', address: 'address' } as const;
const DATES = { created: 'createdAt', firstReply: 'firstReplyAt', resolved: 'resolvedAt', due: 'dueAt' } as const;

/**
 * What a row says otherwise than its ticket does now, field by field. What a row leaves empty is a change where the
 * ticket has a text, date or value there; a person's identifiers are never taken away by a row that does not have them.
 */
export function differencesOf(
  ours: PresentTicket,
  theirs: Incoming,
  { mapping, terms }: Context,
  rows: TicketRows,
): Change[] {
  const mapped = new Set(mapping.columns.map(({ target }) => target));
  const changes: Change[] = [];
  const differ = (field: ColumnTarget, one: string, other: string, name = ''): void => {
    if (one !== other) changes.push({ field, name, ours: one, theirs: other });
  };
  const { row } = ours;
  if (theirs.subject !== '') differ('subject', row.subject, theirs.subject);
  if (mapped.has('message')) differ('message', row.message, theirs.message);
  const named = (all: readonly { id: number; name: string }[], id: number) =>
    all.find((one) => one.id === id)?.name ?? '';
  if (theirs.category.isNew || theirs.category.id !== null) {
    const id = rows.categoryOf(theirs);
    const name = theirs.category.isNew ? theirs.category.text : named(terms.categories, id);
    if (id !== row.categoryId && fold(name) !== fold(named(terms.categories, row.categoryId)))
      differ('category', named(terms.categories, row.categoryId), name);
  }
  if (theirs.priority.id !== null)
    differ('priority', named(terms.priorities, row.priorityId), named(terms.priorities, theirs.priority.id));
  if (theirs.status.id !== null)
    differ('status', named(terms.statuses, row.statusId), named(terms.statuses, theirs.status.id));
  for (const [field, column] of Object.entries(DATES) as [keyof typeof DATES, (typeof DATES)[keyof typeof DATES]][]) {
    const emptied = theirs[field] === null && mapped.has(field) && (field === 'due' || field === 'firstReply');
    if (theirs[field] !== null || emptied)
      differ(
        field,
        row[column] === null ? '' : String(row[column]),
        theirs[field] === null ? '' : String(theirs[field]),
      );
  }
  const owner = rows.ownerOf(theirs);
  if (owner !== null && owner !== row.ownerId) differ('owner', '', theirs.owner ?? '');
  personDiffers(ours, theirs, terms.phoneCountry, differ);
  if (mapped.has('ip')) differ('ip', row.ip, theirs.ip === null ? '' : (ipText(theirs.ip) ?? theirs.ip));
  if (theirs.channelText !== null) differ('channel', row.channel, theirs.channel);
  if (theirs.timeWorked !== null) differ('timeWorked', String(row.timeWorked), String(theirs.timeWorked));
  if (mapped.has('reply')) differ('reply', ours.replies.join('\n\n'), textsOf(theirs, 'reply').join('\n\n'));
  if (mapped.has('note')) differ('note', ours.notes.join('\n\n'), textsOf(theirs, 'note').join('\n\n'));
  fieldsDiffer(ours, theirs, { mapping, terms }, rows, differ);
  return changes;
}

/** The replies or notes of a row. */
export const textsOf = ({ entries }: Incoming, kind: 'reply' | 'note'): string[] =>
  entries.filter((entry) => entry.kind === kind).map(({ body }) => body);

type Differ = (field: ColumnTarget, ours: string, theirs: string, name?: string) => void;

function personDiffers(ours: PresentTicket, theirs: Incoming, country: string, differ: Differ): void {
  const { requester } = theirs;
  const given = [
    ...(requester?.name ? [{ kind: 'name' as const, value: requester.name }] : []),
    ...(requester?.knownBy ?? []),
  ];
  for (const [field, kind] of Object.entries(KINDS) as [keyof typeof KINDS, (typeof KINDS)[keyof typeof KINDS]][]) {
    const had = ours.requester.filter((known) => known.kind === kind);
    const values = given.filter((known) => known.kind === kind && known.value !== '').map(({ value }) => value);
    const isNew = (value: string) => !had.some(({ normalised }) => normalised === normalise(kind, value, country));
    if (values.some(isNew)) differ(field, had.map(({ value }) => value).join(', '), values.join(', '));
  }
  const follows = new Set(ours.followers.map(({ normalised }) => normalised));
  const others = theirs.followers.filter((follower) => {
    const [first] = follower.knownBy;
    return !follows.has(
      first ? normalise(first.kind, first.value, country) : normalise('name', follower.name, country),
    );
  });
  if (others.length > 0)
    differ(
      'followers',
      ours.followers
        .filter(({ kind }) => kind === 'name')
        .map(({ value }) => value)
        .join(', '),
      theirs.followers
        .map((follower) => [calledOf(follower), follower.name && follower.knownBy[0]?.value].filter(Boolean).join(' '))
        .join(', '),
    );
}

function fieldsDiffer(
  ours: PresentTicket,
  theirs: Incoming,
  { mapping, terms }: Context,
  rows: TicketRows,
  differ: Differ,
): void {
  const said = rows.valuesOf(theirs);
  const done = new Set<number>();
  for (const { target, column, newField, header } of mapping.columns) {
    const fieldId = target === 'custom' ? rows.fieldOf(column) : undefined;
    if (fieldId === undefined || done.has(fieldId)) continue;
    done.add(fieldId);
    const texts = (all: readonly { fieldId: number; value: string }[]) =>
      all
        .filter((value) => value.fieldId === fieldId)
        .map(({ value }) => value)
        .join(', ');
    const name = terms.fields.find(({ id }) => id === fieldId)?.name ?? newField?.name ?? header;
    differ('custom', texts(ours.values), texts(said), name);
  }
}
