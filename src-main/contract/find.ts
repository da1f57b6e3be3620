import * as v from 'valibot';
import { call } from './call.ts';
import { Key, type TicketRow } from './tickets.ts';
import { Filter, Id } from './terms.ts';

/** Places a query can match in. */
export type Place =
  | 'name'
  | 'email'
  | 'phone'
  | 'number'
  | 'address'
  | 'ip'
  | 'tracking'
  | 'subject'
  | 'message'
  | 'reply'
  | 'note'
  | 'field'
  | 'file';
/** `marks` are [from, to) offsets in `passage`, in UTF-16 units. */
export type Passage = { place: Place; passage: string; marks: [number, number][] };
export type Hit = { row: TicketRow; passages: Passage[] };

export const find = {
  /**
   * Newest first by key, or the best 200 by rank (`next` is then null). `skip` jumps that many rows further, newest
   * first. `note` tells what of the query was cut.
   */
  tickets: call<{ hits: Hit[]; next: Key | null; note: string | null }>()(
    v.strictObject({
      filter: Filter,
      order: v.picklist(['newest', 'rank']),
      after: v.optional(v.nullable(Key), null),
      skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)), 0),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  /** The replies and notes of a ticket in which a part of the query stands: those that are not shown hold it too. */
  entries: call<{ ids: number[] }>()(v.strictObject({ ticket: Id, text: v.pipe(v.string(), v.maxLength(2_000)) })),
  /** Exact up to `cap`. */
  count: call<{ count: number; more: boolean }>()(
    v.strictObject({
      filter: Filter,
      cap: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 100_000),
    }),
  ),
};
