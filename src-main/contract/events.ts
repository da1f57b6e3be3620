import type { DeskError } from './errors.ts';
import type { Progress } from './terms.ts';

/** What main tells the window without being asked. */
export type Events = {
  /** Something of these areas changed; screens that show it ask again. */
  changed: { areas: string[] };
  /** Undo or Redo would do something else now. */
  undo: Record<string, never>;
  /**
   * Data of these tickets and people are about to go: whatever the window remembers of them goes first. Not `lasting`: it
   * is a delete, which can still be undone.
   */
  forget: { tickets: number[]; people: number[]; lasting: boolean };
  progress: Progress;
  /** Long work ended; `undo`: the id by which it can be taken back. */
  finished: { job: string; value: unknown; undo?: number } | { job: string; error: DeskError };
  /** A command of the native menu, by name. */
  menu: { command: string };
  /** Another office, or none, is open now. */
  office: { uid: string | null };
  /** An office the system asked to open (a double click, a second start) could not be opened. */
  failed: { error: DeskError };
  backup: { at: number; ok: boolean };
  /** The open office was looked through and is damaged; `parts` as of an office that cannot be opened. */
  damage: { parts: string };
};
export const EVENT_NAMES = [
  'changed',
  'undo',
  'forget',
  'progress',
  'finished',
  'menu',
  'office',
  'failed',
  'backup',
  'damage',
] as const satisfies (keyof Events)[];
