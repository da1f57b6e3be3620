import type { AttachmentFacts } from '../../../src-main/contract/tickets.ts';

/** What can be picked from a list, for one ticket or many. */
export type PickKind = 'owner' | 'priority' | 'status' | 'category';
/** A small question over the desk; one at a time. */
export type Question =
  | { name: 'pick'; kind: PickKind }
  | { name: 'due' }
  | { name: 'worked' }
  | { name: 'follower' }
  | { name: 'give' }
  | { name: 'came-in' }
  | { name: 'facts' }
  | { name: 'find-form' }
  | { name: 'remove-file'; file: AttachmentFacts };

/** Which question of the tickets screen is open. */
export class Asking {
  now = $state.raw<Question | null>(null);
  /** Menus that keys open, as "." and F. */
  more = $state(false);
  filter = $state(false);

  ask(question: Question): void {
    this.now = question;
  }
  done(): void {
    this.now = null;
  }
}
