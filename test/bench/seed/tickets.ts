import { createHash, randomBytes } from 'node:crypto';
import {
  attachments,
  customValues,
  entries,
  history,
  pieces,
  ticketPeople,
  tickets,
  type Store,
  type Writes,
} from '../../../src-main/store/index.ts';
import { newUid } from '../../../src-main/office/index.ts';
import { ipKey, ipText } from '../../../src-main/store/search/index.ts';
import { freeFindKeys, freeTrackingIds } from '../../../src-main/tickets/index.ts';
import type { SeededSettings } from './settings.ts';
import { below, FREQUENT, oneOf, PHRASE, RARE, type Chance, type Texts } from './words.ts';

const A_WRITE = 500;
const DAY = 86_400_000;
const YEARS = 5 * 365 * DAY;
const FILE_BYTES = 200_000;

type NewTicket = typeof tickets.$inferInsert;
type NewEntry = typeof entries.$inferInsert;

export type SeedingTickets = {
  store: Store;
  random: Chance;
  texts: Texts;
  settings: SeededSettings;
  people: readonly number[];
  count: number;
  now: number;
  said?: (done: number) => void;
};

/** Writes so many tickets over five years, with what stands around each, 500 a write. */
export async function seedTickets(seeding: SeedingTickets): Promise<void> {
  for (let done = 0; done < seeding.count; done += A_WRITE) {
    const some = Math.min(A_WRITE, seeding.count - done);
    await seeding.store.write((tx) => writeSome(tx, seeding, done, some));
    seeding.said?.(done + some);
  }
}

function written({ texts, random }: SeedingTickets, n: number): string[] {
  const words: string[] = [];
  if (n % 5 === 0) words.push(FREQUENT);
  if (n % 100 === 7) words.push(PHRASE);
  if (n % 1_000 === 11) words.push(RARE);
  return [texts.text(30 + below(random, 60)), texts.text(200 + below(random, 1_800), words)];
}

function address(random: Chance): string {
  const chosen = random();
  if (chosen < 0.3) return '';
  if (chosen < 0.8) return `192.0.${below(random, 256)}.${below(random, 256)}`;
  return ipText(`2001:db8:${below(random, 65_536).toString(16)}::${below(random, 65_536).toString(16)}`) ?? '';
}

async function writeSome(tx: Writes, seeding: SeedingTickets, first: number, some: number): Promise<void> {
  const { random, settings, count, now } = seeding;
  const ids = await freeTrackingIds(tx, some);
  const nextKey = freeFindKeys(tx);
  const rows: NewTicket[] = [];
  for (let n = 0; n < some; n += 1) {
    const createdAt = Math.floor(now - YEARS + ((first + n) / count) * YEARS - below(random, DAY));
    const open = random() < 0.2;
    const priority = settings.priorities[[0, 1, 1, 2, 2, 2, 2, 2, 3, 3][below(random, 10)] ?? 2] ?? {
      id: 1,
      position: 0,
    };
    const owned = random() < 0.85;
    const ip = address(random);
    const changedAt = Math.min(now - below(random, 3_600_000), createdAt + below(random, 60 * DAY));
    const [subject = '', message = ''] = written(seeding, first + n);
    const resolvedAt = open ? null : changedAt;
    rows.push({
      uid: newUid(),
      trackingId: ids[n] ?? '',
      findKey: await nextKey(createdAt),
      channel: oneOf(random, ['walk-in', 'phone', 'letter', 'mail', 'web'] as const),
      categoryId: oneOf(random, settings.categories),
      priorityId: priority.id,
      urgency: priority.position,
      statusId: open ? oneOf(random, settings.open).id : settings.resolved,
      open,
      subject,
      message,
      providedByPerson: true,
      ip,
      ipKey: ip === '' ? '' : (ipKey(ip) ?? ''),
      ownerId: owned ? oneOf(random, settings.staff) : null,
      openedBy: settings.staff[0] ?? null,
      createdAt,
      changedAt,
      firstReplyAt: createdAt + 3_600_000,
      resolvedAt,
      dueAt: open && random() < 0.4 ? now + below(random, 28 * DAY) - 4 * DAY : null,
      replies: 3,
      staffReplies: 2,
      notes: random() < 0.3 ? 1 : 0,
      files: random() < 0.03 ? 1 : 0,
      lastReplier: 'person',
      unread: open && random() < 0.3,
      closedBy: open ? null : (settings.staff[0] ?? null),
    });
  }
  const added = await tx.insert(tickets).values(rows).returning({ id: tickets.id });
  const made = added.map(({ id }, n) => ({ ...(rows[n] as NewTicket), id }));
  await writeAround(tx, seeding, made);
  for (const { id } of made) tx.index.ticket(id);
}

async function inSlices<T>(rows: readonly T[], write: (slice: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += A_WRITE) await write(rows.slice(at, at + A_WRITE));
}

async function writeAround(
  tx: Writes,
  seeding: SeedingTickets,
  made: readonly (NewTicket & { id: number })[],
): Promise<void> {
  const { random, settings, people } = seeding;
  const requesters = new Map(made.map(({ id }) => [id, oneOf(random, people)]));
  await inSlices(made, (slice) =>
    tx.insert(ticketPeople).values(
      slice.map(({ id, createdAt }) => ({
        ticketId: id,
        role: 'requester' as const,
        personId: requesters.get(id) ?? 0,
        addedAt: createdAt,
      })),
    ),
  );
  await inSlices(made, (slice) =>
    tx.insert(history).values(
      slice.map(({ id, createdAt }) => ({
        ticketId: id,
        at: createdAt,
        staffId: settings.staff[0] ?? null,
        what: 'created',
      })),
    ),
  );
  const said = made.flatMap((ticket) => entriesOf(seeding, ticket, requesters.get(ticket.id) ?? 0));
  await inSlices(said, (slice) => tx.insert(entries).values(slice));
  const values = made.flatMap((ticket) => valuesOf(seeding, ticket));
  await inSlices(values, (slice) => tx.insert(customValues).values(slice));
  for (const ticket of made) if (ticket.files === 1) await writeFile(tx, seeding, ticket);
}

function entriesOf(
  { random, texts, settings, now }: SeedingTickets,
  ticket: NewTicket & { id: number },
  personId: number,
) {
  const entry = (n: number, kind: 'reply' | 'note', byStaff: boolean): NewEntry => ({
    uid: newUid(),
    ticketId: ticket.id,
    kind,
    authorKind: byStaff ? 'staff' : 'person',
    staffId: byStaff ? oneOf(random, settings.staff) : null,
    personId: byStaff ? null : personId,
    providedByPerson: !byStaff,
    channel: 'mail',
    body: texts.text(200 + below(random, 1_800)),
    createdAt: Math.min(now - 4_000 + n, ticket.createdAt + n * 3_600_000),
  });
  const replies = [entry(1, 'reply', true), entry(2, 'reply', true), entry(3, 'reply', false)];
  return ticket.notes === 1 ? [...replies, entry(4, 'note', true)] : replies;
}

function valuesOf({ random, texts, settings }: SeedingTickets, { id }: { id: number }) {
  const values = [
    oneOf(random, ['A', 'B', 'C', 'D']),
    `${oneOf(random, ['A', 'B', 'C', 'D'])} ${below(random, 9)}.${below(random, 40)}`,
    oneOf(random, ['Kitchen', 'Bath', 'Bedroom', 'Hall']),
    oneOf(random, ['Somebody is in', 'Key at the office']),
    `MV-${100_000 + below(random, 900_000)}`,
    `${texts.word()}${below(random, 1_000)}@second.example`,
    new Date(Date.UTC(2015 + below(random, 11), below(random, 12), 1 + below(random, 28))).toISOString().slice(0, 10),
    texts.text(60),
  ];
  return settings.fields.map((fieldId, n) => ({ ticketId: id, fieldId, value: values[n] ?? '' }));
}

async function writeFile(tx: Writes, { texts }: SeedingTickets, ticket: NewTicket & { id: number }): Promise<void> {
  const bytes = randomBytes(FILE_BYTES);
  const [added] = await tx
    .insert(attachments)
    .values({
      uid: newUid(),
      ticketId: ticket.id,
      name: `${texts.word()}-${ticket.id}.bin`,
      kind: 'application/octet-stream',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      addedBy: 'person',
      complete: true,
      createdAt: ticket.createdAt,
    })
    .returning({ id: attachments.id });
  if (added) await tx.insert(pieces).values({ attachmentId: added.id, n: 0, bytes });
}
