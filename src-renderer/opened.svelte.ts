import type { Selection } from '../src-main/contract/terms.ts';
import type { AttachmentFacts } from '../src-main/contract/tickets.ts';
import { whenForgotten } from './forgetting.ts';

/** A dialog over whatever the user was doing; one at a time. */
export type Opened =
  | { name: 'intake'; person?: number }
  | { name: 'print'; selection: Selection; count: number }
  | { name: 'export'; selection: Selection; count: number; trackingId?: string; wanted?: 'xml' | 'zip' }
  | { name: 'viewer'; file: AttachmentFacts }
  | { name: 'new-office' }
  /** `file`: a dropped one, by its token. */
  | { name: 'open-sql'; file?: { token: string; name: string } }
  | { name: 'keys' }
  | { name: 'about' };

class OpenedDialog {
  now = $state.raw<Opened | null>(null);
  open(what: Opened): void {
    this.now = what;
  }
  /**
   * Closes the dialog that says so. One that goes because another took its place says so as well, while it is torn
   * down, when state still reads as it was for it: the other one stays.
   */
  close(): void {
    const closing = this.now;
    queueMicrotask(() => {
      if (this.now === closing) this.now = null;
    });
  }
}
export const opened = new OpenedDialog();
whenForgotten(() => {
  if (opened.now && ['viewer', 'print', 'export'].includes(opened.now.name)) opened.close();
});
