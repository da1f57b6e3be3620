import type { Given, GivePreview } from '../../../src-main/contract/tickets.ts';
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
  meanwhile = $state(false);
  done = $state.raw<Given | null>(null);
  #busy = false;

  constructor(target: Target) {
    this.#target = target;
  }

  get count(): number {
    return this.preview?.tickets ?? this.#target.count;
  }
  /** The one person who has them all. */
  readonly only = $derived(
    this.preview?.people.length === 1 && this.preview.more === 0 ? this.preview.people[0] : null,
  );

  async look(): Promise<void> {
    try {
      const preview = await desk.tickets.givePreview({ selection: this.#target.selection });
      this.preview = preview;
      this.chosen.clear();
      if (preview.people.length === 1)
        for (const { id, kind, brought } of preview.people[0]?.identifiers ?? [])
          if (brought && kind !== 'name') this.chosen.add(id);
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      this.wrong = error.error;
    }
  }

  /** True when it was done. */
  async give(): Promise<boolean> {
    const { to, preview } = this;
    if (!to || !preview || this.#busy) return false;
    this.#busy = true;
    this.wrong = null;
    this.meanwhile = false;
    const target = this.#target;
    try {
      this.done = await desk.tickets.give({
        selection: target.selection,
        ...(target.many ? {} : { version: target.ticket.version }),
        to: 'id' in to ? { id: to.id } : { create: { name: to.create, email: '', phone: '', address: '', number: '' } },
        identifiers: this.only ? [...this.chosen] : this.along,
      });
      return true;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code === 'changed-meanwhile') this.meanwhile = true;
      else this.wrong = error.error;
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
