/** Eight seconds, the time the look gives for reading a line and pressing Undo. */
export const TOAST_MS = 8_000;
export type Toast = { id: number; text: string; undo?: (() => unknown) | undefined };

/** Ways back that are kept after their line has gone. */
const MOST_UNDO = 50;

/**
 * What was done, said for some seconds with the way back, which Ctrl Z still takes when the line has gone. Never for
 * errors: those stand in their place.
 */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;
  #undos: { id: number; undo: () => unknown }[] = [];
  #timers = new Map<number, { timer: ReturnType<typeof setTimeout>; left: number; since: number }>();

  /** Shows a line; a second one takes the place of the first, whose way back is kept. */
  show(text: string, undo?: () => unknown): void {
    for (const { id } of this.list) this.dismiss(id);
    const id = this.#next++;
    this.list = [{ id, text, undo }];
    if (undo) this.#undos = [...this.#undos, { id, undo }].slice(-MOST_UNDO);
    this.#run(id, TOAST_MS);
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id)?.timer);
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Takes the last way back. False when there is none. */
  undoLast(): boolean {
    const last = this.#undos.pop();
    if (!last) return false;
    this.dismiss(last.id);
    last.undo();
    return true;
  }

  /** Forgets every way back: another office, or an act on a person's data that nothing may bring back. */
  forget(): void {
    this.#undos = [];
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
