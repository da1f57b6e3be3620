import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { EVENT_NAMES } from './contract/events.ts';

/** The one door between the window and the main process. Names are checked on the other side, by the gate. */
const desk = {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('desk:call', name, input),
  /** A file that was dropped, pasted or picked; a made-up one has no path and is refused. */
  file: (file: File): Promise<unknown> => ipcRenderer.invoke('desk:file', webUtils.getPathForFile(file)),
  on: (name: string, listener: (payload: unknown) => void): (() => void) => {
    if (!(EVENT_NAMES as readonly string[]).includes(name)) throw new Error('no such event');
    const heard = (_event: unknown, event: string, payload: unknown) => {
      if (event === name) listener(payload);
    };
    ipcRenderer.on('desk:event', heard);
    return () => ipcRenderer.off('desk:event', heard);
  },
};

contextBridge.exposeInMainWorld('desk', desk);
