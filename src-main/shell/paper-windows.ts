import type { BrowserWindow, Session } from 'electron';
import { randomBytes } from 'node:crypto';
import type { Paper } from '../contract/desktop.ts';
import { Refused } from '../store/index.ts';
import { ORIGIN } from './scheme.ts';
import { openPaperWindow } from './window.ts';

type Drawing = { paper: Paper; window: BrowserWindow; drawn(ok: boolean): void };

/** Draws paper in windows nobody sees, and hands it to the printer or a PDF. */
export class Printing {
  readonly #drawings = new Map<string, Drawing>();
  readonly #session: Session;
  readonly #appFolder: string;
  constructor(options: { session: Session; appFolder: string }) {
    this.#session = options.session;
    this.#appFolder = options.appFolder;
  }

  /** The windows that draw now: they may call, like the program's own. */
  get windows(): BrowserWindow[] {
    return [...this.#drawings.values()].map(({ window }) => window);
  }
  paper(token: string): Paper {
    const drawing = this.#drawings.get(token);
    if (!drawing) throw new Refused('not-found');
    return drawing.paper;
  }
  drawn(token: string, ok: boolean): void {
    this.#drawings.get(token)?.drawn(ok);
  }
  /** Stops a drawing; true when there was one. */
  cancel(token: string): boolean {
    const drawing = this.#drawings.get(token);
    drawing?.window.destroy();
    return drawing !== undefined;
  }
  cancelAll(): void {
    for (const token of this.#drawings.keys()) this.cancel(token);
  }

  /** Draws, works on what was drawn, and closes the window. @throws Refused `cancelled`, `bug` */
  async draw<T>(paper: Paper, work: (window: BrowserWindow) => Promise<T>): Promise<T> {
    const token = randomBytes(16).toString('hex');
    const window = openPaperWindow({ session: this.#session, appFolder: this.#appFolder });
    try {
      await new Promise<void>((resolve, reject) => {
        const drawn = (ok: boolean) => (ok ? resolve() : reject(new Refused('bug')));
        this.#drawings.set(token, { paper, window, drawn });
        window.on('closed', () => reject(new Refused('cancelled')));
        window.webContents.on('render-process-gone', () => reject(new Refused('bug')));
        window.loadURL(`${ORIGIN}/paper.html#${token}`).catch(reject);
      });
      return await work(window);
    } finally {
      this.#drawings.delete(token);
      if (!window.isDestroyed()) window.destroy();
    }
  }
}
