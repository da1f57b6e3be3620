import type { QueryPart } from './query.ts';

/** Keys from `low` on, below `below`. */
export type Span = { low: number; below: number };

/** What the caller answers from the tickets' own rows. */
export type FromRows = {
  /** The find keys of tickets with such an IP; asked once a find for each part of kind `ip` and `ip-like`. */
  withIp?: (part: Extract<QueryPart, { kind: 'ip' | 'ip-like' }>) => Iterable<number>;
  /** The find keys, from `low` on and below `below`, of tickets that any of these people asked for or follow. */
  withPeople?: (people: readonly number[], span: Span) => Iterable<number>;
  /** Who asked for or follows these tickets, by find key. */
  peopleOf?: (keys: readonly number[]) => Iterable<{ key: number; person: number }>;
  /** Which of these keys (newest first) may be shown: filters, deleted tickets, batches not yet done. */
  keep?: (keys: readonly number[]) => Iterable<number>;
};
