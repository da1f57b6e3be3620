/** A cell: text, a number, a moment as wall-clock time of the office (UTC milliseconds of that wall clock), or seconds of work. */
export type Cell = string | number | null | { at: number } | { seconds: number };
export type SheetPlan = { name: string; columns: { header: string; width: number }[] };

/** To the worker: first the plan, then rows page by page, then the end. */
export type ToWorker = { plan: SheetPlan[] } | { rows: { sheet: number; cells: Cell[] }[] } | { end: true };
/** From the worker: bytes as they come, and a word after each message that it may have the next. */
export type FromWorker = { bytes: Uint8Array<ArrayBuffer> } | { took: true } | { done: true } | { failed: string };
