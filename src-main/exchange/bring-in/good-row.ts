import type { Incoming } from './incoming.ts';
import type { RowId } from './known-rows.ts';

/** A row that can come in. */
export type GoodRow = RowId & { row: number; ticket: Incoming };
