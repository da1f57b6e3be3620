import type { Incoming } from './incoming.ts';

/** How a row is known again: `key` by its own id or as a whole, `hash` by all that stands in it. */
export type RowId = { key: string; hash: string };
/** A row that can come in. */
export type GoodRow = RowId & { row: number; ticket: Incoming };
