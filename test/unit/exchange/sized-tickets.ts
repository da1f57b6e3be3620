import fc from 'fast-check';
import { newUid } from '../../../src-main/office/index.ts';
import {
  attachments,
  customValues,
  entries,
  history,
  identifiers,
  people,
  ticketPeople,
  tickets,
} from '../../../src-main/store/index.ts';
import { freeFindKeys, freeTrackingIds } from '../../../src-main/tickets/index.ts';
import { TUESDAY, type TestOffice } from '../../fixtures/office.ts';

const PEOPLE = 8;
const ROLES = ['requester', 'follower', 'mentioned'] as const;
const DEEDS = ['created', 'status', 'reply', 'owner'] as const;

/** Bytes of a text, from none to more than a page has; most are short. */
const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.nat(400) },
  { weight: 3, arbitrary: fc.nat(60_000) },
  { weight: 1, arbitrary: fc.nat(400_000) },
);

/** Everything about a ticket that a page of full tickets can get wrong. */
export const sizedTicket = fc.record({
  hidden: fc.nat(5).map((n) => n === 0),
  message: bytes,
  entries: fc.array(
    fc.record({
      kind: fc.constantFrom('reply' as const, 'note' as const),
      by: fc.constantFrom('staff' as const, 'person' as const, 'unknown' as const),
      person: fc.nat(PEOPLE - 1),
      bytes,
      // few moments, so that the id has to decide
      minute: fc.nat(3),
    }),
    { maxLength: 8 },
  ),
  people: fc.uniqueArray(
    fc.record({ person: fc.nat(PEOPLE - 1), role: fc.constantFrom(...ROLES), minute: fc.nat(3) }),
    { maxLength: 4, selector: ({ person, role }) => `${person} ${role}` },
  ),
  values: fc.array(fc.record({ field: fc.nat(2), bytes: fc.nat(20_000) }), { maxLength: 5 }),
  files: fc.array(fc.record({ complete: fc.boolean(), onEntry: fc.boolean() }), { maxLength: 3 }),
  history: fc.array(fc.record({ what: fc.constantFrom(...DEEDS), minute: fc.nat(3) }), { maxLength: 4 }),
});
export type SizedTicket = typeof sizedTicket extends fc.Arbitrary<infer T> ? T : never;

/** A text of so many bytes of UTF-8, of characters of one byte to four. */
export function textOf(size: number, of = 'Wort äöü 日本 😀 '): string {
  const once = Buffer.byteLength(of);
  return of.repeat(Math.floor(size / once)) + 'x'.repeat(size % once);
}

/** People with identifiers, one of them hidden; their ids. */
export async function writePeople(office: TestOffice): Promise<number[]> {
  return office.store.write(async (tx) => {
    const rows = Array.from({ length: PEOPLE }, (_, n) => ({
      uid: newUid(),
      name: `Person ${n}`,
      nameFolded: `person ${n}`,
      source: 'intake' as const,
      hidden: n === 3,
      noticeGivenAt: n === 4 ? TUESDAY : null,
      createdAt: TUESDAY,
      changedAt: TUESDAY,
    }));
    const ids = (await tx.insert(people).values(rows).returning({ id: people.id })).map(({ id }) => id);
    await tx.insert(identifiers).values(
      ids.flatMap((personId, n) =>
        (['name', 'email', 'phone', 'email'] as const).slice(0, n % 5).map((kind, m) => ({
          uid: newUid(),
          personId,
          kind,
          value: `${kind} ${m} of ${n}`,
          folded: `${kind} ${m} of ${n}`,
          normalised: `${kind}${m}of${n}`,
          preferred: m === 3,
          source: 'intake' as const,
          createdAt: TUESDAY,
        })),
      ),
    );
    return ids;
  });
}

/** Writes these tickets with all that belongs to them, not into the index of words; their ids in the order given. */
export async function writeTickets(
  office: TestOffice,
  made: readonly SizedTicket[],
  scene: { people: readonly number[]; fields: readonly number[] },
): Promise<number[]> {
  const settings = await office.call('office.settings');
  const [category, priority, status] = [settings.categories[0], settings.priorities[0], settings.statuses[0]];
  if (!category || !priority || !status) throw new Error('an office has a category, a priority and a status');
  const { staffId } = office.actor;
  const minute = (n: number) => TUESDAY + n * 60_000;
  return office.store.write(async (tx) => {
    const tracking = await freeTrackingIds(tx, made.length);
    const nextKey = freeFindKeys(tx);
    const ids: number[] = [];
    for (const [n, ticket] of made.entries()) {
      const [row] = await tx
        .insert(tickets)
        .values({
          uid: newUid(),
          trackingId: tracking[n] ?? '',
          findKey: await nextKey(TUESDAY),
          channel: 'mail',
          categoryId: category.id,
          priorityId: priority.id,
          urgency: 1,
          statusId: status.id,
          open: true,
          subject: `Ticket ${n}`,
          message: textOf(ticket.message),
          providedByPerson: true,
          replies: ticket.entries.filter(({ kind }) => kind === 'reply').length,
          notes: ticket.entries.filter(({ kind }) => kind === 'note').length,
          createdAt: TUESDAY,
          changedAt: TUESDAY,
          hidden: ticket.hidden,
        })
        .returning({ id: tickets.id });
      const ticketId = row?.id ?? 0;
      ids.push(ticketId);
      const entryIds: number[] = [];
      for (const { kind, by, person, bytes: size, minute: at } of ticket.entries) {
        const [entry] = await tx
          .insert(entries)
          .values({
            uid: newUid(),
            ticketId,
            kind,
            authorKind: by,
            staffId: by === 'staff' ? staffId : null,
            personId: by === 'person' ? (scene.people[person] ?? null) : null,
            providedByPerson: by === 'person',
            channel: 'mail',
            body: textOf(size),
            createdAt: minute(at),
          })
          .returning({ id: entries.id });
        entryIds.push(entry?.id ?? 0);
      }
      for (const { person, role, minute: at } of ticket.people)
        await tx
          .insert(ticketPeople)
          .values({ ticketId, personId: scene.people[person] ?? 0, role, addedAt: minute(at) });
      for (const { field, bytes: size } of ticket.values)
        await tx.insert(customValues).values({ ticketId, fieldId: scene.fields[field] ?? 0, value: textOf(size) });
      for (const [m, { complete, onEntry }] of ticket.files.entries())
        await tx.insert(attachments).values({
          uid: newUid(),
          ticketId,
          entryId: onEntry ? (entryIds[0] ?? null) : null,
          name: `file ${m}.txt`,
          kind: 'text/plain',
          size: m,
          sha256: '',
          addedBy: 'staff',
          complete,
          createdAt: minute(m),
        });
      for (const { what, minute: at } of ticket.history)
        await tx.insert(history).values({ ticketId, at: minute(at), staffId, what });
    }
    return ids;
  });
}
