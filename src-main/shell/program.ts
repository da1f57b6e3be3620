import { app, nativeTheme, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { contract } from '../contract/index.ts';
import type { Events } from '../contract/events.ts';
import { Refused } from '../contract/errors.ts';
import { asError, createGate } from '../gate.ts';
import { errorCode } from '../jobs.ts';
import { menuWords } from './words.ts';
import { serveAttachment } from './attachment-scheme.ts';
import { dialogsOver } from './dialogs.ts';
import { ChosenFiles } from './files.ts';
import { answerCalls, tell } from './ipc.ts';
import { Halves } from './halves.ts';
import { Leavings } from './leaving.ts';
import { allLines } from './lines.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { Offices } from './offices.ts';
import { OpenedCopies } from './opened-copies.ts';
import { Printing } from './paper-windows.ts';
import { ORIGIN, serve } from './scheme.ts';
import { openSettings } from './settings.ts';
import { openWindow, windowSession } from './window.ts';

export type Program = {
  /** Opens an office the system asked for; what is wrong with it is told in the window. */
  openPath(path: string): void;
  show(): void;
  /** Closes the office and ends the program, whatever comes of it. */
  quit(): Promise<void>;
};

/** Closing purges, backs up and folds the journal in. What is not done after this long, in ms, the next start does. */
const LONGEST_END = 60_000;

/** A menu is made anew for other words: not for each of many acts in a row, in ms. */
const EDIT_MS = 200;

/** Puts the program together once Electron is ready: settings, offices, the gate, the window, the menu. */
export async function startProgram(appFolder: string, firstPath: string | null): Promise<Program> {
  const settings = openSettings();
  nativeTheme.themeSource = settings.get('theme');
  const files = new ChosenFiles();
  const userData = app.getPath('userData');
  const copies = new OpenedCopies(userData);
  const halves = new Halves(settings);
  halves.clear();
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
    halves,
    tell: toWindow,
    bug,
  });
  const dialogs = dialogsOver(() => window);
  const leavings = new Leavings({ offices, dialogs, halves, folder: (which) => app.getPath(which) });
  let edit = { undo: '', redo: '' };
  let editTimer: NodeJS.Timeout | undefined;
  const menuChanged = () =>
    setMenu(
      menuWords(),
      { edit, office: offices.current !== null, recent: settings.get('recent').map(({ id, name }) => ({ id, name })) },
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
      dialogs,
      halves,
      leavings,
      printing,
      tellProgress: (told) => toWindow('progress', told),
      window: () => window,
      appFolder,
      migrations,
      menuChanged,
      editWords: (words) => {
        edit = words;
        clearTimeout(editTimer);
        editTimer = setTimeout(menuChanged, EDIT_MS);
      },
    }),
    office: () => offices.current,
    changed: (area) => {
      offices.changed();
      toWindow('changed', { areas: [area] });
    },
    bug: (call, error) => bug(call, errorCode(error)),
  });
  answerCalls({ gate, files, windows: () => (window ? [window, ...printing.windows] : []) });

  const opening = (path: string) =>
    offices.open(path).catch((error: unknown) => {
      if (error instanceof Refused) return asError(error);
      bug('open', errorCode(error));
      return asError(new Refused('bug'));
    });
  const openPath = (path: string) => {
    void opening(path).then((opened) => {
      if ('code' in opened) toWindow('failed', { error: opened });
      menuChanged();
    });
  };
  const first = firstPath ?? settings.get('recent')[0]?.path;
  if (first) await opening(first);

  serve(own, join(appFolder, 'out', 'renderer'), (url) => serveAttachment(offices, url));
  menuChanged();
  window = openWindow({ session: own, appFolder, bounds: settings.get('bounds') });
  const opened = window;
  const zoom = settings.get('zoom');
  if (zoom !== 0) opened.webContents.once('did-finish-load', () => opened.webContents.setZoomLevel(zoom));
  const keepPlace = () => {
    if (opened.isDestroyed()) return;
    settings.set('bounds', { ...opened.getNormalBounds(), maximised: opened.isMaximized() });
    settings.set('zoom', opened.webContents.getZoomLevel());
  };
  opened.on('close', keepPlace);
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
      keepPlace();
      if (!opened.isDestroyed()) opened.hide();
      const late = setTimeout(() => app.exit(0), LONGEST_END);
      try {
        await offices.end();
      } catch (error) {
        bug('quit', errorCode(error));
      } finally {
        clearTimeout(late);
        app.exit(0);
      }
    },
  };
}
