import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';

type Listener = (...args: never[]) => void;
const made: Record<string, unknown>[] = [];
const opened: string[] = [];
const partitions: unknown[][] = [];
const session = {
  handlers: {} as Record<string, (...args: never[]) => unknown>,
  spelling: true,
};
const keep = (name: string) => (handler: (...args: never[]) => unknown) => (session.handlers[name] = handler);

// Electron itself, as far as these files use it
vi.mock('electron', () => ({
  BrowserWindow: class {
    constructor(options: Record<string, unknown>) {
      made.push(options);
    }
    once() {}
    on() {}
    maximize() {}
  },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  session: {
    fromPartition: (...args: unknown[]) => {
      partitions.push(args);
      return {
        setPermissionRequestHandler: keep('request'),
        setPermissionCheckHandler: keep('check'),
        setDevicePermissionHandler: keep('device'),
        webRequest: { onBeforeRequest: keep('web') },
        on: (name: string, handler: (...args: never[]) => unknown) => (session.handlers[name] = handler),
        setSpellCheckerEnabled: (on: boolean) => (session.spelling = on),
      };
    },
  },
  shell: { openExternal: (address: string) => opened.push(address) },
  protocol: {},
}));
const { confine, openPaperWindow, openWindow, windowSession } = await import('../../../src-main/shell/window.ts');
const { fileOf, POLICY } = await import('../../../src-main/shell/scheme.ts');

beforeEach(() => {
  made.length = opened.length = partitions.length = 0;
});

describe("Electron's points for a window", () => {
  test.each([
    ['the window', () => openWindow({ session: {} as never, appFolder: '/app', bounds: null })],
    ['the window that draws paper', () => openPaperWindow({ session: {} as never, appFolder: '/app' })],
  ])('%s has no Node, a world of its own, a sandbox, and no way round the web security', (_name, open) => {
    open();
    expect(made[0]?.['webPreferences']).toMatchObject({
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
    expect(made[0]?.['webPreferences']).not.toHaveProperty('enableBlinkFeatures');
    expect(made[0]?.['webPreferences']).not.toHaveProperty('additionalArguments');
  });

  test('the session is in memory, without a cache, and grants nothing', () => {
    windowSession();
    const [name, options] = partitions[0] ?? [];
    expect(name).not.toMatch(/^persist:/);
    expect(options).toEqual({ cache: false });
    const answers: unknown[] = [];
    session.handlers['request']?.(
      {} as never,
      'media' as never,
      ((granted: unknown) => answers.push(granted)) as never,
    );
    expect([...answers, session.handlers['check']?.(), session.handlers['device']?.()]).toEqual([false, false, false]);
    expect(session.spelling).toBe(false);
    let stopped = false;
    session.handlers['will-download']?.({ preventDefault: () => (stopped = true) } as never);
    expect(stopped).toBe(true);
  });

  test.each([
    ['app://desk/index.html', false],
    ['blob:app://desk/1', false],
    ['https://example.org/', true],
    ['http://localhost/', true],
    ['file:///etc/passwd', true],
    ['ws://example.org/', true],
    ['ftp://example.org/app://desk/', true],
  ])('a request to %s is cancelled: %s', (url, cancelled) => {
    windowSession();
    let answer: unknown;
    session.handlers['web']?.({ url } as never, ((given: unknown) => (answer = given)) as never);
    expect(answer).toEqual({ cancel: cancelled });
  });
});

describe('what contents may do', () => {
  const contents = () => {
    const listeners: Record<string, Listener> = {};
    let windows: (asked: { url: string }) => unknown = () => undefined;
    confine({
      on: (name: string, listener: Listener) => (listeners[name] = listener),
      setWindowOpenHandler: (handler: typeof windows) => (windows = handler),
    } as never);
    const prevented = (name: string, event: object = {}, ...args: unknown[]) => {
      let stopped = false;
      listeners[name]?.({ preventDefault: () => (stopped = true), ...event } as never, ...(args as never[]));
      return stopped;
    };
    return { prevented, open: (url: string) => windows({ url }) };
  };

  test.each([
    ['app://desk/index.html', false],
    ['app://desk', false],
    ['app://desk.example.org/', true],
    ['app://deskx/', true],
    ['https://example.org/', true],
    ['file:///etc/passwd', true],
    ['javascript:alert(1)', true],
    ['data:text/html,x', true],
  ])('going to %s is stopped: %s', (url, stopped) => {
    const { prevented } = contents();
    expect(prevented('will-navigate', {}, url)).toBe(stopped);
    expect(prevented('will-frame-navigate', { url })).toBe(stopped);
  });

  test('no window is opened and no webview attached; a mail address goes to the mail program, and nothing else does', () => {
    const { open, prevented } = contents();
    for (const url of [
      'https://example.org/',
      'mailto:hanna@example.org?subject=x',
      'mailto:hanna@example.org?attach=/etc/passwd',
      'mailto:a b',
      'file:///etc/passwd',
      'smb://server/share',
      'ms-settings:',
    ])
      expect(open(url), url).toEqual({ action: 'deny' });
    expect(opened).toEqual([]);
    expect(open('mailto:hanna@example.org')).toEqual({ action: 'deny' });
    expect(opened).toEqual(['mailto:hanna@example.org']);
    expect(prevented('will-attach-webview')).toBe(true);
  });
});

test('the policy of the window allows its own files and nothing inline', () => {
  expect(POLICY).not.toMatch(/unsafe|\*|https?:/);
  for (const rule of [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ])
    expect(POLICY).toContain(rule);
});

test.each([
  ['/', '/app/index.html'],
  ['/index.html', '/app/index.html'],
  ['/fonts/inter.woff2', '/app/fonts/inter.woff2'],
  ['/../package.json', null],
  ['/%2e%2e/package.json', null],
  ['/..%2fpackage.json', null],
  ['/a/../../package.json', null],
  ['/..\\package.json', null],
  ['/%5c..%5cpackage.json', null],
  ['/index.html%00.png', null],
  ['/%', null],
  ['/%ff', null],
])('the address %s is the file %s', (address, file) => {
  expect(fileOf('/app', address)).toBe(file);
});

test('nothing starts a crash reporter, tells the system of recent documents, or loads a page from outside', () => {
  const files = readdirSync('src-main', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  for (const name of files) {
    const text = readFileSync(join('src-main', name), 'utf8');
    for (const word of [
      'crashReporter',
      'addRecentDocument',
      'loadFile(',
      'openDevTools',
      'remote-debugging',
      'executeJavaScript',
    ])
      expect(text.includes(word), `${name}: ${word}`).toBe(false);
    for (const [, address] of text.matchAll(/loadURL\(`?([^)]*)/g)) expect(address).toMatch(/ORIGIN/);
  }
});
