import { app, nativeTheme, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { contract } from '../contract/index.ts';
import type { Events } from '../contract/events.ts';
import { createGate } from '../gate.ts';
import { errorCode } from '../jobs.ts';
import { menuWords } from './words.ts';
import { serveAttachment } from './attachment-scheme.ts';
import { dialogsOver } from './dialogs.ts';
import { ChosenFiles } from './files.ts';
import { answerCalls, tell } from './ipc.ts';
import { allLines } from './lines.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { Offices } from './offices.ts';
import { OpenedCopies } from './opened-copies.ts';
import { Printing } from './printing.ts';
import { ORIGIN, serve } from './scheme.ts';
import { openSettings } from './settings.ts';
import { openWindow, windowSession } from './window.ts';

export type Program = { openPath(path: string): void; show(): void; quit(): Promise<void> };

/** Puts the program together once Electron is ready: settings, offices, the gate, the window, the menu. */
export async function startProgram(appFolder: string, firstPath: string | null): Promise<Program> {
  const settings = openSettings();
  nativeTheme.themeSource = settings.get('theme');
  const files = new ChosenFiles();
  const userData = app.getPath('userData');
  const copies = new OpenedCopies(userData);
  const migrations = join(appFolder, 'drizzle');
  let window: BrowserWindow | null = null;
  const toWindow = <E extends keyof Events>(event: E, payload: Events[E]) => tell(window, event, payload);
  const bug = (where: string, what: string) => log.error(`${where}: ${what}`);
  const offices = new Offices({
    migrations,
    userData,
    copies,
    workerFile: join(appFolder, 'out', 'main', 'worker.js'),
    files,
    settings,
    tell: toWindow,
    bug,
  });
  const menuChanged = () =>
    setMenu(
      menuWords(),
      { office: offices.current !== null, recent: settings.get('recent').map(({ id, name }) => ({ id, name })) },
      (command) => toWindow('menu', { command }),
    );
  const own = windowSession();
  const printing = new Printing({ session: own, appFolder });
  const gate = createGate({
    contract,
    lines: allLines({
      offices,
      files,
      copies,
      settings,
      dialogs: dialogsOver(() => window),
      printing,
      tellProgress: (told) => toWindow('progress', told),
      window: () => window,
      appFolder,
      migrations,
      menuChanged,
    }),
    office: () => offices.current,
    changed: (area) => {
      offices.changed();
      toWindow('changed', { areas: [area] });
    },
    bug: (call, error) => bug(call, errorCode(error)),
  });
  answerCalls({ gate, files, windows: () => (window ? [window, ...printing.windows] : []) });

  const openPath = (path: string) => {
    void offices.open(path).then(menuChanged, (error: unknown) => {
      bug('open', errorCode(error));
      menuChanged();
    });
  };
  const first = firstPath ?? settings.get('recent')[0]?.path;
  if (first) await offices.open(first).catch((error: unknown) => bug('open', errorCode(error)));

  serve(own, join(appFolder, 'out', 'renderer'), (url) => serveAttachment(offices, url));
  menuChanged();
  window = openWindow({ session: own, appFolder, bounds: settings.get('bounds') });
  const opened = window;
  opened.on('close', () => settings.set('bounds', { ...opened.getNormalBounds(), maximised: opened.isMaximized() }));
  opened.on('closed', () => {
    window = null;
    printing.cancelAll();
  });
  await opened.loadURL(`${ORIGIN}/index.html`);

  return {
    openPath,
    show: () => {
      if (opened.isDestroyed()) return;
      if (opened.isMinimized()) opened.restore();
      opened.show();
      opened.focus();
    },
    quit: async () => {
      await offices.close();
      app.exit(0);
    },
  };
}
