import { and, eq, or, sql } from 'drizzle-orm';
import type { IdentifierKind } from '../../contract/terms.ts';
import { newUid } from '../../office/index.ts';
import { addIdentifiers, leadToLiving, livingPerson, normalise } from '../../people/index.ts';
import { among } from '../../store/among.ts';
import { insertMany } from '../../store/insert-many.ts';
import { identifiers, people, possibleDoubles, type Reads, type Writes } from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { usedPersonUids } from './taken.ts';
import { calledOf, type Named, type NamedBy } from './incoming.ts';

type Identifier = NamedBy & { key: string; normalised: string };
type Someone = { named: Named; name: string; nameKey: string; identifiers: Identifier[] };
type Fresh = { someone: Someone; createdAt: number; identifiers: Identifier[] };
type Sharing = { one: number; other: number; kind: string };

/** As in `people`: an address says where somebody is, not who. */
const TELLING: readonly IdentifierKind[] = ['email', 'phone', 'number'];
const MOST_DOUBLES = 20;
/** Ids of people whose rows are not written yet, above all that the engine gives. */
const NOT_YET = 2 ** 52;

/**
 * Takes in the people of many rows at once, by the rule of `samePerson`: the same only where an identifier and the
 * folded name agree; of people a record gives a uid, those with one uid are one, and no two of a file with different
 * ones. Nothing about people who were there before changes, and no double is listed, until `show`.
 */
export class PeopleOfBatch {
  readonly #batch: number;
  readonly #country: string;
  /** Kinds of identifiers of the people this batch added. */
  readonly #added = new Map<number, Set<string>>();
  /** What is new about people who were there before. */
  readonly #news = new Map<number, Identifier[]>();
  readonly #doubles: Sharing[] = [];
  /** People of records by their uid in the file. */
  readonly #byUid = new Map<string, number>();
  constructor(batch: number, country: string) {
    this.#batch = batch;
    this.#country = country;
  }

  get newPeople(): number {
    return this.#added.size;
  }
  get doubles(): number {
    return this.#doubles.length;
  }
  /** People by the uid the file gave them. */
  get byUid(): ReadonlyMap<string, number> {
    return this.#byUid;
  }

  /** The ids of these people, in order; those who are new are written, hidden. */
  async take(tx: Writes, all: readonly Named[], createdAt: number): Promise<number[]> {
    const asked = all.map((named) => this.#someone(named));
    const known = await this.#load(tx, asked);
    const fresh: Fresh[] = [];
    const more = new Map<number, Identifier[]>();
    const shared: Sharing[] = [];
    const mine = (id: number): boolean => id >= NOT_YET || this.#added.has(id);
    const places = new Map<string, number>();
    const ids = asked.map((someone) => {
      const { uid } = someone.named;
      // Who has a uid is one of before by name and identifier, but never another one of the same file.
      const before = uid === undefined ? undefined : (places.get(uid) ?? this.#byUid.get(uid));
      const same = before ?? known.same(someone, uid === undefined ? () => true : (id) => !mine(id));
      const id = same ?? NOT_YET + fresh.length;
      const had = known.identifiersOf(id);
      const others =
        same === null ? known.sharing(someone).filter((other) => uid === undefined || !mine(other.id)) : [];
      const news = someone.identifiers.filter(({ key }) => !had.has(key));
      if (same === null) {
        fresh.push({ someone, createdAt, identifiers: news });
        for (const { id: one, kind } of others) shared.push({ one, other: id, kind });
      } else if (id >= NOT_YET) fresh[id - NOT_YET]?.identifiers.push(...news);
      else if (news.length > 0) more.set(id, [...(more.get(id) ?? []), ...news]);
      known.add(id, someone.nameKey, someone.identifiers);
      if (uid !== undefined) places.set(uid, id);
      return id;
    });
    const written = await this.#write(tx, fresh);
    const real = (id: number): number => (id >= NOT_YET ? (written[id - NOT_YET] ?? 0) : id);
    for (const [uid, id] of places) this.#byUid.set(uid, real(id));
    for (const { one, other, kind } of shared) this.#doubles.push({ one: real(one), other: real(other), kind });
    for (const [id, news] of more) await this.#tell(tx, id, news);
    return ids.map(real);
  }

  /** Gives the people of before what is new about them, lists the doubles, and lets everybody be seen. */
  async show(tx: Writes): Promise<void> {
    await tx.update(people).set({ hidden: false }).where(eq(people.importBatch, this.#batch));
    const still = await idsOf(tx, [...this.#news.keys(), ...this.#doubles.flatMap(({ one, other }) => [one, other])]);
    for (const [id, news] of this.#news) {
      // Whoever was joined into another person meanwhile is that one.
      const to = still.has(id) ? id : (await livingPerson(tx, id))?.id;
      if (to !== undefined)
        await addIdentifiers(tx, to, news, { source: 'import', importBatch: this.#batch }, this.#country);
    }
    await leadToLiving(tx, this.#batch);
    const rows = this.#doubles
      .filter(({ one, other }) => still.has(one) && still.has(other))
      .map(({ one, other, kind }) => ({
        personId: one,
        otherId: other,
        kind,
        importBatch: this.#batch,
        foundAt: tx.now,
      }));
    await insertMany(tx, possibleDoubles, rows);
  }

  #someone(named: Named): Someone {
    const seen = new Set<string>();
    const name = calledOf(named);
    // A record has the names among what somebody is known by, with when they were so.
    const said = named.knownBy.some(({ kind, value }) => kind === 'name' && value === name);
    const all: NamedBy[] = said ? [...named.knownBy] : [{ kind: 'name', value: name }, ...named.knownBy];
    const kept = all.flatMap(({ kind, value, ...more }): Identifier[] => {
      const given = value.trim().slice(0, 500).toWellFormed();
      const normalised = normalise(kind, given, this.#country);
      const key = `${kind} ${normalised}`;
      // A record may have one thing in two spellings, and once for each time in which it was so.
      const once = named.uid === undefined ? key : `${kind} ${more.until ?? ''} ${given}`;
      if (given === '' || seen.has(once)) return [];
      seen.add(once);
      return [{ ...more, kind, value: given, normalised, key }];
    });
    return { named, name, nameKey: normalise('name', name.trim(), this.#country), identifiers: kept };
  }

  async #load(tx: Reads, asked: readonly Someone[]): Promise<Known> {
    const known = new Known();
    const found = new Set<number>();
    const seen = or(eq(people.hidden, false), eq(people.importBatch, this.#batch));
    for (const kind of TELLING) {
      const values = new Set(
        asked.flatMap((one) => one.identifiers.filter((own) => own.kind === kind).map(({ normalised }) => normalised)),
      );
      const rows = await tx
        .select({ id: people.id })
        .from(identifiers)
        .innerJoin(people, eq(people.id, identifiers.personId))
        .where(and(eq(identifiers.kind, kind), among(identifiers.normalised, values), seen));
      for (const { id } of rows) found.add(id);
    }
    for (const id of await this.#loadUids(tx, asked)) found.add(id);
    // What a row before said about somebody of before is not written yet, but counts.
    const keys = new Set(asked.flatMap((one) => one.identifiers.map(({ key }) => key)));
    for (const [id, news] of this.#news) if (news.some(({ key }) => keys.has(key))) found.add(id);
    const rows = await tx
      .select({ id: identifiers.personId, kind: identifiers.kind, normalised: identifiers.normalised })
      .from(identifiers)
      .where(among(identifiers.personId, found))
      .orderBy(identifiers.personId, identifiers.id);
    for (const { id, kind, normalised } of rows) known.has(id, kind, `${kind} ${normalised}`);
    for (const id of [...found].sort((a, b) => a - b))
      for (const { kind, key } of this.#news.get(id) ?? []) known.has(id, kind, key);
    return known;
  }

  /** Those whom the records name by uid and who are here: of this batch, or of before and seen. */
  async #loadUids(tx: Reads, asked: readonly Someone[]): Promise<number[]> {
    const uids = [...new Set(asked.flatMap(({ named: { uid } }) => uid ?? []))];
    const unknown = uids.filter((uid) => !this.#byUid.has(uid));
    if (unknown.length > 0) {
      const rows = await tx
        .select({ id: people.id, uid: people.uid })
        .from(people)
        .where(sql`${people.uid} in (select value from json_each(${JSON.stringify(unknown)}))`);
      for (const { id, uid } of rows) {
        // Who was joined into another is that one.
        const living = await livingPerson(tx, id);
        if (living) this.#byUid.set(uid, living.id);
      }
    }
    return uids.flatMap((uid) => this.#byUid.get(uid) ?? []);
  }

  async #write(tx: Writes, fresh: readonly Fresh[]): Promise<number[]> {
    const used = await usedPersonUids(
      tx,
      fresh.map(({ someone }) => someone.named),
    );
    const uidFor = (uid: string | undefined): string => {
      if (uid === undefined || used.has(uid)) return newUid();
      used.add(uid);
      return uid;
    };
    const rows = fresh.map(({ someone: { name, named }, createdAt }) => ({
      uid: uidFor(named.uid),
      name: name.slice(0, 500).toWellFormed(),
      nameFolded: fold(name).slice(0, 500),
      language: named.language ?? '',
      remark: named.remark ?? '',
      noticeGivenAt: named.noticeGiven ?? null,
      restrictedAt: named.restricted ?? null,
      source: 'import' as const,
      importBatch: this.#batch,
      hidden: true,
      createdAt: named.created ?? createdAt,
      changedAt: named.created ?? createdAt,
    }));
    const added = await insertMany(tx, people, rows).returning({ id: people.id, uid: people.uid });
    const byUid = new Map(added.map(({ id, uid }) => [uid, id]));
    const ids = rows.map(({ uid }) => byUid.get(uid) ?? 0);
    const values = fresh.flatMap((one, n) =>
      this.#rowsOf(tx, ids[n] ?? 0, one.identifiers).map((row) => ({ ...row, uid: uidFor(row.uid) })),
    );
    await insertMany(tx, identifiers, values);
    tx.index.people(ids);
    return ids;
  }

  #rowsOf(tx: Writes, personId: number, all: readonly Identifier[]): (typeof identifiers.$inferInsert)[] {
    const kinds = this.#added.get(personId) ?? new Set<string>();
    this.#added.set(personId, kinds);
    return all.map(({ kind, value, normalised, uid, since, until, created, ...said }) => {
      const preferred = said.preferred ?? !kinds.has(kind);
      kinds.add(kind);
      return {
        uid: uid ?? newUid(),
        personId,
        kind,
        value,
        folded: fold(value),
        normalised,
        preferred,
        source: 'import' as const,
        importBatch: this.#batch,
        since: since ?? null,
        until: until ?? null,
        createdAt: created ?? tx.now,
      };
    });
  }

  async #tell(tx: Writes, id: number, news: readonly Identifier[]): Promise<void> {
    if (!this.#added.has(id)) {
      this.#news.set(id, [...(this.#news.get(id) ?? []), ...news]);
      return;
    }
    const rows = this.#rowsOf(tx, id, news).map((row) => ({ ...row, uid: newUid() }));
    await insertMany(tx, identifiers, rows);
    tx.index.person(id);
  }
}

/** Who has which identifiers, among those a slice of rows asks for and those it adds. */
class Known {
  readonly #holders = new Map<string, Set<number>>();
  /** Lowest id by identifier and name. */
  readonly #named = new Map<string, number>();
  readonly #names = new Map<number, Set<string>>();
  readonly #all = new Map<number, Set<string>>();

  identifiersOf(id: number): ReadonlySet<string> {
    return this.#all.get(id) ?? new Set();
  }

  /** One identifier of a person; called in order of their ids. */
  has(id: number, kind: string, key: string): void {
    const all = this.#all.get(id) ?? new Set<string>();
    this.#all.set(id, all);
    if (all.has(key)) return;
    all.add(key);
    const names = this.#names.get(id) ?? new Set<string>();
    this.#names.set(id, names);
    if (kind === 'name') {
      names.add(key.slice('name '.length));
      for (const own of all) this.#pair(id, own, key.slice('name '.length));
    } else if (TELLING.some((telling) => telling === kind)) {
      const holders = this.#holders.get(key) ?? new Set<number>();
      this.#holders.set(key, holders.add(id));
      for (const name of names) this.#pair(id, key, name);
    }
  }

  add(id: number, nameKey: string, all: readonly Identifier[]): void {
    for (const { kind, key } of all) this.has(id, kind, key);
    if (nameKey !== '' && !this.#names.get(id)?.has(nameKey)) this.has(id, 'name', `name ${nameKey}`);
  }

  /** The person an identifier and the name agree with, the first of those that may be. */
  same({ nameKey, identifiers: asked }: Someone, mayBe: (id: number) => boolean): number | null {
    const found = asked.flatMap(({ kind, key }) => {
      const id = TELLING.includes(kind) ? this.#named.get(`${key}\n${nameKey}`) : undefined;
      return id === undefined || !mayBe(id) ? [] : [id];
    });
    return found.length === 0 ? null : Math.min(...found);
  }

  sharing({ identifiers: asked }: Someone): { id: number; kind: string }[] {
    const found = new Map<number, string>();
    for (const { kind, key } of asked) {
      if (!TELLING.includes(kind)) continue;
      for (const id of this.#holders.get(key) ?? []) {
        if (!found.has(id)) found.set(id, kind);
        if (found.size >= MOST_DOUBLES) break;
      }
    }
    return [...found].slice(0, MOST_DOUBLES).map(([id, kind]) => ({ id, kind }));
  }

  #pair(id: number, key: string, name: string): void {
    const pair = `${key}\n${name}`;
    const known = this.#named.get(pair);
    if (known === undefined || id < known) this.#named.set(pair, id);
  }
}

async function idsOf(db: Reads, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(among(people.id, new Set(ids)), eq(people.hidden, false)));
  return new Set(rows.map(({ id }) => id));
}
