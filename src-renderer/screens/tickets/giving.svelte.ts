import type { Given, GivePreview, Ticket } from '../../../src-main/contract/tickets.ts';
import type { DeskError } from '../../../src-main/contract/errors.ts';
import { SvelteSet } from 'svelte/reactivity';
import { desk, DeskRefusal } from '../../desk.ts';
import type { Target } from './acts.ts';

/** Whom tickets go to: somebody known, or a new name. */
export type To = { id: number; name: string; about: string } | { create: string };

/** Tickets on their way to another person, with the question what goes along. */
export class Giving {
  readonly #target: Target;
  preview = $state.raw<GivePreview | null>(null);
  to = $state.raw<To | null>(null);
  /** Of one person: identifiers that go along, by id. */
  readonly chosen = new SvelteSet<number>();
  /** Of several people. */
  along = $state<'none' | 'brought'>('none');
  wrong = $state.raw<DeskError | null>(null);
  /** The one ticket as it stands now, when it changed since it was chosen. */
  meanwhile = $state.raw<Ticket | null>(null);
  done = $state.raw<Given | null>(null);
  #offered: readonly number[] = [];
  #version: number | undefined;
  #busy = false;

  constructor(target: Target) {
    this.#target = target;
    if (!target.many) this.#version = target.ticket.version;
  }

  get count(): number {
    return this.preview?.tickets ?? this.#target.count;
  }
  /** The one person who has them all. */
  readonly only = $derived(
    this.preview?.people.length === 1 && this.preview.more === 0 ? this.preview.people[0] : null,
  );

  /** Whether anything was chosen that would be lost. */
  get begun(): boolean {
    const asOffered = this.chosen.size === this.#offered.length && this.#offered.every((id) => this.chosen.has(id));
    return this.to !== null || this.along !== 'none' || !asOffered;
  }

  async look(): Promise<void> {
    const before = this.only;
    try {
      this.preview = await desk.tickets.givePreview({ selection: this.#target.selection });
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      this.wrong = error.error;
      return;
    }
    const known = this.only?.identifiers ?? [];
    if (before && before.id === this.only?.id) {
      // What was ticked stays ticked, as far as it is still there.
      for (const id of this.chosen) if (!known.some((one) => one.id === id)) this.chosen.delete(id);
      return;
    }
    this.#offered = known.flatMap(({ id, kind, brought }) => (brought && kind !== 'name' ? [id] : []));
    this.chosen.clear();
    for (const id of this.#offered) this.chosen.add(id);
  }

  /** The ticket changed meanwhile: what was chosen waits, and is for the ticket as it stands now. */
  async lookAgain(ticket: Ticket): Promise<void> {
    this.#version = ticket.version;
    await this.look();
    this.meanwhile = ticket;
  }

  async give(): Promise<'done' | 'changed-meanwhile' | 'not-done'> {
    const { to, preview } = this;
    if (!to || !preview || this.#busy) return 'not-done';
    this.#busy = true;
    this.wrong = null;
    this.meanwhile = null;
    try {
      this.done = await desk.tickets.give({
        selection: this.#target.selection,
        ...(this.#version === undefined ? {} : { version: this.#version }),
        to: 'id' in to ? { id: to.id } : { create: { name: to.create, email: '', phone: '', address: '', number: '' } },
        identifiers: this.only ? [...this.chosen] : this.along,
      });
      return 'done';
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code === 'changed-meanwhile') return 'changed-meanwhile';
      this.wrong = error.error;
      return 'not-done';
    } finally {
      this.#busy = false;
    }
  }
}
