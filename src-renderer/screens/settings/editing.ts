import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { Saving } from './saving.svelte.ts';

/** What the dialog of a row is opened with; `row` is null for a new one. It is made anew for each row. */
export type Editing<R> = {
  row: R | null;
  tickets: number;
  saving: Saving;
  close: () => void;
  /** Answers with the refusal, or null: the dialog then closes. */
  retire: () => Promise<DeskError | null>;
};
