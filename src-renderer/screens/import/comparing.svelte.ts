import type { InputOf } from '../../../src-main/contract/call.ts';
import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { exchange, ImportReport } from '../../../src-main/contract/exchange.ts';
import type { Progress } from '../../../src-main/contract/terms.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk, DeskRefusal, longWork } from '../../desk.ts';
import { t } from '../../texts/language.svelte.ts';
import { reportWords } from './report-words.ts';

/** One comparing of an import with its file, and what it found. */
export class Comparing {
  report = $state.raw<ImportReport | null>(null);
  failed = $state.raw<DeskError | null>(null);
  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  readonly #input: InputOf<typeof exchange.importReport>;
  #job: string | null = null;

  constructor(input: InputOf<typeof exchange.importReport>) {
    this.#input = input;
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.report = this.failed = this.progress = null;
    try {
      this.report = await longWork<ImportReport>(
        () => desk.exchange.importReport(this.#input),
        (told) => (this.progress = told),
        (job) => (this.#job = job),
      );
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      this.failed = error.error;
    } finally {
      this.running = false;
      this.#job = null;
    }
  }

  stop(): void {
    if (this.#job) void desk.desktop.cancelJob({ job: this.#job });
  }

  /** Saves each difference of each ticket as text; `at`: when it was brought in. */
  async save(at: number): Promise<void> {
    const { report } = this;
    if (!report) return;
    const words = reportWords(report, { source: this.#input.source, at });
    try {
      const saved = await toasts.during(t('bringIn.report.saving'), () =>
        desk.exchange.saveReport({ ...this.#input, words }),
      );
      if (saved) toasts.show(t('bringIn.report.saved', { name: saved.fileName }));
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      this.failed = error.error;
    }
  }
}
