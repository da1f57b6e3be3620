// Loading and navigation of a window's contents, with Electron's events in Electron's order (docs/api/web-contents.md,
// "Navigation Events").
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Params } from '../chromium/cdp.ts';
import type { Frame, Page } from '../chromium/page.ts';
import { fromChromium, toChromium } from '../chromium/scheme-url.ts';
import { app } from './app.ts';
import { ContentsPage, type ContentsOptions } from './contents-page.ts';
import { NavigationHistory } from './navigation-history.ts';
import { record } from './recorder.ts';
import { answerRequest, type Failure } from './requests.ts';
import { cancellable } from './strict.ts';

export abstract class ContentsNavigation extends ContentsPage {
  readonly navigationHistory = new NavigationHistory(this);
  readonly failures = new Map<string, Failure>();
  #expected: string | undefined; // the URL the main process itself asked for: no will-navigate
  #ownLoad: string | undefined; // the same, until Page.navigate has answered
  #failedLoad: string | undefined; // a load of ours whose failure was told, its error page still to come
  #reloading = false;
  #finishing: Promise<unknown> = Promise.resolve();
  #refused = new Map<Frame, string>(); // what a frame goes to and may not, by Chromium's address
  #frameLoads = new Set<Promise<unknown>>(); // frames on app://, which take a second step here
  #responses = new Map<string, { status: number; statusText: string }>();
  #unchecked: boolean; // a popup with a preload whose first document has not loaded yet

  constructor(options: ContentsOptions) {
    super(options);
    this.#unchecked = options.popup && !!options.preload;
  }
  /** Something the page should see in its console, as Chromium would say it. */
  abstract consoleError(message: string): void;

  async loadURL(
    url: string,
    options: { httpReferrer?: string | { url: string }; userAgent?: string } = {},
  ): Promise<void> {
    if (typeof url !== 'string') throw new TypeError('Error processing argument at index 0, conversion failure');
    const loading = this.#load(url, options);
    loading.catch(() => {}); // as in Electron, an ignored promise is no unhandled rejection
    return loading;
  }
  async loadFile(
    file: string,
    options: { query?: Record<string, string>; search?: string; hash?: string } = {},
  ): Promise<void> {
    if (typeof file !== 'string') throw new TypeError('Must pass filePath as a string');
    const url = pathToFileURL(path.resolve(app.getAppPath(), file));
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
    if (options.search) url.search = options.search;
    if (options.hash) url.hash = options.hash;
    return this.loadURL(url.href);
  }
  async #load(url: string, options: { httpReferrer?: string | { url: string }; userAgent?: string }): Promise<void> {
    await this.opened;
    if (this.destroyed) throw new Error('Object has been destroyed');
    let parsed: URL;
    try {
      parsed = new URL(url);
    } catch {
      throw this.#loadError({ code: -300, name: 'ERR_INVALID_URL' }, url);
    }
    if (options.userAgent)
      await this.page.session.send('Network.setUserAgentOverride', { userAgent: options.userAgent });
    const known =
      /^(data|about|blob|file|https?|chrome|view-source|javascript):$/.test(parsed.protocol) || toChromium(url) !== url;
    if (!known) throw this.#loadError({ code: -302, name: 'ERR_UNKNOWN_URL_SCHEME' }, url);
    this.#expected = this.#ownLoad = url;
    this.started = true;
    this.failures.delete(url);
    const settled = this.#nextLoad(url);
    settled.catch(() => {});
    const referrer = typeof options.httpReferrer === 'string' ? options.httpReferrer : options.httpReferrer?.url;
    this.startLoading();
    this.emitNavigation('did-start-navigation', this.page.mainFrame, url, false);
    const { errorText } = await this.page.navigate(url, referrer);
    if (errorText && !this.failures.has(url))
      this.failures.set(url, { code: errorText.includes('ABORTED') ? -3 : -2, name: errorText.replace(/^net::/, '') });
    if (errorText) {
      this.#failedLoad = url;
      this.#loadFailed(url, this.page.mainFrame);
    }
    this.#ownLoad = undefined;
    return settled;
  }
  #nextLoad(url: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const finished = (): void => {
        cleanUp();
        resolve();
      };
      const failed = (_event: unknown, code: number, description: string, at: string, isMainFrame: boolean): void => {
        if (isMainFrame) {
          cleanUp();
          reject(this.#loadError({ code, name: description }, at));
        }
      };
      const replaced = (details: any): void => {
        if (details.isMainFrame && !details.isSameDocument && details.url !== url) {
          cleanUp();
          reject(this.#loadError({ code: -3, name: 'ERR_ABORTED' }, details.url));
        }
      };
      const destroyed = (): void => {
        cleanUp();
        reject(this.#loadError({ code: -2, name: 'ERR_FAILED' }, url));
      };
      const cleanUp = (): void => {
        this.off('did-finish-load', finished);
        this.off('did-fail-load', failed);
        this.off('destroyed', destroyed);
        this.off('did-start-navigation', replaced);
      };
      this.on('did-finish-load', finished);
      this.on('did-fail-load', failed);
      this.on('destroyed', destroyed);
      setImmediate(() => this.on('did-start-navigation', replaced));
    });
  }
  #loadError({ code, name }: Failure, url: string): Error {
    return Object.assign(new Error(`${name} (${code}) loading '${url}'`), { errno: code, code: name, url });
  }
  #loadFailed(url: string, frame: Frame): void {
    const failure = this.failures.get(url) ?? { code: -2, name: 'ERR_FAILED' };
    this.emit(
      'did-fail-load',
      cancellable(),
      failure.code,
      failure.name,
      url,
      frame === this.page.mainFrame,
      1,
      frame.routingId,
    );
    this.stopLoading();
  }
  protected startLoading(): void {
    if (!this.loading) {
      this.loading = true;
      this.emit('did-start-loading');
    }
  }
  protected stopLoading(): void {
    if (this.loading) {
      this.loading = false;
      this.emit('did-stop-loading');
    }
  }
  /** Asked before a document is requested; false aborts the navigation. */
  mayNavigate(frame: Frame, url: string): boolean {
    const isMainFrame = frame === this.page.mainFrame;
    if (isMainFrame && (this.#reloading || this.#sameUrl(this.#expected, url))) {
      this.#reloading = false;
      this.#expected = undefined;
      return true;
    }
    const details = (): any =>
      cancellable({ url, isSameDocument: false, isMainFrame, frame: this.frameFor(frame), initiator: this.mainFrame });
    const general = details();
    this.emit('will-frame-navigate', general);
    let prevented = general.defaultPrevented;
    if (isMainFrame) {
      const event = details();
      this.emit('will-navigate', event, url, false, true, 1, frame.routingId);
      prevented ||= event.defaultPrevented;
      if (!prevented) {
        this.started = true;
        this.startLoading();
        this.emitNavigation('did-start-navigation', frame, url, false);
      }
    }
    return !prevented;
  }
  #sameUrl(a: string | undefined, b: string): boolean {
    try {
      return a !== undefined && new URL(a).href === new URL(b).href;
    } catch {
      return false;
    }
  }
  emitNavigation(name: string, frame: Frame, url: string, isSameDocument: boolean): void {
    const isMainFrame = frame === this.page.mainFrame;
    this.emit(
      name,
      cancellable({ url, isSameDocument, isMainFrame, frame: this.frameFor(frame), initiator: this.mainFrame }),
      url,
      isSameDocument,
      isMainFrame,
      1,
      frame.routingId,
    );
  }
  expect(url: string): void {
    this.#expected = url;
    this.started = true;
  }
  stop(): void {
    void this.opened.then(() => this.page.session.send('Page.stopLoading')).catch(() => {});
  }
  reload(): void {
    this.#reloading = true;
    void this.opened.then(() => this.page.session.send('Page.reload')).catch(() => {});
  }
  reloadIgnoringCache(): void {
    this.#reloading = true;
    void this.opened.then(() => this.page.session.send('Page.reload', { ignoreCache: true })).catch(() => {});
  }

  protected override listen(page: Page): void {
    page.onRequest = (paused) => {
      answerRequest(this, paused).catch((error: Error) => {
        if (!page.closed) console.error('stand-in:', error);
      });
    };
    page.on('document-response', (frame: Frame, response: Params) =>
      this.#responses.set(frame.id, { status: response.status, statusText: response.statusText }),
    );
    page.on('navigated', (frame: Frame, unreachable: string | undefined) => {
      const isMainFrame = frame === page.mainFrame;
      if (isMainFrame && !this.started) return;
      if (unreachable !== undefined) {
        // Chromium's error page
        const told =
          isMainFrame && (this.#sameUrl(this.#ownLoad, unreachable) || this.#sameUrl(this.#failedLoad, unreachable));
        this.#failedLoad = undefined;
        if (!told) this.#loadFailed(unreachable, frame);
        return;
      }
      if (isMainFrame) this.#expected = undefined;
      const { status, statusText } = this.#responses.get(frame.id) ?? { status: -1, statusText: '' };
      this.emit('did-frame-navigate', cancellable(), frame.url, status, statusText, isMainFrame, 1, frame.routingId);
      if (isMainFrame) {
        this.emit('did-navigate', cancellable(), frame.url, status, statusText);
      } else this.emit('frame-created', cancellable(), { frame: this.frameFor(frame) });
    });
    page.on('navigated-in-page', (frame: Frame) => {
      this.emitNavigation('did-start-navigation', frame, frame.url, true);
      void this.navigationHistory.note();
      this.emit('did-navigate-in-page', cancellable(), frame.url, frame === page.mainFrame, 1, frame.routingId);
    });
    page.on('started-navigating', (frame: Frame, url: string) => {
      if (this.#refused.get(frame) === url) this.#takeAway(frame);
      // A link to app://: Chromium gives up on it, and only then its address here may be loaded in its place
      if (toChromium(url) === url) return;
      const going = page.navigateFrame(frame, url).catch(() => {});
      if (frame !== page.mainFrame) {
        this.#frameLoads.add(going);
        void going.then(() => this.#frameLoads.delete(going));
      }
    });
    page.on('requested-navigation', (frame: Frame, url: string, disposition: string) => {
      if (disposition !== 'currentTab' || toChromium(url) !== url) return;
      if (/^(blob|data):/.test(url)) {
        // Chromium asks nobody about these, it only tells of them
        if (!this.mayNavigate(frame, fromChromium(url))) this.#refused.set(frame, url);
      } else if (/^(https?|file|about|javascript|chrome|chrome-error):/.test(url)) return;
      else if (this.mayNavigate(frame, url)) {
        record('external protocol', { url }); // mailto: and its like are never requested
        this.stopLoading();
      }
    });
    page.on('lifecycle', (frame: Frame, name: string, loader: string) => {
      if (frame.loader !== loader || (frame === page.mainFrame && !this.started)) return;
      if (name === 'DOMContentLoaded') {
        this.frameFor(frame).emit('dom-ready', cancellable());
        if (frame === page.mainFrame) {
          this.emit('dom-ready', cancellable());
          void this.#readTitle();
        }
      } else if (name === 'load') {
        if (frame === page.mainFrame && frame.url.startsWith('chrome-error:')) return;
        if (frame === page.mainFrame && this.#unchecked) {
          // a popup may have gone ahead of its preload: then it loads again
          this.#unchecked = false;
          void page.preloadRan().then((ran) => {
            if (ran) this.#loaded(frame);
            else {
              this.#reloading = true;
              void page.session.send('Page.reload').catch(() => {});
            }
          });
          return;
        }
        this.#loaded(frame);
      }
    });
    page.on('started-loading', (frame: Frame) => {
      if (frame === page.mainFrame && this.started) this.startLoading();
    });
    page.on('stopped-loading', (frame: Frame) => {
      if (frame === page.mainFrame && this.started) void this.#finishing.then(() => this.stopLoading());
    });
  }
  /** A document that came without a request and was refused: taken away again as soon as it has started. */
  #takeAway(frame: Frame): void {
    this.#refused.delete(frame);
    if (frame === this.page.mainFrame) void this.page.session.send('Page.stopLoading').catch(() => {});
    else void this.page.navigateFrame(frame, 'about:blank').catch(() => {});
  }
  #loaded(frame: Frame): void {
    const isMainFrame = frame === this.page.mainFrame;
    this.emit('did-frame-finish-load', cancellable(), isMainFrame, 1, frame.routingId);
    if (isMainFrame)
      this.#finishing = Promise.all([this.#readTitle(), this.navigationHistory.note(), ...this.#frameLoads]).then(
        () => {
          this.emit('did-finish-load', cancellable());
        },
      );
  }
  async #readTitle(): Promise<void> {
    if (this.isDestroyed()) return;
    const title =
      String((await this.page.evaluate(this.page.mainFrame, 'document.title').catch(() => '')) ?? '') ||
      this.page.mainFrame.url.replace(/^.*:\/\//, '');
    if (title === this.title || this.isDestroyed()) return;
    this.title = title;
    const event = cancellable();
    this.emit('page-title-updated', event, title, true);
    this.owner?.titleFromPage(title, event);
  }
}
