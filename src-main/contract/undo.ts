import * as v from 'valibot';
import { call } from './call.ts';
import { Id } from './terms.ts';

/**
 * An act that can be taken back or done again, as the window needs it for words: the call that did it, the codes it
 * wrote into the history with the settings row each led to, and whose rows it touched. Never a value of anybody.
 */
export type UndoAct = {
  id: number;
  call: string;
  deeds: { what: string; toId: number | null }[];
  tickets: number;
  /** Of the only ticket, or of none. */
  trackingId: string | null;
  people: number;
  at: number;
};
/** A ticket that stayed as it is, since this of it was changed after the act. */
export type LeftAsItIs = { ticketId: number; trackingId: string; table: string; column: string };
export type TakenBack = {
  act: UndoAct;
  /** Tickets that are as they were before; of those left as they are, the first ones and how many. */
  tickets: number;
  left: LeftAsItIs[];
  leftCount: number;
  /** The id by which it can be turned round again. */
  next: number | null;
};

const Which = v.optional(v.strictObject({ id: v.optional(Id) }), {});

export const undo = {
  /** What Undo and Redo would do now; null: nothing. */
  next: call<{ undo: UndoAct | null; redo: UndoAct | null }>()(v.optional(v.strictObject({}))),
  /**
   * Takes the last act back, or the named one. Refused `changed-meanwhile` with what was changed since (`table`,
   * `column`, `why`: `changed`, `gone` or `hangs`, `trackingId`); then it can no longer be taken back.
   */
  take: call<TakenBack>()(Which),
  /** Does again what was taken back last. Refused as `take` is. */
  redo: call<TakenBack>()(Which),
};
