import type { OutputOf } from '../../../src-main/contract/call.ts';
import type { desktop } from '../../../src-main/contract/desktop.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk, DeskRefusal, on } from '../../desk.ts';
import { t } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';

export type PrintTo = 'printer' | 'pdf';

/** One print on its way to the printer or a PDF: how far it is, and why it did not come about. */
export class PaperRun {
  working = $state(false);
  drawing = $state.raw<{ job: string; done: number; total: number | null } | null>(null);
  wrong = $state('');

  /** Follows the drawing; hand the result to `onMount`. */
  listen(): () => void {
    return on('progress', ({ job, step, done, total }) => {
      if (step === 'paper' && this.working) this.drawing = { job, done, total };
    });
  }

  /** True when there is paper; a cancelled one says nothing. */
  async run(to: PrintTo, print: () => Promise<OutputOf<typeof desktop.print>>): Promise<boolean> {
    if (this.working) return false;
    this.working = true;
    this.wrong = '';
    try {
      const done = await print();
      if (!done) return false;
      const { pages: n, fileName: name } = done;
      toasts.show(to === 'pdf' ? t('paper.dialog.saved', { n, name }) : t('paper.dialog.printed', { n }));
      return true;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code !== 'cancelled') this.wrong = sentenceOf(error.error);
      return false;
    } finally {
      this.working = false;
      this.drawing = null;
    }
  }
  stop(): void {
    if (this.drawing) void desk.desktop.cancelJob({ job: this.drawing.job });
  }
}
