import type { Selection } from '../../src-main/contract/terms.ts';
import { desk } from '../desk.ts';
import { office } from '../office.svelte.ts';
import { t } from '../texts/language.svelte.ts';
import type { Cell, FromWorker, ToWorker } from './messages.ts';
import { sheetsFor, type ExtraSheet } from './plan.ts';

export type Export = { fileName: string; bytes: number; sha256: string; tickets: number };
const A_PAGE = 50;

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

type Page = Awaited<ReturnType<typeof desk.exchange.fullTickets>>;
const pageBehind = (selection: Selection, after: number | null): Promise<Page> =>
  desk.exchange.fullTickets({ selection, after, limit: A_PAGE });

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
    let done = 0;
    for (let page: Page | null = await pageBehind(selection, null); page;) {
      // The main process reads the next tickets while the worker writes these.
      const coming: Promise<Page> | null = page.next === null ? null : pageBehind(selection, page.next);
      coming?.catch(() => undefined);
      const rows: { sheet: number; cells: Cell[] }[] = page.tickets.flatMap((ticket) =>
        sheets.flatMap((own, sheet) => own.rows(ticket).map((cells) => ({ sheet, cells }))),
      );
      if (rows.length > 0) await scribe.give({ rows });
      done += page.tickets.length;
      told(done, page.total);
      if (stopped()) {
        await desk.desktop.abortFile({ file });
        return null;
      }
      page = await coming;
    }
    await scribe.give({ end: true });
    const ended = await desk.desktop.endFile({ file, selection, sheets: [...chosen] });
    return { ...ended, tickets: done };
  } catch (error) {
    await desk.desktop.abortFile({ file }).catch(() => undefined);
    throw error;
  } finally {
    scribe.end();
  }
}
