import type { Permission } from '../../contract/permissions.ts';
import { touchedBy, type DeedSeen, type Images } from './images.ts';

/** Whose data something touches, by id. */
export type Concerned = { tickets: readonly number[]; people: readonly number[] };

/** What is known of an act without looking at its rows. */
export type Act = {
  /** The call that did it, and what it takes to undo it. */
  call: string;
  permission: Permission;
  staffId: number;
  at: number;
  /** Ticket by ticket: those that were changed since stay, the others are taken back. */
  each: boolean;
};
/** A way back that is no rows: deleting has its own, and this computer's settings are in no office. */
export type OwnWay = { concerned: Concerned; deeds: readonly DeedSeen[]; take(): Promise<OwnWay | null> };
export type Entry = Act & {
  id: number;
  back: Images | OwnWay;
  deeds: readonly DeedSeen[];
  tickets: { count: number; first: number | null };
  people: { count: number; first: number | null };
};
export type Direction = 'undo' | 'redo';

const MOST_ENTRIES = 200;
const MOST_BYTES = 64 * 2 ** 20;

export type StackOptions = {
  /** Something else is on top now. */
  changed?(this: void): void;
  /** Rows that nothing can bring back any more. */
  dropped?(this: void, images: readonly Images[]): void;
  mostEntries?: number;
  mostBytes?: number;
};

/**
 * Acts that can be taken back, of one open office, the last one on top. They hold what people wrote: they stay in this
 * process's memory, never on a disk, and go with the office, or before data of those they touch are erased.
 */
export class UndoStack {
  readonly #options: StackOptions;
  readonly #lists: Record<Direction, Entry[]> = { undo: [], redo: [] };
  #next = 1;
  constructor(options: StackOptions = {}) {
    this.#options = options;
  }

  /** A new act: what was taken back before can no longer be done again. Answers with its id. */
  add(act: Act, back: Images | OwnWay | 'too-big'): number | 'too-big' {
    this.#drop(this.#lists.redo.filter(({ staffId }) => staffId === act.staffId));
    const id = back === 'too-big' ? 'too-big' : this.#push('undo', act, back);
    this.#bound();
    this.#options.changed?.();
    return id;
  }

  /** What would be taken next of this staff member's acts, or the one named. */
  next(direction: Direction, staffId: number, id?: number): Entry | null {
    const own = this.#lists[direction].filter((entry) => entry.staffId === staffId && (id ?? entry.id) === entry.id);
    return own.at(-1) ?? null;
  }

  /**
   * An act was taken back, or done again: what that changed is the way back from it, null where there is none. Answers
   * with the id of that way.
   */
  taken(direction: Direction, entry: Entry, back: Images | OwnWay | null): number | null {
    const list = this.#lists[direction];
    if (list.includes(entry)) list.splice(list.indexOf(entry), 1);
    const next = back ? this.#push(direction === 'undo' ? 'redo' : 'undo', entry, back) : null;
    if (!back) this.#gone([entry]);
    this.#bound();
    this.#options.changed?.();
    return next;
  }

  /** Forgets acts by what they are, or by whose data they touch. */
  forget(which: Concerned | ((entry: Entry) => boolean)): void {
    const chosen = typeof which === 'function' ? which : touching(which);
    this.#drop([...this.#lists.undo, ...this.#lists.redo].filter(chosen));
    this.#options.changed?.();
  }
  clear(): void {
    this.forget(() => true);
  }

  get bytes(): number {
    return [...this.#lists.undo, ...this.#lists.redo].reduce((sum, { back }) => sum + bytesOfBack(back), 0);
  }

  #push(direction: Direction, act: Act, back: Images | OwnWay): number {
    const { call, permission, staffId, at, each } = act;
    const id = this.#next++;
    const { tickets, people } = 'rows' in back ? touchedBy(back.rows) : back.concerned;
    const counted = (ids: Iterable<number>) => {
      const all = [...ids];
      return { count: all.length, first: all[0] ?? null };
    };
    // What it was stays what it was, however often it is taken back and done again.
    const deeds = 'deeds' in act ? (act as Entry).deeds : back.deeds;
    const known = { call, permission, staffId, at, each, deeds, tickets: counted(tickets), people: counted(people) };
    this.#lists[direction].push({ ...known, id, back });
    return id;
  }

  #bound(): void {
    const { mostEntries = MOST_ENTRIES, mostBytes = MOST_BYTES } = this.#options;
    const all = () => [...this.#lists.undo, ...this.#lists.redo];
    for (let [oldest] = all(); oldest && (all().length > mostEntries || this.bytes > mostBytes); [oldest] = all())
      this.#drop([oldest]);
  }

  #drop(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const going = new Set(entries);
    for (const direction of ['undo', 'redo'] as const)
      this.#lists[direction] = this.#lists[direction].filter((entry) => !going.has(entry));
    this.#gone(entries);
  }
  #gone(entries: readonly Entry[]): void {
    const images = entries.flatMap(({ back }) => ('rows' in back ? [back] : []));
    if (images.length > 0) this.#options.dropped?.(images);
  }
}

const bytesOfBack = (back: Images | OwnWay): number => ('bytes' in back ? back.bytes : 0);

function touching({ tickets, people }: Concerned): (entry: Entry) => boolean {
  const wanted = { tickets: new Set(tickets), people: new Set(people) };
  return ({ back }) => {
    const all = 'rows' in back ? back.rows : [back.concerned];
    return all.some(
      (one) => one.tickets.some((id) => wanted.tickets.has(id)) || one.people.some((id) => wanted.people.has(id)),
    );
  };
}
