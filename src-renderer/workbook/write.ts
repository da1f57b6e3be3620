import { TICKET_PARTS } from '../../src-main/contract/exchange.ts';
import type { Selection } from '../../src-main/contract/terms.ts';
import { desk } from '../desk.ts';
import { fullTickets } from '../full-tickets.ts';
import { office } from '../office.svelte.ts';
import { t } from '../texts/language.svelte.ts';
import type { Cell, FromWorker, ToWorker } from './messages.ts';
import { sheetsFor, type ExtraSheet } from './plan.ts';

export type Export = { fileName: string; bytes: number; sha256: string; tickets: number };

/** Hands messages to the worker one after the other, and its bytes to the main process in their order. */
class Scribe {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  readonly #file: string;
  #written: Promise<unknown> = Promise.resolve();
  #answered: { resolve(): void; reject(error: Error): void } | null = null;
  constructor(file: string) {
    this.#file = file;
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ('bytes' in data) {
        const { bytes } = data;
        this.#written = this.#written.then(() => desk.desktop.writeFile({ file: this.#file, bytes }));
        this.#written.catch((error: unknown) =>
          this.#answered?.reject(error instanceof Error ? error : new Error('not written')),
        );
      } else if ('failed' in data)
        this.#answered?.reject(new Error(`the workbook could not be written: ${data.failed}`));
      else this.#answered?.resolve();
    };
    this.#worker.onerror = () => this.#answered?.reject(new Error('the workbook could not be written'));
  }
  async give(message: ToWorker): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#answered = { resolve, reject };
      this.#worker.postMessage(message);
    });
    await this.#written;
  }
  end(): void {
    this.#worker.terminate();
  }
}

/**
 * Writes a selection as a workbook where the user says; null when they cancelled the dialog. `told` hears of tickets
 * done; `stopped` is asked between pages. A stopped or failed one leaves the old file untouched. Throws DeskRefusal.
 */
export async function writeWorkbook(
  selection: Selection,
  chosen: readonly ExtraSheet[],
  told: (done: number, total: number) => void,
  stopped: () => boolean,
): Promise<Export | null> {
  const settings = office.settings;
  if (!settings) return null;
  const facts = await desk.exchange.exportFacts({ selection });
  const begun = await desk.desktop.beginFile({ kind: 'xlsx', suggestedName: t('workbook.suggested') });
  if (!begun) return null;
  const { file } = begun;
  const scribe = new Scribe(file);
  try {
    const sheets = sheetsFor(chosen, facts, settings);
    await scribe.give({ plan: sheets.map(({ name, columns }) => ({ name: name.slice(0, 31), columns })) });
    let written = 0;
    const parts = TICKET_PARTS.filter((part) => chosen.includes(part));
    for await (const { tickets, done, total } of fullTickets(selection, parts)) {
      const rows: { sheet: number; cells: Cell[] }[] = tickets.flatMap((ticket) =>
        sheets.flatMap((own, sheet) => own.rows(ticket).map((cells) => ({ sheet, cells }))),
      );
      if (rows.length > 0) await scribe.give({ rows });
      written += tickets.filter(({ goesOn }) => !goesOn).length;
      told(done, total);
      if (stopped()) {
        await desk.desktop.abortFile({ file });
        return null;
      }
    }
    await scribe.give({ end: true });
    const ended = await desk.desktop.endFile({ file, selection, sheets: [...chosen] });
    return { ...ended, tickets: written };
  } catch (error) {
    await desk.desktop.abortFile({ file }).catch(() => undefined);
    throw error;
  } finally {
    scribe.end();
  }
}
