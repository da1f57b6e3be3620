import { whenForgotten } from '../forgetting.ts';
import type { ToldWork } from '../told-work.svelte.ts';

/** Eight seconds, the time the look gives for reading a line and pressing Undo. */
export const TOAST_MS = 8_000;
/** What takes longer than this is said while it is done. */
export const SLOW_MS = 500;
/** What the button of a line does: takes an act back, or does it again. */
export type Turn = { way: 'undo' | 'redo'; id: number };
/** `work`: what is under way is counted, and can be stopped. */
export type Toast = { id: number; text: string; turn?: Turn | undefined; work?: ToldWork | undefined };

/**
 * What was done, said for some seconds with the way back. Main remembers the acts themselves. Never for errors: those
 * stand in their place.
 */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;
  #timers = new Map<number, { timer: ReturnType<typeof setTimeout>; left: number; since: number }>();

  /** Shows a line; a second one takes the place of the first. */
  show(text: string, turn?: Turn): void {
    this.#run(this.#put(text, turn), TOAST_MS);
  }
  #put(text: string, turn?: Turn, work?: ToldWork): number {
    this.clear();
    const id = this.#next++;
    this.list = [{ id, text, turn, work }];
    return id;
  }

  /** Says what is being done, where that takes longer than a moment, until it is done; `told`: how far it is as well. */
  async during<T>(text: string, work: () => Promise<T>, told?: ToldWork): Promise<T> {
    let id: number | undefined;
    const timer = setTimeout(() => (id = this.#put(text, undefined, told)), SLOW_MS);
    try {
      return await (told ? told.run(work) : work());
    } finally {
      clearTimeout(timer);
      if (id !== undefined) this.dismiss(id);
    }
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id)?.timer);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  clear(): void {
    for (const { id } of this.list) this.dismiss(id);
  }

  /** The pointer or the focus is on it: it stays. */
  hold(id: number): void {
    const running = this.#timers.get(id);
    if (!running) return;
    clearTimeout(running.timer);
    running.left = Math.max(1_000, running.left - (Date.now() - running.since));
  }

  release(id: number): void {
    const running = this.#timers.get(id);
    if (running) this.#run(id, running.left);
  }

  #run(id: number, left: number): void {
    clearTimeout(this.#timers.get(id)?.timer);
    const timer = setTimeout(() => this.dismiss(id), left);
    this.#timers.set(id, { timer, left, since: Date.now() });
  }
}

export const toasts = new Toasts();
whenForgotten(() => toasts.clear());
