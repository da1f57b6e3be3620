import type { Person } from '../../../../src-main/contract/people.ts';
import { whenForgotten } from '../../../forgetting.ts';
import { office } from '../../../office.svelte.ts';
import { Correcting } from './correcting.svelte.ts';

/** Corrections of people that were begun: what was typed waits until one comes back to that person. */
class Begun {
  #all: readonly { correcting: Correcting; office: string }[] = [];

  #find(id: number): Correcting | undefined {
    const here = office.settings?.uid;
    return this.#all.find((one) => one.correcting.person.id === id && one.office === here)?.correcting;
  }
  /** The corrections of a person that were begun, or new ones. They outlive the dialog, until `letGo`. */
  of(person: Person): Correcting {
    const before = this.#find(person.id);
    if (before) return before;
    const made: Correcting[] = [];
    // A root of its own: what is derived in it lives on when the dialog goes.
    $effect.root(() => void made.push(new Correcting(person)));
    const [correcting = new Correcting(person)] = made;
    this.#all = [...this.#all, { correcting, office: office.settings?.uid ?? '' }];
    return correcting;
  }
  /** Whether something was typed about a person and not saved. */
  has(id: number): boolean {
    return (this.#find(id)?.changes.length ?? 0) > 0;
  }
  letGo(which: Correcting): void {
    this.#all = this.#all.filter(({ correcting }) => correcting !== which);
  }
  forget(people: readonly number[]): void {
    this.#all = this.#all.filter(({ correcting }) => !people.includes(correcting.person.id));
  }
}
export const begun = new Begun();
whenForgotten(({ people }) => begun.forget(people));
