// Script, style, editing, search and zoom in a window's contents (docs/api/web-contents.md).
import type { Params } from '../chromium/cdp.ts';
import { clipboard } from './clipboard.ts';
import { ContentsCalls } from './contents-calls.ts';
import type { ContentsOptions } from './contents-page.ts';
import { cancellable, missing } from './strict.ts';

export abstract class ContentsEditing extends ContentsCalls {
  #zoom: number;
  #cssKeys = 0;
  #lastFind = 0;

  constructor(options: ContentsOptions) {
    super(options);
    this.#zoom = options.zoomFactor;
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    await this.opened;
    if (this.loading || !this.getURL())
      await new Promise<void>((resolve) => this.once('did-stop-loading', () => resolve()));
    const value = await this.page.evaluate(this.page.mainFrame, String(code), userGesture);
    return value;
  }
  async insertCSS(css: string): Promise<string> {
    const key = `stand-in-${++this.#cssKeys}`;
    await this.#inWorld(
      `const s = document.createElement('style'); s.id = ${JSON.stringify(key)}; s.textContent = ${JSON.stringify(css)}; document.head.append(s)`,
    );
    return key;
  }
  async removeInsertedCSS(key: string): Promise<void> {
    await this.#inWorld(`document.getElementById(${JSON.stringify(key)})?.remove()`);
  }
  async #inWorld(code: string): Promise<void> {
    await this.opened;
    await this.page.session.send('Runtime.evaluate', { expression: `{${code}}`, contextId: this.page.mainFrame.world });
  }
  async insertText(text: string): Promise<void> {
    await this.opened;
    await this.page.session.send('Input.insertText', { text });
  }
  #edit(command: string): void {
    void this.opened
      .then(() =>
        this.page.session.send('Input.dispatchKeyEvent', {
          type: 'rawKeyDown',
          commands: [command],
          key: 'Unidentified',
          code: '',
        }),
      )
      .catch(() => {});
  }
  undo(): void {
    this.#edit('undo');
  }
  redo(): void {
    this.#edit('redo');
  }
  cut(): void {
    this.#edit('cut');
  }
  copy(): void {
    this.#edit('copy');
  }
  paste(): void {
    void clipboard
      .readText()
      .then((text) => this.insertText(text))
      .catch(() => {});
  }
  pasteAndMatchStyle(): void {
    this.paste();
  }
  delete(): void {
    this.#edit('delete');
  }
  selectAll(): void {
    this.#edit('selectAll');
  }
  unselect(): void {
    this.#edit('unselect');
  }
  sendInputEvent(event: Params): void {
    const { type, keyCode, modifiers = [] } = event,
      bits: Record<string, number> = { alt: 1, control: 2, ctrl: 2, meta: 4, cmd: 4, command: 4, shift: 8 };
    const modifierBits = modifiers.reduce((sum: number, m: string) => sum | (bits[String(m).toLowerCase()] ?? 0), 0);
    const key = { keyDown: 'rawKeyDown', rawKeyDown: 'rawKeyDown', keyUp: 'keyUp', char: 'char' }[String(type)],
      mouse = { mouseDown: 'mousePressed', mouseUp: 'mouseReleased', mouseMove: 'mouseMoved' }[String(type)];
    const send = (method: string, params: Params): void =>
      void this.opened.then(() => this.page.session.send(method, params)).catch(() => {});
    if (key)
      send('Input.dispatchKeyEvent', {
        type: key,
        modifiers: modifierBits,
        key: keyCode,
        code: /^[a-z]$/i.test(keyCode) ? `Key${String(keyCode).toUpperCase()}` : keyCode,
        ...(type === 'char' && { text: keyCode }),
      });
    else if (mouse)
      send('Input.dispatchMouseEvent', {
        type: mouse,
        x: event.x,
        y: event.y,
        button: event.button ?? 'left',
        clickCount: event.clickCount ?? 1,
        modifiers: modifierBits,
      });
    else throw missing(`WebContents.sendInputEvent({ type: '${type}' })`);
  }
  findInPage(text: string, options: { forward?: boolean; matchCase?: boolean } = {}): number {
    if (!text) throw new Error('Must provide a non-empty search content');
    const requestId = ++this.#lastFind;
    void this.opened
      .then(async () => {
        const flags = options.matchCase ? 'g' : 'gi';
        const matches = await this.page.evaluate(
          this.page.mainFrame,
          `(document.body.innerText.match(new RegExp(${JSON.stringify(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))}, '${flags}')) ?? []).length`,
        );
        this.emit('found-in-page', cancellable(), {
          requestId,
          activeMatchOrdinal: matches ? 1 : 0,
          matches,
          selectionArea: { x: 0, y: 0, width: 0, height: 0 },
          finalUpdate: true,
        });
      })
      .catch(() => {});
    return requestId;
  }
  stopFindInPage(action: string): void {
    if (!['clearSelection', 'keepSelection', 'activateSelection'].includes(action)) throw new Error('Invalid action');
  }
  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.#zoom = factor;
    void this.opened.then(() => this.onZoom()).catch(() => {});
  }
  getZoomFactor(): number {
    return this.#zoom;
  }
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }
  getZoomLevel(): number {
    return Math.log(this.#zoom) / Math.log(1.2);
  }
  get zoomFactor(): number {
    return this.#zoom;
  }
  set zoomFactor(factor: number) {
    this.setZoomFactor(factor);
  }
  get zoomLevel(): number {
    return this.getZoomLevel();
  }
  set zoomLevel(level: number) {
    this.setZoomLevel(level);
  }
  async setVisualZoomLevelLimits(): Promise<void> {}
}
