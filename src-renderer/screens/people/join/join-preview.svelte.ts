import type { JoinPreview } from '../../../../src-main/contract/people.ts';
import type { DeskError } from '../../../../src-main/contract/errors.ts';
import { desk, DeskRefusal } from '../../../desk.ts';
import { t } from '../../../texts/language.svelte.ts';

/** Two people side by side, as they stand now, and the act that makes them one. */
export class Joining {
  preview = $state.raw<JoinPreview | null>(null);
  /** Whose name is shown afterwards. */
  name = $state<'kept' | 'gone'>('kept');
  note = $state<'changed' | 'gone' | null>(null);
  wrong = $state.raw<DeskError | null>(null);
  busy = $state(false);
  #turn = 0;

  /** Asks how the two stand; says so where one of them is no longer there. */
  async look(kept: number, gone: number): Promise<void> {
    const turn = ++this.#turn;
    const same = this.preview?.kept.id === kept && this.preview.gone.id === gone;
    if (!same) {
      this.name = 'kept';
      this.note = null;
    }
    try {
      const preview = await desk.people.joinPreview({ kept, gone });
      if (turn === this.#turn) this.preview = preview;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (turn !== this.#turn) return;
      this.preview = null;
      if (error.error.code === 'not-found') this.note = 'gone';
      else this.wrong = error.error;
    }
  }

  /** Joins them; undefined where that was refused, which is said. */
  async join(): Promise<{ kept: number; saying: string } | undefined> {
    const { preview } = this;
    if (!preview || this.busy) return undefined;
    const { kept, gone } = preview;
    this.busy = true;
    this.note = this.wrong = null;
    try {
      await desk.people.join({
        kept: { id: kept.id, version: kept.version },
        gone: { id: gone.id, version: gone.version },
        name: this.name,
      });
      return { kept: kept.id, saying: t('rectify.done.joined', { gone: gone.name, kept: kept.name }) };
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code === 'changed-meanwhile') {
        await this.look(kept.id, gone.id);
        this.note ??= 'changed';
      } else if (error.error.code === 'not-found') this.note = 'gone';
      else this.wrong = error.error;
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

const MOVES = ['tickets', 'follows', 'mentions', 'identifiers', 'messages', 'files'] as const;

/** What goes over, in words: only what there is. */
export const movesInWords = ({ moves }: JoinPreview): string[] =>
  MOVES.flatMap((what) => (moves[what] > 0 ? [t(`rectify.join.move.${what}`, { n: moves[what] })] : []));

/** What both have, in words. */
export const foldedInWords = ({ folded }: JoinPreview): string[] => [
  ...folded.identifiers,
  ...(folded.tickets > 0 ? [t('rectify.join.foldedTickets', { n: folded.tickets })] : []),
];
