// What every layer of a window's contents stands on: its page in Chromium, its state, its end
// (docs/api/web-contents.md).
import { EventEmitter } from 'node:events';
import { Page, type Frame } from '../chromium/page.ts';
import { runtime, type Target } from './runtime.ts';
import type { Session } from './session.ts';
import { cancellable } from './strict.ts';
import { WebFrameMain } from './web-frame-main.ts';

export type ContentsOptions = {
  popup: boolean;
  session: Session;
  preload: string | undefined;
  subFrames: boolean;
  additionalArguments: string[];
  zoomFactor: number;
  getTarget: () => Promise<Target>;
};
let lastId = 0;

export abstract class ContentsPage extends EventEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly opener: WebFrameMain | null = null;
  readonly hostWebContents = null;
  /** Resolves when the page exists and is set up; everything that needs it waits here. */
  readonly opened: Promise<void>;
  /** set by the window */
  owner: any;
  onZoom: () => void = () => {};
  protected readonly options: ContentsOptions;
  protected pageIfOpen: Page | undefined;
  protected destroyed = false;
  protected closing = false;
  protected loading = false;
  protected started = false; // false while the window shows nothing but the blank page it began with
  protected title = '';
  protected userAgentText = '';

  constructor(options: ContentsOptions) {
    super();
    this.setMaxListeners(0);
    this.options = options;
    this.session = options.session;
    this.opened = this.#open();
    this.opened.catch((error: Error) => {
      if (!this.destroyed && !runtime.quitting) console.error('stand-in:', error);
    });
  }

  /** Each layer listens to the page for its own subject. */
  protected abstract listen(page: Page): void;

  get page(): Page {
    return this.pageIfOpen!;
  }
  get mainFrame(): WebFrameMain {
    return WebFrameMain.of(this.page, this.page.mainFrame);
  }
  get focusedFrame(): WebFrameMain {
    return this.mainFrame;
  }
  frameFor(frame: Frame): WebFrameMain {
    return WebFrameMain.of(this.page, frame);
  }

  async #open(): Promise<void> {
    const { preload, subFrames, additionalArguments, getTarget, session } = this.options;
    await session.opened();
    session.pageSession = () => this.pageIfOpen?.session;
    const target = await getTarget();
    runtime.claimed.add(target.targetId);
    const page = new Page(runtime.chromium!.connection, target.targetId, target.sessionId, {
      preloadPath: preload,
      subFrames,
      popup: this.options.popup,
      process: {
        type: 'renderer',
        sandboxed: true,
        contextIsolated: true,
        platform: process.platform,
        arch: process.arch,
        version: process.version,
        versions: process.versions,
        env: process.env,
        execPath: process.execPath,
        pid: process.pid,
        argv: [process.execPath, '--type=renderer', ...additionalArguments],
        mas: false,
        windowsStore: false,
      },
    });
    this.pageIfOpen = page;
    if (this.options.popup) this.started = true;
    this.listen(page);
    const placeholder =
      target.placeholder &&
      new Promise<void>((resolve) => {
        page.on('lifecycle', (_f: Frame, name: string) => {
          if (name === 'load') resolve();
        });
        setTimeout(resolve, 2000);
      });
    await page.prepare();
    await placeholder;
    if (page.scripts.error && preload) this.preloadFailed(preload, page.scripts.error);
    this.onZoom();
    if (this.userAgentText) await page.session.send('Network.setUserAgentOverride', { userAgent: this.userAgentText });
  }
  protected preloadFailed(file: string, error: Error): void {
    this.emit('preload-error', cancellable(), file, error);
    console.error(`Unable to load preload script: ${file}`);
    console.error(error);
  }

  getURL(): string {
    const url = this.pageIfOpen?.mainFrame.url ?? '';
    return url === 'about:blank' && !this.started ? '' : url;
  }
  getTitle(): string {
    return this.title;
  }
  isDestroyed(): boolean {
    return this.destroyed || this.closing;
  }
  isLoading(): boolean {
    return this.loading;
  }
  isLoadingMainFrame(): boolean {
    return this.loading;
  }
  isCrashed(): boolean {
    return this.pageIfOpen?.crashed ?? false;
  }
  /** Sends to the page once it is there; what comes after its end is lost, as in Electron. */
  protected tellPage(method: string, params: Record<string, unknown> = {}): void {
    void this.opened.then(() => this.page.session.send(method, params)).catch(() => {});
  }

  /**
   * Runs the page's beforeunload handlers; true when the page may go (will-prevent-unload, docs/api/web-contents.md).
   */
  async mayUnload(): Promise<boolean> {
    await this.opened.catch(() => {});
    if (this.destroyed || !this.pageIfOpen || this.page.crashed) return true;
    const ask = `(() => { const e = document.createEvent('BeforeUnloadEvent'); e.initEvent('beforeunload', false, true); window.dispatchEvent(e); return e.defaultPrevented || e.returnValue !== ''; })()`;
    const objects = await Promise.race([
      this.page.evaluate(this.page.mainFrame, ask).catch(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 8000, false)),
    ]);
    if (!objects) return true;
    const event = cancellable();
    this.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }
  async closePage(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    await this.opened.catch(() => {});
    if (this.pageIfOpen && !this.page.closed) await runtime.closeTarget(this.page.targetId);
    this.markDestroyed();
  }
  markDestroyed(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('destroyed');
    this.owner?.pageGone();
  }
}
