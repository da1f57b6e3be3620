import type { DifferenceField, DifferenceReason, DifferingRow } from '../../../contract/exchange.ts';

/** Something a file says of a ticket that is not so in the office. Dates are UTC milliseconds as text. */
export type Difference = {
  field: DifferenceField;
  /** Of an own field or a column of the file. */
  name: string;
  file: string;
  here: string;
  why: DifferenceReason;
};

/** Collects differences of one ticket. */
export class Differences {
  readonly all: Difference[] = [];

  add(field: DifferenceField, file: string, here: string, why: DifferenceReason, name = ''): void {
    this.all.push({ field, name, file, here, why });
  }

  /** A value the office either has or not; `why` where it has not. */
  same(field: DifferenceField, file: string, here: string, why: DifferenceReason = 'content', name = ''): void {
    if (file !== here) this.add(field, file, here, why, name);
  }
}

/** What only the file's format leaves out is no difference from what the file says. */
export const isSaid = ({ why }: Difference): boolean => why !== 'unsaid';

export const shown = (at: number | null): string => (at === null ? '' : String(at));
export const yes = (is: boolean): string => (is ? 'yes' : 'no');

/** What is to be asked: where the file has other content, and it could be taken. */
export const askedOf = (differences: readonly Difference[]): DifferingRow['changes'] =>
  differences
    .filter(({ why }) => why === 'content')
    .map(({ field, name, file, here }) => ({ field, name, ours: here, theirs: file }));
