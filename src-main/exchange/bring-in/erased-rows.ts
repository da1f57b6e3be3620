import { normalise } from '../../people/index.ts';
import { office, type Reads } from '../../store/index.ts';
import {
  erasedByHash,
  erasedByUid,
  identifierHash,
  SOURCE,
  TRACKING,
  type Erased,
} from '../../store/personal-data/index.ts';
import type { GoodRow } from './good-row.ts';
import { calledOf, type Incoming, type Named } from './incoming.ts';
import { trackingOf } from './ticket-rows.ts';

/** What identifies somebody, as in `people`; an address or a name alone may be another's. */
const TELLING: readonly string[] = ['email', 'phone', 'number', 'other'];

/** Rows that come in although they were erased here, by their numbers. */
export type BringBack = 'all' | readonly number[];
export function bringsBack(back: BringBack = []): (row: number) => boolean {
  const asked = new Set(back === 'all' ? [] : back);
  return (row) => back === 'all' || asked.has(row);
}

/** What of a row was erased here: the ticket itself, whom it is about, or people who only stand on it. */
export type ErasedRow = {
  ticket: Erased | null;
  requester: Erased | null;
  others: { person: Named; erased: Erased }[];
};

/** Asks which rows hold what was erased here; an office's own secret and country are read once. */
export class ErasedRows {
  readonly #secret: Uint8Array;
  readonly #country: string;
  private constructor(secret: Uint8Array, country: string) {
    this.#secret = secret;
    this.#country = country;
  }

  static async of(db: Reads): Promise<ErasedRows> {
    const [own] = await db.select({ secret: office.secret, country: office.phoneCountry }).from(office).limit(1);
    return new ErasedRows(own?.secret ?? new Uint8Array(), own?.country ?? '');
  }

  /**
   * The rows among these that hold something erased. A ticket is known by uid, or by source row or tracking id where it
   * was begun before the erasure; a person by uid, or by what was theirs alone, and only where all of the row is older
   * than the erasure: what came after is a new relation.
   */
  async among(db: Reads, rows: readonly GoodRow[]): Promise<Map<GoodRow, ErasedRow>> {
    const persons = new Map(rows.map((row) => [row, peopleOf(row.ticket)]));
    const all = [...persons.values()].flat();
    const stones = {
      tickets: await erasedByUid(
        db,
        'ticket',
        rows.flatMap(({ ticket }) => ticket.uid ?? []),
      ),
      rows: await erasedByHash(
        db,
        [SOURCE, TRACKING],
        rows.flatMap((row) => this.#ticketHashes(row)),
      ),
      people: await erasedByUid(
        db,
        'person',
        all.flatMap(({ uid }) => uid ?? []),
      ),
      known: await erasedByHash(
        db,
        [...TELLING, 'name'],
        all.flatMap((person) => this.#hashes(person).map(({ hash }) => hash)),
      ),
    };
    const found = new Map<GoodRow, ErasedRow>();
    for (const row of rows) {
      const until = lastOf(row.ticket);
      const older = (erased: Erased | null): Erased | null => (erased !== null && until <= erased.at ? erased : null);
      const hashed = newest(this.#ticketHashes(row).map((hash) => stones.rows.get(hash)));
      const ticket = newest([
        row.ticket.uid === null ? undefined : stones.tickets.get(row.ticket.uid),
        // an id that another program gave out may be given anew: a ticket begun since is another one
        hashed !== null && (row.ticket.created ?? until) <= hashed.at ? hashed : undefined,
      ]);
      const erasedOf = (person: Named) =>
        older(
          newest([
            person.uid === undefined ? undefined : stones.people.get(person.uid),
            ...this.#counting(person, stones.known).map((hash) => stones.known.get(hash)),
          ]),
        );
      const { requester } = row.ticket;
      const erased: ErasedRow = {
        ticket,
        requester: requester === null ? null : erasedOf(requester),
        others: (persons.get(row) ?? [])
          .filter((person) => person !== requester)
          .flatMap((person) => {
            const of = erasedOf(person);
            return of === null ? [] : [{ person, erased: of }];
          }),
      };
      if (erased.ticket !== null || erased.requester !== null || erased.others.length > 0) found.set(row, erased);
    }
    return found;
  }

  #ticketHashes({ key, ticket }: GoodRow): string[] {
    const ids = [
      ...Object.values(trackingOf(ticket) ?? {}),
      ...(ticket.record?.aliases ?? []).map(({ trackingId }) => trackingId),
    ];
    return [key, ...ids.map((id) => identifierHash(this.#secret, TRACKING, id))];
  }

  #hashes(person: Named): { kind: string; hash: string }[] {
    const name = calledOf(person);
    const known = [...person.knownBy, ...(name === '' ? [] : [{ kind: 'name' as const, value: name }])];
    return known.flatMap(({ kind, value }) => {
      const normalised = normalise(kind, value.trim(), this.#country);
      const counts = normalised !== '' && (kind === 'name' || TELLING.includes(kind));
      return counts ? [{ kind, hash: identifierHash(this.#secret, kind, normalised) }] : [];
    });
  }

  /** A name alone counts only where the row tells nothing else of somebody: others may have it. */
  #counting(person: Named, stones: ReadonlyMap<string, Erased>): string[] {
    const hashes = this.#hashes(person);
    const telling = hashes.filter(({ kind }) => kind !== 'name');
    return (telling.length > 0 ? telling : hashes).map(({ hash }) => hash).filter((hash) => stones.has(hash));
  }
}

const newest = (all: readonly (Erased | undefined)[]): Erased | null =>
  all.reduce<Erased | null>((best, one) => (one && one.at > (best?.at ?? -Infinity) ? one : best), null);

/** Everybody a row names, also those who only wrote in it. */
function peopleOf({ requester, followers, mentioned, entries }: Incoming): Named[] {
  const authors = entries.flatMap(({ author: { side, name, uid } }): Named[] =>
    side === 'person' && uid ? [{ name: name ?? '', uid, knownBy: [] }] : [],
  );
  return [...(requester ? [requester] : []), ...followers, ...mentioned, ...authors];
}

/** The last moment a row speaks of; one that speaks of none is as old as can be. */
function lastOf({ created, updated, resolved, firstReply, entries }: Incoming): number {
  const moments = [
    created,
    updated,
    resolved,
    firstReply,
    ...entries.flatMap(({ at, edited }) => [at, edited ?? null]),
  ];
  return Math.max(-Infinity, ...moments.filter((at) => at !== null));
}

/** A row without the people who were erased here. */
export function withoutErased(ticket: Incoming, { requester, others }: ErasedRow): Incoming {
  const gone = new Set(others.map(({ person }) => person));
  const uids = new Set(others.flatMap(({ person }) => person.uid ?? []));
  const stays = (person: Named) => !gone.has(person);
  return {
    ...ticket,
    requester: requester === null ? ticket.requester : null,
    followers: ticket.followers.filter(stays),
    mentioned: ticket.mentioned.filter(stays),
    entries: ticket.entries.map((entry) =>
      entry.author.uid && uids.has(entry.author.uid)
        ? { ...entry, author: { side: entry.author.side, name: null } }
        : entry,
    ),
  };
}
