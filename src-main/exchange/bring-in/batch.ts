import { eq } from 'drizzle-orm';
import type { DifferingRow, ImportDone, ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import {
  customValues,
  entries,
  imports,
  ticketAliases,
  ticketPeople,
  tickets,
  type Reads,
  type Store,
  type Writes,
} from '../../store/index.ts';
import { insertMany } from '../../store/insert-many.ts';
import { freeFindKeys, freeTrackingIds, writeHistory } from '../../tickets/index.ts';
import type { GoodRow } from './good-row.ts';
import { differencesOf, presentTickets } from './differences.ts';
import { knownRows, type KnownTicket } from './known-rows.ts';
import type { OfficeTerms } from './office-terms.ts';
import { PeopleOfBatch } from './people-of-batch.ts';
import { calledOf, type Named } from './incoming.ts';
import { newTerms, showTerms, type TermsOfBatch } from './terms-of-batch.ts';
import { countersOf, TicketRows, trackingOf, type Decided, type Written } from './ticket-rows.ts';
import { takenTrackingIds } from './tracking-taken.ts';

const TOLD = 1_000;
type Beginning = { source: string; mapping: ImportMapping; terms: OfficeTerms };
type Entries = (typeof entries.$inferInsert)[];
type Added = { id: number; row: GoodRow; decided: Decided; texts: Entries };
/** Who stands on a ticket. */
type Standing = { requester: Written; followers: number[] };
const NOBODY: Standing = { requester: null, followers: [] };

/** One import on its way in: its rows carry its number and are hidden until `show`. */
export class Batch {
  readonly id: number;
  /** UTC milliseconds. */
  readonly began: number;
  readonly #store: Store;
  readonly #actor: Actor;
  readonly #beginning: Beginning;
  readonly #brought: TermsOfBatch;
  readonly #rows: TicketRows;
  readonly #people: PeopleOfBatch;
  readonly #differingRows: DifferingRow[] = [];
  readonly #counts = { added: 0, known: 0, differing: 0, erased: 0, withoutOwner: 0, trackingTaken: 0 };

  private constructor(
    store: Store,
    actor: Actor,
    beginning: Beginning,
    made: { id: number; began: number; brought: TermsOfBatch },
  ) {
    this.#store = store;
    this.#actor = actor;
    this.#beginning = beginning;
    this.id = made.id;
    this.began = made.began;
    this.#brought = made.brought;
    this.#rows = new TicketRows(beginning.terms, made.brought, beginning.mapping);
    this.#people = new PeopleOfBatch(made.id, beginning.terms.phoneCountry);
  }

  static async begin(store: Store, actor: Actor, beginning: Beginning): Promise<Batch> {
    const made = await store.write(async (tx) => {
      const [row] = await tx
        .insert(imports)
        .values({
          uid: newUid(),
          source: beginning.source,
          state: 'running',
          startedAt: tx.now,
          staffId: actor.staffId,
        })
        .returning({ id: imports.id });
      if (!row) throw new Error('the import was not written');
      return { id: row.id, began: tx.now, brought: await newTerms(tx, beginning.mapping, beginning.terms) };
    });
    return new Batch(store, actor, beginning, made);
  }

  /** Takes rows in, in one write. Hands back those whose id an earlier one of them has: they come after it. */
  async takeIn(slice: readonly GoodRow[]): Promise<GoodRow[]> {
    const seen = new Set<string>();
    const now: GoodRow[] = [];
    const later: GoodRow[] = [];
    for (const row of slice) {
      (seen.has(row.key) ? later : now).push(row);
      seen.add(row.key);
    }
    await this.#store.write(async (tx) => {
      const { tickets: known, buried } = await knownRows(tx, [...seen]);
      const fresh: GoodRow[] = [];
      const changed: { row: GoodRow; ticket: KnownTicket }[] = [];
      for (const row of now) {
        const ticket = known.get(row.key);
        if (buried.has(row.key) || ticket?.deleted) this.#counts.erased++;
        else if (!ticket) fresh.push(row);
        else if (ticket.hash === row.hash) this.#counts.known++;
        else changed.push({ row, ticket });
      }
      await this.#compare(tx, changed);
      if (fresh.length > 0) await this.#write(tx, fresh);
    });
    return later;
  }

  /** Shows all that came in, in one write, and tells what it was. */
  async show(refused: number): Promise<Omit<ImportDone, 'refused' | 'refusedRows'>> {
    const { added, known, differing } = this.#counts;
    await this.#store.write(async (tx) => {
      await showTerms(tx, this.#brought, this.began);
      await this.#people.show(tx);
      await tx.update(tickets).set({ hidden: false }).where(eq(tickets.importBatch, this.id));
      await tx
        .update(imports)
        .set({ state: 'done', doneAt: tx.now, added, known, differing, refused })
        .where(eq(imports.id, this.id));
    });
    return {
      importId: this.id,
      ...this.#counts,
      newPeople: this.#people.newPeople,
      doubles: this.#people.doubles,
      differingRows: this.#differingRows,
    };
  }

  async #compare(tx: Reads, changed: readonly { row: GoodRow; ticket: KnownTicket }[]): Promise<void> {
    if (changed.length === 0) return;
    const present = await presentTickets(
      tx,
      changed.map(({ ticket }) => ticket.id),
    );
    for (const { row, ticket } of changed) {
      const ours = present.get(ticket.id);
      const changes = ours ? differencesOf(ours, row.ticket, this.#beginning, this.#rows) : [];
      if (changes.length === 0) {
        this.#counts.known++;
        continue;
      }
      this.#counts.differing++;
      if (this.#differingRows.length < TOLD)
        this.#differingRows.push({ row: row.row, ticketId: ticket.id, trackingId: ticket.trackingId, changes });
    }
  }

  async #write(tx: Writes, fresh: readonly GoodRow[]): Promise<void> {
    const standing = await this.#takePeople(tx, fresh);
    const written = await this.#writeTickets(tx, fresh, standing);
    const on = written.flatMap(({ id, row }) => {
      const { requester, followers } = standing.get(row) ?? NOBODY;
      const others = [...new Set(followers)].filter((follower) => follower !== requester?.id);
      return [
        ...(requester === null ? [] : [{ ticketId: id, role: 'requester' as const, personId: requester.id }]),
        ...others.map((personId) => ({ ticketId: id, role: 'follower' as const, personId })),
      ].map((one) => ({ ...one, addedAt: tx.now }));
    });
    const texts = written.flatMap((added) => added.texts.map((text) => ({ ...text, ticketId: added.id })));
    const values = written.flatMap(({ id, row }) =>
      this.#rows.valuesOf(row.ticket).map((value) => ({ ticketId: id, ...value })),
    );
    await insertMany(tx, ticketPeople, on);
    await insertMany(tx, entries, texts);
    await insertMany(tx, customValues, values);
    await writeHistory(
      tx,
      this.#actor,
      written.map(({ id }) => ({ ticketId: id, what: 'imported' })),
    );
    for (const { id } of written) tx.index.ticket(id);
    this.#counts.added += written.length;
  }

  async #takePeople(tx: Writes, fresh: readonly GoodRow[]): Promise<Map<GoodRow, Standing>> {
    const named: Named[] = [];
    const places = fresh.map(({ ticket: { requester, followers } }) => {
      const at = named.length;
      if (requester) named.push(requester);
      named.push(...followers);
      return { requester: requester ? at : null, followers: followers.map((_, n) => at + (requester ? 1 : 0) + n) };
    });
    const ids = await this.#people.take(tx, named, tx.now);
    return new Map(
      fresh.map((row, n) => {
        const { requester } = row.ticket;
        const place = places[n] ?? { requester: null, followers: [] };
        const id = place.requester === null ? undefined : ids[place.requester];
        return [
          row,
          {
            requester: requester && id !== undefined ? { id, name: calledOf(requester) } : null,
            followers: place.followers.flatMap((at) => ids[at] ?? []),
          },
        ] as const;
      }),
    );
  }

  async #writeTickets(
    tx: Writes,
    fresh: readonly GoodRow[],
    standing: ReadonlyMap<GoodRow, Standing>,
  ): Promise<Added[]> {
    const nextKey = freeFindKeys(tx);
    const free = await freeTrackingIds(tx, fresh.length);
    const taken = await takenTrackingIds(
      tx,
      fresh.flatMap(({ ticket }) => Object.values(trackingOf(ticket) ?? {})),
    );
    const aliases: { row: GoodRow; trackingId: string }[] = [];
    const rows = [];
    for (const [n, row] of fresh.entries()) {
      const decided = this.#rows.decided(row.ticket, tx.now);
      const tracking = trackingOf(row.ticket);
      let trackingId = free[n] ?? '';
      if (tracking !== null) {
        const wanted = 'own' in tracking ? tracking.own : tracking.alias;
        if (taken.has(wanted)) this.#counts.trackingTaken++;
        else if ('own' in tracking) trackingId = wanted;
        else aliases.push({ row, trackingId: wanted });
        taken.add(wanted);
      }
      if (row.ticket.owner !== null && decided.ownerId === null) this.#counts.withoutOwner++;
      const texts = this.#rows.entriesOf(row.ticket, 0, decided, standing.get(row)?.requester ?? null);
      rows.push({
        row,
        decided,
        texts,
        values: {
          ...decided,
          ...countersOf(texts),
          uid: newUid(),
          trackingId,
          findKey: await nextKey(decided.createdAt),
          importBatch: this.id,
          sourceKey: row.key,
          sourceHash: row.hash,
          hidden: true,
        },
      });
    }
    const added = await insertMany(
      tx,
      tickets,
      rows.map(({ values }) => values),
    ).returning({ id: tickets.id, uid: tickets.uid });
    const byUid = new Map(added.map(({ id, uid }) => [uid, id]));
    const written = rows.map(({ values, ...row }) => ({ id: byUid.get(values.uid) ?? 0, ...row }));
    const idOf = new Map(written.map(({ id, row }) => [row, id]));
    await insertMany(
      tx,
      ticketAliases,
      aliases.map(({ row, trackingId }) => ({ trackingId, ticketId: idOf.get(row) ?? 0, kind: 'old' as const })),
    );
    return written;
  }
}
