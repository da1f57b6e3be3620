import type { Actor } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import {
  customValues,
  entries,
  ticketAliases,
  ticketPeople,
  tickets,
  ticketStaff,
  ticketTags,
  type Writes,
} from '../../store/index.ts';
import { insertMany } from '../../store/insert-many.ts';
import { freeFindKeys, freeTrackingIds, writeHistory } from '../../tickets/index.ts';
import type { GoodRow } from './good-row.ts';
import { calledOf, type Named } from './incoming.ts';
import type { PeopleOfBatch } from './people-of-batch.ts';
import { countersOf, trackingOf, type Decided, type TicketRows, type Written } from './ticket-rows.ts';
import { takenTrackingIds, usedUids } from './taken.ts';

type TicketValues = typeof tickets.$inferInsert;
type EntryValues = Omit<typeof entries.$inferInsert, 'ticketId'>;
/** A row on its way into its tables. */
type Going = Pick<AddedTicket, 'row' | 'trackingTaken'> & {
  decided: Decided;
  texts: EntryValues[];
  values: TicketValues;
  aliases: Alias[];
};
type Alias = { trackingId: string; kind: 'old' | 'merged' };
/** A row that is a ticket now. */
export type AddedTicket = { id: number; uid: string; row: GoodRow; trackingTaken: boolean };
/** Who stands on a ticket. */
type Standing = Written & { followers: number[]; mentioned: number[] };

export type TicketWriting = { batch: number; actor: Actor; rows: TicketRows; people: PeopleOfBatch };

/** Writes new tickets with people, texts, fields, tags and aliases, hidden, and puts them into the index. */
export async function writeTickets(
  tx: Writes,
  { batch, actor, rows, people }: TicketWriting,
  fresh: readonly GoodRow[],
): Promise<AddedTicket[]> {
  const standing = await takePeople(tx, people, fresh);
  const uids = await usedUids(tx, fresh);
  const going = await prepare(tx, rows, batch, fresh, (row) => standing.get(row) ?? NOBODY, uids);
  const ids = new Map(
    (
      await insertMany(
        tx,
        tickets,
        going.map(({ values }) => values),
      ).returning({ id: tickets.id, uid: tickets.uid })
    ).map(({ id, uid }) => [uid, id]),
  );
  const added = going.map((one) => ({ ...one, id: ids.get(one.values.uid) ?? 0 }));
  const around = <T extends object>(of: (one: Going) => readonly T[]): (T & { ticketId: number })[] =>
    added.flatMap((one) => of(one).map((each) => ({ ...each, ticketId: one.id })));
  await insertMany(
    tx,
    ticketAliases,
    around(({ aliases }) => aliases),
  );
  await insertMany(
    tx,
    ticketPeople,
    around(({ row }) => partsOf(standing.get(row) ?? NOBODY).map((part) => ({ ...part, addedAt: tx.now }))),
  );
  await insertMany(
    tx,
    entries,
    around(({ texts }) => texts),
  );
  await insertMany(
    tx,
    customValues,
    around(({ row }) => rows.valuesOf(row.ticket)),
  );
  await insertMany(
    tx,
    ticketTags,
    around(({ row }) => [...new Set(row.ticket.tags)].map((tag) => ({ tag }))),
  );
  await insertMany(
    tx,
    ticketStaff,
    around(({ row }) => rows.staffRolesOf(row.ticket)),
  );
  await writeHistory(
    tx,
    actor,
    added.map(({ id }) => ({ ticketId: id, what: 'imported' })),
  );
  tx.index.tickets(added.map(({ id }) => id));
  return added.map(({ id, row, values, trackingTaken }) => ({ id, uid: values.uid, row, trackingTaken }));
}

const NOBODY: Standing = { requester: null, followers: [], mentioned: [], byUid: new Map() };

/** Each person once in each part; who asks does not follow as well. */
const partsOf = ({ requester, followers, mentioned }: Standing) => [
  ...(requester === null ? [] : [{ role: 'requester' as const, personId: requester.id }]),
  ...[...new Set(followers)]
    .filter((personId) => personId !== requester?.id)
    .map((personId) => ({ role: 'follower' as const, personId })),
  ...[...new Set(mentioned)].map((personId) => ({ role: 'mentioned' as const, personId })),
];

/** People of a record who wrote or gave a file and have no other part in it. */
function othersOf({ ticket }: GoodRow): Named[] {
  const authors = [
    ...ticket.entries.map(({ author: { side, name, uid } }) => ({ side, name, uid })),
    ...ticket.files.map(({ record }) => ({
      side: record?.addedBy.kind ?? null,
      name: record?.addedBy.name ?? null,
      uid: record?.addedBy.uid ?? null,
    })),
  ];
  const here = new Set([ticket.requester, ...ticket.followers, ...ticket.mentioned].flatMap((one) => one?.uid ?? []));
  return authors.flatMap(({ side, name, uid }) =>
    side === 'person' && uid && name && !here.has(uid) ? [{ name, uid, knownBy: [] }] : [],
  );
}

async function takePeople(
  tx: Writes,
  people: PeopleOfBatch,
  fresh: readonly GoodRow[],
): Promise<Map<GoodRow, Standing>> {
  const named: Named[] = [];
  const places = (all: readonly Named[]) => {
    const from = named.length;
    named.push(...all);
    return all.map((_, n) => from + n);
  };
  const asked = fresh.map((row) => ({
    row,
    requester: places(row.ticket.requester ? [row.ticket.requester] : []),
    followers: places(row.ticket.followers),
    mentioned: places(row.ticket.mentioned),
    others: places(othersOf(row)),
  }));
  const ids = await people.take(tx, named, tx.now);
  const found = (all: readonly number[]) => all.flatMap((at) => ids[at] ?? []);
  return new Map(
    asked.map(({ row, requester, followers, mentioned }) => {
      const [id] = found(requester);
      const who = row.ticket.requester;
      return [
        row,
        {
          requester: id !== undefined && who ? { id, name: calledOf(who) } : null,
          followers: found(followers),
          mentioned: found(mentioned),
          byUid: people.byUid,
        },
      ];
    }),
  );
}

async function prepare(
  tx: Writes,
  rows: TicketRows,
  batch: number,
  fresh: readonly GoodRow[],
  standing: (row: GoodRow) => Standing,
  uids: ReadonlySet<string>,
): Promise<Going[]> {
  const nextKey = freeFindKeys(tx);
  const free = await freeTrackingIds(tx, fresh.length);
  const taken = await takenTrackingIds(
    tx,
    fresh.flatMap(({ ticket }) => [
      ...Object.values(trackingOf(ticket) ?? {}),
      ...(ticket.record?.aliases ?? []).map(({ trackingId }) => trackingId),
    ]),
  );
  const given = new Set(uids);
  /** The file's own uid where it is free, and no other row of this file has it. */
  const uidFor = (uid: string | undefined): string => {
    if (uid === undefined || given.has(uid)) return newUid();
    given.add(uid);
    return uid;
  };
  const claim = (trackingId: string): boolean => {
    if (taken.has(trackingId)) return false;
    taken.add(trackingId);
    return true;
  };
  // A ticket's own id comes before those that led to others.
  const owns = fresh.map(({ ticket }) => {
    const wanted = trackingOf(ticket);
    return wanted !== null && 'own' in wanted && claim(wanted.own) ? wanted.own : null;
  });
  const going: Going[] = [];
  for (const [n, row] of fresh.entries()) {
    const { ticket } = row;
    const own = owns[n] ?? null;
    const decided = rows.decided(ticket, tx.now);
    const texts = rows.entriesOf(ticket, decided, standing(row)).map((text) => ({ ...text, uid: uidFor(text.uid) }));
    const wanted = trackingOf(ticket);
    const led = wanted !== null && 'alias' in wanted && claim(wanted.alias) ? [wanted.alias] : [];
    going.push({
      row,
      decided,
      texts,
      trackingTaken: wanted !== null && own === null && led.length === 0,
      aliases: [
        ...led.map((trackingId) => ({ trackingId, kind: 'old' as const })),
        ...(ticket.record?.aliases ?? []).filter(({ trackingId }) => claim(trackingId)),
      ],
      values: {
        ...countersOf(texts),
        ...decided,
        uid: uidFor(ticket.uid ?? undefined),
        trackingId: own ?? free[n] ?? '',
        findKey: await nextKey(decided.createdAt),
        importBatch: batch,
        sourceKey: row.key,
        sourceHash: row.hash,
        hidden: true,
      },
    });
  }
  return going;
}
