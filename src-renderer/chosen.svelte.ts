import type { Selection } from '../src-main/contract/terms.ts';

/** The tickets that print, export, delete and anonymise are for: the open one, the selected ones, or all of a list. */
class Chosen {
  selection = $state.raw<Selection | null>(null);
  count = $state(0);
  set(selection: Selection | null, count: number): void {
    this.selection = selection;
    this.count = selection ? count : 0;
  }
}
export const chosen = new Chosen();
