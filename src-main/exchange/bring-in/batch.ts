import { eq } from 'drizzle-orm';
import type { DifferingRow, ImportDone, ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import { imports, tickets, type Reads, type Store, type Writes } from '../../store/index.ts';
import type { Working } from '../../jobs.ts';
import type { TermsRecord } from '../record/shape.ts';
import { AfterRows } from './after-rows.ts';
import type { GoodRow } from './good-row.ts';
import { compareTicket } from './compare/compare-ticket.ts';
import { askedOf } from './compare/difference.ts';
import { presentTickets } from './present.ts';
import { withoutErased, type ErasedRows } from './erased-rows.ts';
import { knownRows, type KnownTicket } from './known-rows.ts';
import type { OfficeTerms } from './office-terms.ts';
import { PeopleOfBatch } from './people-of-batch.ts';
import { archivedAt, newTerms, showTerms, type TermsOfBatch } from './terms-of-batch.ts';
import { TicketRows } from './ticket-rows.ts';
import { broughtBy } from './undo/brought.ts';
import { writeTickets } from './write-tickets.ts';

const TOLD = 1_000;
/** `of`: what records say of the office they come from. */
type Beginning = {
  source: string;
  mapping: ImportMapping;
  terms: OfficeTerms;
  of: TermsRecord | null;
  erased: ErasedRows;
  /** Whether a row comes in although it was erased here. */
  bringsBack(this: void, row: number): boolean;
};

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
  readonly #after = new AfterRows();
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
      return {
        id: row.id,
        began: tx.now,
        brought: await newTerms(tx, beginning.mapping, beginning.terms, beginning.of),
      };
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
      const known = await knownRows(tx, now);
      const erased = await this.#beginning.erased.among(tx, now);
      const fresh: GoodRow[] = [];
      const changed: { row: GoodRow; ticket: KnownTicket }[] = [];
      for (const row of now) {
        const ticket = known.get(row);
        const gone = erased.get(row);
        const stays = gone ? { ...row, ticket: withoutErased(row.ticket, gone) } : row;
        if (ticket && !ticket.gone) {
          if (ticket.hash === row.hash) this.#counts.known++;
          else changed.push({ row: stays, ticket });
        } else if (this.#beginning.bringsBack(row.row)) fresh.push(row);
        else if (ticket || gone?.ticket || gone?.requester) this.#counts.erased++;
        else fresh.push(stays);
      }
      await this.#compare(tx, changed);
      if (fresh.length > 0) await this.#write(tx, fresh);
    });
    return later;
  }

  /** What can only be written when all tickets are there; `path` is where the file's own files stand. */
  async finish(path: string, working: Working): Promise<void> {
    await this.#after.link(this.#store);
    await this.#after.takeFiles(this.#store, path, { terms: this.#beginning.terms, people: this.#people }, working);
  }

  /** Shows all that came in, in one write, and tells what it was. */
  async show(refused: number): Promise<Omit<ImportDone, 'refused' | 'refusedRows'>> {
    const { added, known, differing } = this.#counts;
    const brought = await this.#store.write(async (tx) => {
      const before = await archivedAt(tx, this.#brought.wantedAgain);
      await showTerms(tx, this.#brought, this.began);
      await this.#people.show(tx);
      await tx.update(tickets).set({ hidden: false }).where(eq(tickets.importBatch, this.id));
      await tx
        .update(imports)
        .set({ state: 'done', doneAt: tx.now, added, known, differing, refused })
        .where(eq(imports.id, this.id));
      return broughtBy(tx, this.id, this.began, this.#brought, before);
    });
    return {
      importId: this.id,
      ...this.#counts,
      newPeople: this.#people.newPeople,
      doubles: this.#people.doubles,
      differingRows: this.#differingRows,
      brought,
    };
  }

  async #compare(tx: Reads, changed: readonly { row: GoodRow; ticket: KnownTicket }[]): Promise<void> {
    if (changed.length === 0) return;
    const present = await presentTickets(
      tx,
      changed.map(({ ticket }) => ticket.id),
    );
    const comparing = { ...this.#beginning, rows: this.#rows, batch: null, taken: new Set<string>() };
    for (const { row, ticket } of changed) {
      const ours = present.get(ticket.id);
      const changes = ours ? askedOf(compareTicket(row.ticket, ours, comparing)) : [];
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
    const writing = { batch: this.id, actor: this.#actor, rows: this.#rows, people: this.#people };
    const added = await writeTickets(tx, writing, fresh);
    this.#counts.added += added.length;
    this.#after.add(added);
    for (const { row, trackingTaken } of added) {
      if (trackingTaken) this.#counts.trackingTaken++;
      if (row.ticket.owner !== null && this.#rows.ownerOf(row.ticket) === null) this.#counts.withoutOwner++;
    }
  }
}
