import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { Concerned, GoneKind } from '../contract/privacy.ts';
import type { Actor } from '../gate.ts';
import {
  attachments,
  customFields,
  customValues,
  drafts,
  entries,
  history,
  identifiers,
  intakeDrafts,
  people,
  ticketLinks,
  ticketPeople,
  tickets,
  ticketTags,
  type Reads,
} from '../store/index.ts';
import { among } from '../store/among.ts';
import { isCounted, namedRows, type Act } from '../store/personal-data/index.ts';
import { coverOf, idsOf, mayAct } from './preview.ts';

const MOST = 500;
const SNIPPET = 120;

type Item = { text: string; trackingId: string };

/** What stands behind one line of a preview: the first 500, and how many more there are. */
export async function previewList(
  db: Reads,
  actor: Actor,
  { act, selection, kind }: { act: Act; selection: Concerned; kind: GoneKind },
): Promise<{ items: Item[]; more: number }> {
  mayAct(actor, act);
  const { concern, counts } = await coverOf(db, actor, act, selection);
  const total = counts.find((count) => count.kind === kind)?.count ?? 0;
  if (total === 0) return { items: [], more: 0 };
  const items = await LISTS[kind](db, act, idsOf(concern));
  return { items: items.map(oneLine), more: total - items.length };
}

const oneLine = ({ text, trackingId }: Item): Item => ({
  text: Array.from(text.slice(0, SNIPPET * 2).replace(/\s+/g, ' '))
    .slice(0, SNIPPET)
    .join(''),
  trackingId,
});

type Ids = ReturnType<typeof idsOf>;
const { trackingId } = tickets;
const beginning = (text: (typeof tickets)['message'] | (typeof entries)['body'] | (typeof drafts)['body']) =>
  sql<string>`substr(${text}, 1, ${SNIPPET * 2})`;

const listEntries = (kind: 'replies' | 'notes') => (db: Reads, act: Act, ids: Ids) =>
  db
    .select({ text: beginning(entries.body), trackingId })
    .from(entries)
    .innerJoin(tickets, eq(tickets.id, entries.ticketId))
    .where(isCounted(entries, kind, act, ids))
    .orderBy(asc(entries.ticketId), asc(entries.id))
    .limit(MOST);

const listFields = (kind: 'fields' | 'fields-kept') => (db: Reads, act: Act, ids: Ids) =>
  db
    .select({ text: sql<string>`${customFields.name} || ': ' || substr(${customValues.value}, 1, 240)`, trackingId })
    .from(customValues)
    .innerJoin(tickets, eq(tickets.id, customValues.ticketId))
    .innerJoin(customFields, eq(customFields.id, customValues.fieldId))
    .where(isCounted(customValues, kind, act, ids))
    .orderBy(asc(customValues.ticketId), asc(customValues.id))
    .limit(MOST);

/** A ticket that was begun has no tracking id yet. */
async function listIntakeDrafts(db: Reads, act: Act, ids: Ids): Promise<Item[]> {
  const naming = await namedRows(db, act, ids);
  const named = naming.filter(({ table }) => table === intakeDrafts).flatMap((rows) => rows.ids);
  const rows = await db
    .select({ content: intakeDrafts.content })
    .from(intakeDrafts)
    .where(or(isCounted(intakeDrafts, 'drafts', act, ids), among(intakeDrafts.id, named)))
    .orderBy(asc(intakeDrafts.id));
  return rows.map(({ content: { subject, message, typed } }) => ({
    text: [subject, message, typed].find((text) => text.trim() !== '') ?? '',
    trackingId: '',
  }));
}

const LISTS: Record<GoneKind, (db: Reads, act: Act, ids: Ids) => Promise<Item[]>> = {
  tickets: async (db, _act, ids) =>
    db
      .select({ text: tickets.subject, trackingId })
      .from(tickets)
      .where(among(tickets.id, ids.tickets))
      .orderBy(asc(tickets.id))
      .limit(MOST),
  messages: async (db, act, ids) =>
    db
      .select({ text: beginning(tickets.message), trackingId })
      .from(tickets)
      .where(isCounted(tickets, 'messages', act, ids))
      .orderBy(asc(tickets.id))
      .limit(MOST),
  people: async (db, _act, ids) =>
    db
      .select({ text: people.name, trackingId: sql<string>`''` })
      .from(people)
      .where(among(people.id, ids.people))
      .orderBy(asc(people.nameFolded), asc(people.id))
      .limit(MOST),
  identifiers: async (db, _act, ids) =>
    db
      .select({ text: identifiers.value, trackingId: sql<string>`''` })
      .from(identifiers)
      .where(among(identifiers.personId, ids.people))
      .orderBy(asc(identifiers.personId), asc(identifiers.id))
      .limit(MOST),
  replies: listEntries('replies'),
  notes: listEntries('notes'),
  attachments: async (db, act, ids) =>
    db
      .select({ text: attachments.name, trackingId })
      .from(attachments)
      .innerJoin(tickets, eq(tickets.id, attachments.ticketId))
      .where(isCounted(attachments, 'attachments', act, ids))
      .orderBy(asc(attachments.ticketId), asc(attachments.id))
      .limit(MOST),
  fields: listFields('fields'),
  'fields-kept': listFields('fields-kept'),
  followers: async (db, act, ids) =>
    db
      .select({ text: people.name, trackingId })
      .from(ticketPeople)
      .innerJoin(people, eq(people.id, ticketPeople.personId))
      .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
      .where(isCounted(ticketPeople, 'followers', act, ids))
      .orderBy(asc(ticketPeople.ticketId), asc(ticketPeople.personId))
      .limit(MOST),
  drafts: async (db, act, ids) => [
    ...(await listIntakeDrafts(db, act, ids)),
    ...(await db
      .select({ text: beginning(drafts.body), trackingId })
      .from(drafts)
      .innerJoin(tickets, eq(tickets.id, drafts.ticketId))
      .where(isCounted(drafts, 'drafts', act, ids))
      .orderBy(asc(drafts.ticketId), asc(drafts.id))
      .limit(MOST)),
  ],
  links: async (db, act, ids) =>
    db
      .select({
        text: sql<string>`(select other.tracking_id from tickets other where other.id = ${ticketLinks.otherId})`,
        trackingId,
      })
      .from(ticketLinks)
      .innerJoin(tickets, eq(tickets.id, ticketLinks.ticketId))
      .where(isCounted(ticketLinks, 'links', act, ids))
      .orderBy(asc(ticketLinks.ticketId), asc(ticketLinks.otherId))
      .limit(MOST),
  tags: async (db, act, ids) =>
    db
      .select({ text: ticketTags.tag, trackingId })
      .from(ticketTags)
      .innerJoin(tickets, eq(tickets.id, ticketTags.ticketId))
      .where(isCounted(ticketTags, 'tags', act, ids))
      .orderBy(asc(ticketTags.ticketId), asc(ticketTags.tag))
      .limit(MOST),
  'history-kept': async (db, act, ids) =>
    db
      .select({ text: history.what, trackingId })
      .from(history)
      .innerJoin(tickets, eq(tickets.id, history.ticketId))
      .where(and(isCounted(history, 'history-kept', act, ids)))
      .orderBy(asc(history.ticketId), asc(history.id))
      .limit(MOST),
};
