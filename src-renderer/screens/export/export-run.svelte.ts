import {
  EXPORT_SHEETS,
  OUT_FORMATS,
  OUT_PARTS,
  type OutPart,
  type TicketsOut,
} from '../../../src-main/contract/exchange.ts';
import type { Job, Progress, Selection } from '../../../src-main/contract/terms.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk, DeskRefusal, longWork } from '../../desk.ts';
import { t } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';
import { writeWorkbook } from '../../workbook/write.ts';

/** A workbook is written by the window, all others by the desk. */
export const FORMATS = ['xlsx', ...OUT_FORMATS] as const;
export type Format = (typeof FORMATS)[number];

/** What can go along in each format. In a ZIP of attachments all but the notes' files is of the tickets beside them. */
const TAKES: Record<Format, (parts: readonly OutPart[]) => readonly OutPart[]> = {
  xlsx: () => EXPORT_SHEETS,
  xml: () => EXPORT_SHEETS,
  csv: () => EXPORT_SHEETS,
  json: () => [...EXPORT_SHEETS, 'bytes'],
  zip: (parts) =>
    parts.includes('tickets') ? ['tickets', 'replies', 'notes', 'history', 'people'] : ['tickets', 'notes'],
};

/** One export on its way: in which format, what goes along, how far it is, and why it did not come about. */
export class ExportRun {
  readonly #usual: OutPart[] = ['replies', 'people', 'attachments'];
  format = $state<Format>('xlsx');
  #parts = $state.raw(this.#usual);
  working = $state(false);
  stopping = $state(false);
  progress = $state.raw<(Omit<Progress, 'job'> & { since: number }) | null>(null);
  wrong = $state('');
  #job: string | null = null;
  #chosen = false;
  readonly #wanted: Format | undefined;

  /** A format that was asked for by name is neither the one remembered nor to be remembered. */
  constructor(wanted?: Format) {
    this.#wanted = wanted;
    if (!wanted) return;
    this.format = wanted;
    this.#chosen = true;
  }

  /** What was chosen the last time; what was chosen meanwhile counts more. */
  async remember(): Promise<void> {
    const { export: parts, exportFormat: format } = await desk.desktop.choices();
    if (Array.isArray(parts) && this.#parts === this.#usual)
      this.#parts = OUT_PARTS.filter((part) => parts.includes(part));
    const known = FORMATS.find((name) => name === format);
    if (known && !this.#chosen) this.format = known;
  }

  choose(format: Format): void {
    this.format = format;
    this.#chosen = true;
  }
  toggle(part: OutPart, wanted: boolean): void {
    this.#parts = OUT_PARTS.filter((known) => (known === part ? wanted : this.#parts.includes(known)));
  }
  /** What this format can take along, in the order shown. */
  get offered(): readonly OutPart[] {
    return TAKES[this.format](this.#parts);
  }
  has(part: OutPart): boolean {
    return this.#parts.includes(part);
  }
  /** What of it is wanted and fits the format. */
  get taken(): OutPart[] {
    return this.offered.filter((part) => this.has(part));
  }

  /** True when the file is there; a cancelled or stopped one says nothing. */
  async run(selection: Selection, suggestedName: string): Promise<boolean> {
    if (this.working) return false;
    this.working = true;
    this.stopping = false;
    this.wrong = '';
    try {
      await desk.desktop.choose({ name: 'export', value: this.#parts });
      if (this.format !== this.#wanted) await desk.desktop.choose({ name: 'exportFormat', value: this.format });
      const gone = this.format === 'xlsx' ? await this.#workbook(selection) : await this.#out(selection, suggestedName);
      if (!gone) return false;
      const { tickets: n, fileName: name, leftOut } = gone;
      const done = t('workbook.dialog.done', { n, name });
      toasts.show(leftOut > 0 ? `${done}. ${t('workbook.dialog.leftOut', { n: leftOut })}` : done);
      return true;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code !== 'cancelled') this.wrong = sentenceOf(error.error);
      return false;
    } finally {
      this.working = false;
      this.progress = null;
      this.#job = null;
    }
  }
  stop(): void {
    this.stopping = true;
    if (this.#job) void desk.desktop.cancelJob({ job: this.#job });
  }

  async #workbook(selection: Selection): Promise<Pick<TicketsOut, 'tickets' | 'fileName' | 'leftOut'> | null> {
    const since = Date.now();
    const made = await writeWorkbook(
      selection,
      EXPORT_SHEETS.filter((sheet) => this.has(sheet)),
      (done, total) => (this.progress = { step: 'tickets', done, total, since }),
      () => this.stopping,
    );
    return made && { ...made, leftOut: 0 };
  }

  async #out(selection: Selection, suggestedName: string): Promise<TicketsOut | null> {
    const format = OUT_FORMATS.find((name) => name === this.format);
    if (!format) return null;
    const started = await desk.exchange.takeOut({ selection, format, parts: this.taken, suggestedName });
    if (!started) return null;
    let step = '';
    let since = 0;
    return longWork<TicketsOut>(
      () => Promise.resolve(started),
      (told) => {
        if (told.step !== step) since = Date.now();
        step = told.step;
        this.progress = { step: told.step, done: told.done, total: told.total, since };
      },
      (job: Job['job']) => (this.#job = job),
    );
  }
}
