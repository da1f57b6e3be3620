import { BrowserWindow, screen, session, shell, type Session } from 'electron';
import { join } from 'node:path';
import { ORIGIN } from './scheme.ts';

export type Bounds = { width: number; height: number; x?: number; y?: number; maximised: boolean };
const SMALLEST = { width: 900, height: 640 };

/** The windows' session: in memory, no cache on the disk; every permission refused. */
export function windowSession(): Session {
  const own = session.fromPartition('paperdesk', { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest((details, answer) => {
    const inside = /^(app:|blob:|data:|devtools:|about:)/.test(details.url);
    answer({ cancel: !inside });
  });
  own.on('will-download', (event) => event.preventDefault());
  own.setSpellCheckerEnabled(false);
  return own;
}

const preferences = (own: Session, preload: string) => ({
  preload,
  session: own,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
});

/** The program's one window. Hidden until its first screen is drawn. */
export function openWindow(options: {
  session: Session;
  appFolder: string;
  bounds: Bounds | null;
  icon?: string;
}): BrowserWindow {
  const { bounds } = options;
  const place = bounds && onScreen(bounds) ? bounds : null;
  const window = new BrowserWindow({
    width: place?.width ?? 1280,
    height: place?.height ?? 800,
    ...(place?.x !== undefined && place.y !== undefined ? { x: place.x, y: place.y } : {}),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Paperdesk',
    ...(options.icon ? { icon: options.icon } : {}),
    webPreferences: preferences(options.session, join(options.appFolder, 'out', 'preload', 'preload.cjs')),
  });
  if (place?.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  // the title shows a tracking id at most, and main alone sets it
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}

/** A window nobody sees, for drawing what is printed. */
export function openPaperWindow(options: { session: Session; appFolder: string }): BrowserWindow {
  return new BrowserWindow({
    show: false,
    width: 900,
    height: 1200,
    webPreferences: preferences(options.session, join(options.appFolder, 'out', 'preload', 'preload.cjs')),
  });
}

/** No contents of ours navigate away, open windows, or hold a webview; web addresses go nowhere (offline by nature). */
export function confine(contents: Electron.WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url) && event.url !== 'about:blank') event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // a mail address in the window is opened by the system's mail program, on a click, and nothing else is
    if (/^mailto:[^?\s]{3,320}$/.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

const isOurs = (url: string) => url === ORIGIN || url.startsWith(`${ORIGIN}/`);

function onScreen(bounds: Bounds): boolean {
  if (bounds.x === undefined || bounds.y === undefined) return true;
  const { x, y, width, height } = bounds;
  return screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x < area.x + area.width - 40 &&
        x + width > area.x + 40 &&
        y >= area.y - 10 &&
        y < area.y + area.height - 40 &&
        height > 0,
    );
}
