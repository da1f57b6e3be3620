import type { Ticket } from '../../../src-main/contract/tickets.ts';
import { desk, DeskRefusal } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';

/** After this long what stood there before is no longer shown. */
const STALE_MS = 500;

/** The ticket in the reader, as it stands now. */
export class Reading {
  ticket = $state.raw<Ticket | null>(null);
  /** It was here and is no more. */
  gone = $state(false);
  /** The next one is on its way for so long that the old one is misleading. */
  slow = $state(false);
  /** Something was not saved, because the ticket had changed meanwhile. */
  changedMeanwhile = $state(false);
  #wanted: number | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #turn = 0;

  get id(): number | null {
    return this.#wanted;
  }

  /** Whether this ticket is the one that stands here, or is known to be gone. */
  has(id: number | null): boolean {
    return id === this.#wanted && (this.gone || (this.ticket?.id ?? null) === id);
  }

  /** Shows another ticket, or none. */
  async open(id: number | null): Promise<void> {
    if (id === this.#wanted) return;
    this.#wanted = id;
    this.changedMeanwhile = false;
    if (id === null) this.#show(null);
    else await this.#read(id);
  }
  /** Once the ticket that was asked for last is here, or known to be gone: keys may be quicker than the office. */
  async arrived(): Promise<void> {
    let last: unknown;
    do {
      last = this.#underWay;
      await last;
    } while (last !== this.#underWay);
  }

  /** Asks again for the ticket that is shown. */
  async again(): Promise<void> {
    if (this.#wanted !== null) await this.#read(this.#wanted);
  }

  #read(id: number): Promise<void> {
    this.#underWay = this.#ask(id);
    return this.#underWay;
  }
  async #ask(id: number): Promise<void> {
    const turn = ++this.#turn;
    const timer = setTimeout(() => (this.slow = this.ticket?.id !== id), STALE_MS);
    try {
      const ticket = await desk.tickets.open({ id });
      if (turn === this.#turn) this.#show(ticket);
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (turn !== this.#turn) return;
      this.#show(null);
      if (error.error.code === 'not-found') this.gone = true;
      else failures.last = error.error;
    } finally {
      clearTimeout(timer);
    }
  }

  #show(ticket: Ticket | null): void {
    this.ticket = ticket;
    this.gone = false;
    this.slow = false;
  }

  /** Asks for the body of a reply or note that was left out. */
  async load(entryId: number): Promise<void> {
    const loaded = await failures.watch(() => desk.tickets.entryText({ id: entryId }));
    if (!loaded || !this.ticket) return;
    const entries = this.ticket.entries.map((entry) =>
      entry.id === entryId ? { ...entry, body: loaded.body, leftOut: 0 } : entry,
    );
    this.ticket = { ...this.ticket, entries };
  }

  /** What was just changed by this window stands there at once, so that the next change builds on it. */
  took(id: number, changed: Partial<Ticket>): void {
    if (this.ticket?.id === id) this.ticket = { ...this.ticket, ...changed };
  }

  /**
   * Runs a change of a ticket. One refused because the ticket changed meanwhile is said in the reader, with the ticket
   * as it stands now; other refusals are shown on top. Undefined when refused.
   */
  async change<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.changedMeanwhile = false;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code !== 'changed-meanwhile') failures.last = error.error;
      else {
        await this.again();
        this.changedMeanwhile = true;
      }
      return undefined;
    }
  }
}
