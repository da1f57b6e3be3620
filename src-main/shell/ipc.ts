import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { Refused, type Answer } from '../contract/errors.ts';
import { asError, type Gate } from '../gate.ts';
import type { Events } from '../contract/events.ts';
import type { ChosenFiles } from './files.ts';
import { ORIGIN } from './scheme.ts';

export const CALL = 'desk:call';
export const FILE = 'desk:file';
export const EVENT = 'desk:event';

/** The window's calls: only from the main frame of a window of ours, at our own address. */
export function answerCalls(options: { gate: Gate; files: ChosenFiles; windows(): BrowserWindow[] }): void {
  const ours = (event: IpcMainInvokeEvent) => {
    const frame = event.senderFrame;
    return (
      frame !== null &&
      frame.parent === null &&
      `${frame.url}/`.startsWith(`${ORIGIN}/`) &&
      options.windows().some((window) => !window.isDestroyed() && window.webContents.id === event.sender.id)
    );
  };
  const refused: Answer<never> = { ok: false, error: asError(new Refused('forbidden', { reason: 'sender' })) };
  ipcMain.handle(CALL, async (event, name: unknown, input: unknown): Promise<Answer<unknown>> => {
    if (!ours(event)) return refused;
    return options.gate(String(name), input);
  });
  // a dropped or pasted file: the preload asks Electron for its path, so only a real drop has one
  ipcMain.handle(FILE, async (event, path: unknown): Promise<Answer<unknown>> => {
    if (!ours(event)) return refused;
    try {
      return { ok: true, value: await options.files.add(typeof path === 'string' ? path : '') };
    } catch (error) {
      return {
        ok: false,
        error: asError(error instanceof Refused ? error : new Refused('not-found', { reason: 'file' })),
      };
    }
  });
}

export function tell<E extends keyof Events>(window: BrowserWindow | null, event: E, payload: Events[E]): void {
  if (window && !window.isDestroyed()) window.webContents.send(EVENT, event, payload);
}
