import type { QueryPart } from './query.ts';

/** What the caller answers from the tickets' own rows. */
export type FromRows = {
  /** The find keys of tickets with such an IP; asked once a find for each part of kind `ip` and `ip-like`. */
  withIp?: (part: Extract<QueryPart, { kind: 'ip' | 'ip-like' }>) => Iterable<number>;
  /** Which of these keys (newest first) may be shown: filters, deleted tickets, batches not yet done. */
  keep?: (keys: readonly number[]) => Iterable<number>;
};
