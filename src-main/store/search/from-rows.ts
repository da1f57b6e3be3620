import type { IpPart } from './query.ts';
import type { TextKind } from './tables.ts';

/** A text of a ticket as it is written: `ref` is the id of the reply or note, 0 for the message. */
export type ToldText = { key: number; kind: TextKind; ref: number; text: string };

/** Keys from `low` on, below `below`. */
export type Span = { low: number; below: number };

/** What the caller answers from the tickets' own rows. */
export type FromRows = {
  /** The find keys of tickets with such an IP, those of a span at the least. */
  withIp?: (part: IpPart, span: Span) => Iterable<number>;
  /** The find keys, from `low` on and below `below`, of tickets that any of these people asked for or follow. */
  withPeople?: (people: ReadonlySet<number>, span: Span) => Iterable<number>;
  /** Who asked for or follows these tickets, by find key. */
  peopleOf?: (keys: readonly number[]) => Iterable<{ key: number; person: number }>;
  /** Which of these keys (newest first) may be shown: filters, deleted tickets, batches not yet done. */
  keep?: (keys: readonly number[]) => Iterable<number>;
  /** All texts of these tickets; where it is missing, no ticket is read, and the index is asked for everything. */
  texts?: (keys: readonly number[]) => Iterable<ToldText>;
};
