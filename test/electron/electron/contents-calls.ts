// Calls between a window's page and the main process, both ways (docs/api/ipc-main.md, docs/api/web-contents.md,
// contents.send).
import type { Params } from '../chromium/cdp.ts';
import type { Frame, FromPage, Page } from '../chromium/page.ts';
import { fromChromium } from '../chromium/scheme-url.ts';
import { decode, encode } from '../wire/codec.ts';
import { clipboard } from './clipboard.ts';
import { ContentsNavigation } from './contents-navigation.ts';
import { IpcMain, ipcMain } from './ipc-main.ts';
import { closedByRemote, importPort, messageFromRemote, type MessagePortMain } from './ports.ts';
import { cancellable } from './strict.ts';
import { portsOf } from './web-frame-main.ts';

export abstract class ContentsCalls extends ContentsNavigation {
  readonly ipc = new IpcMain();
  onKey: (key: Params) => void = () => {};
  abstract setZoomFactor(factor: number): void;

  protected override listen(page: Page): void {
    super.listen(page);
    page.on('message', (from: FromPage) => this.#fromPage(from));
    page.on('paused', (p: Params) => void this.#answerPause(p));
  }
  #fromPage(from: FromPage): void {
    if (this.isDestroyed()) return;
    const { message: m, frame, packed } = from;
    switch (m.t) {
      case 'invoke':
        return void this.#invoke(from);
      case 'send':
        return this.#sent(from, decode(packed), []);
      case 'post':
        return this.#sent(
          from,
          [decode(packed)],
          m.ports.map((id: string) => importPort(id, portsOf(this.page, frame))),
        );
      case 'port':
        return messageFromRemote(m.id, packed, m.ports);
      case 'port-close':
        return closedByRemote(m.id);
      case 'key':
        return this.onKey(m);
      case 'clipboard':
        return void clipboard.writeText(m.text);
      case 'zoom':
        return void this.setZoomFactor(m.factor);
      case 'preload-error':
        return this.preloadFailed(this.options.preload ?? '', Object.assign(new Error(m.message), { stack: m.stack }));
      case 'context-menu':
        return void this.emit('context-menu', cancellable(), this.#contextMenu(m, frame));
    }
  }
  #contextMenu(m: Params, frame: Frame): Record<string, unknown> {
    return {
      x: Math.round(m.x),
      y: Math.round(m.y),
      frame: this.frameFor(frame),
      linkURL: fromChromium(m.linkURL),
      linkText: m.linkText,
      pageURL: this.getURL(),
      frameURL: frame.url,
      srcURL: '',
      mediaType: 'none',
      hasImageContents: false,
      isEditable: m.isEditable,
      selectionText: m.selectionText,
      titleText: '',
      altText: '',
      misspelledWord: '',
      dictionarySuggestions: [],
      frameCharset: 'UTF-8',
      formControlType: 'none',
      spellcheckEnabled: false,
      menuSourceType: 'mouse',
      editFlags: {
        canUndo: m.isEditable,
        canRedo: m.isEditable,
        canCut: m.isEditable && !!m.selectionText,
        canCopy: !!m.selectionText,
        canPaste: m.isEditable,
        canDelete: m.isEditable,
        canSelectAll: true,
        canEditRichly: false,
      },
      mediaFlags: {},
    };
  }
  #event(from: FromPage, extra: Record<string, unknown>): any {
    const contents = this;
    return Object.defineProperty(
      cancellable({ type: 'frame', processId: 1, frameId: from.frame.routingId, sender: this, ...extra }),
      'senderFrame',
      {
        enumerable: true, // null once the frame has navigated or is gone (docs/api/structures/ipc-main-event.md)
        get: () => (contents.page.isCurrent(from) ? contents.frameFor(from.frame) : null),
      },
    );
  }
  async #invoke(from: FromPage): Promise<void> {
    const { id, channel } = from.message,
      { page } = this;
    const handler =
      this.frameFor(from.frame).ipc.handlerOf(channel) ?? this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel);
    let packed = '',
      error: string | undefined;
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      packed = encode(await handler(this.#event(from, {}), ...decode(from.packed)));
    } catch (thrown) {
      if (handler) console.error(`Error occurred in handler for '${channel}':`, thrown);
      error = String(thrown);
    }
    await page.deliver(from.frame, { t: 'reply', id, error }, packed, from.world);
  }
  #sent(from: FromPage, args: unknown[], ports: MessagePortMain[]): void {
    const { channel } = from.message,
      { page } = this;
    const event = this.#event(from, {
      ports,
      reply: (replyChannel: string, ...replyArgs: unknown[]) => {
        if (page.isCurrent(from))
          void page.deliver(from.frame, { t: 'event', channel: replyChannel }, encode(replyArgs), from.world);
      },
    });
    this.emit('ipc-message', event, channel, ...args);
    this.frameFor(from.frame).ipc.emit(channel, event, ...args);
    this.ipc.emit(channel, event, ...args);
    ipcMain.emit(channel, event, ...args);
  }
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    encode(args); // refuses at the call, as Electron does
    if (this.pageIfOpen) this.mainFrame.send(channel, ...args);
    else
      void this.opened
        .then(() => {
          if (!this.isDestroyed()) this.mainFrame.send(channel, ...args);
        })
        .catch(() => {});
  }
  postMessage(channel: string, message: unknown, transfer?: MessagePortMain[]): void {
    this.mainFrame.postMessage(channel, message, transfer);
  }
  sendToFrame(frameId: number | [number, number], channel: string, ...args: unknown[]): boolean {
    const id = Array.isArray(frameId) ? frameId[1] : frameId,
      frame = [...this.page.frames.values()].find((f) => f.routingId === id);
    if (!frame) return false;
    this.frameFor(frame).send(channel, ...args);
    return true;
  }

  /** A synchronous question from the preload: the page stands still at a `debugger` statement until answered. */
  async #answerPause(paused: Params): Promise<void> {
    const { session } = this.page,
      top = paused.callFrames[0];
    if (top?.functionName === 'standInAsks') {
      const on = (expression: string): Promise<any> =>
        session.send('Debugger.evaluateOnCallFrame', { callFrameId: top.callFrameId, expression });
      try {
        const { result } = await on('exchange.subject');
        const { path: file } = await session.send('DOM.getFileInfo', { objectId: result.objectId });
        await on(`exchange.answer = ${JSON.stringify(file)}`);
      } catch {
        await on('exchange.answer = ""').catch(() => {});
      } // a File that came from no file has no path
    }
    await session.send('Debugger.resume').catch(() => {});
  }
}
