import { SvelteMap } from 'svelte/reactivity';
import { whenForgotten } from '../../forgetting.ts';
import { office } from '../../office.svelte.ts';

/** Words of a ticket that are being corrected: `before` is what stood there when that began. */
export type Typed = { text: string; before: string; forget: boolean };

/** Corrections of texts that were typed and not saved yet: they wait where they belong until one comes back to them. */
class UnsavedTexts {
  readonly #texts = new SvelteMap<string, Typed>();

  #key(ticketId: number, place: string): string {
    return `${office.settings?.uid ?? ''} ${ticketId} ${place}`;
  }
  /** `place`: the subject, the message, or the id of an entry. */
  of(ticketId: number, place: string): Typed | undefined {
    return this.#texts.get(this.#key(ticketId, place));
  }
  keep(ticketId: number, place: string, typed: Typed): void {
    this.#texts.set(this.#key(ticketId, place), typed);
  }
  forget(tickets: readonly number[]): void {
    for (const key of this.#texts.keys()) if (tickets.includes(Number(key.split(' ')[1]))) this.#texts.delete(key);
  }
  drop(ticketId: number, place: string): void {
    this.#texts.delete(this.#key(ticketId, place));
  }
}
export const unsavedTexts = new UnsavedTexts();
whenForgotten(({ tickets }) => unsavedTexts.forget(tickets));
