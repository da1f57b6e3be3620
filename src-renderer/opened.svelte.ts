import type { Selection } from '../src-main/contract/terms.ts';
import type { AttachmentFacts } from '../src-main/contract/tickets.ts';

/** A dialog over whatever the user was doing; one at a time. */
export type Opened =
  | { name: 'intake'; person?: number }
  | { name: 'print'; selection: Selection; count: number }
  | { name: 'export'; selection: Selection; count: number }
  | { name: 'viewer'; file: AttachmentFacts }
  | { name: 'new-office' }
  | { name: 'keys' }
  | { name: 'about' };

class OpenedDialog {
  now = $state.raw<Opened | null>(null);
  open(what: Opened): void {
    this.now = what;
  }
  close(): void {
    this.now = null;
  }
}
export const opened = new OpenedDialog();
