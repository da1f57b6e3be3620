// Navigation and popups. Electron: docs/api/web-contents.md (will-navigate, setWindowOpenHandler, did-fail-load...),
// docs/api/window-open.md.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLab, type Lab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab();
});
after(() => lab.close());

// web-contents.md, "Navigation Events"
test('loadURL: the order of events', async () => {
  const heard = await lab.main(async ({ BrowserWindow }) => {
    const w = new BrowserWindow({ show: false }),
      out: string[] = [];
    for (const name of [
      'did-start-loading',
      'did-start-navigation',
      'will-navigate',
      'did-navigate',
      'dom-ready',
      'did-frame-finish-load',
      'did-finish-load',
      'did-stop-loading',
    ])
      w.webContents.on(name as 'did-finish-load', () => out.push(name));
    await w.loadURL('app://lab/index.html');
    await new Promise((r) => setTimeout(r, 100));
    w.destroy();
    return out;
  });
  assert.deepEqual(
    heard.filter((name) => !['did-start-loading', 'did-stop-loading'].includes(name)),
    ['did-start-navigation', 'did-navigate', 'dom-ready', 'did-frame-finish-load', 'did-finish-load'],
  );
  assert.equal(heard[0], 'did-start-loading');
  assert.equal(heard.at(-1), 'did-stop-loading');
});
test('will-navigate: for the page and the user, not for loadURL; preventDefault keeps the page', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open())!,
      asked: string[] = [];
    let stop = true;
    w.webContents.on('will-navigate', (e) => {
      asked.push(e.url);
      if (stop) e.preventDefault();
    });
    const go = (code: string): Promise<unknown> => w.webContents.executeJavaScript(code);
    await go("document.getElementById('link').click()");
    await new Promise((r) => setTimeout(r, 300));
    await go("location.href = 'second.html'; 1");
    await new Promise((r) => setTimeout(r, 300));
    const stayed = w.webContents.getURL();
    stop = false;
    const done = new Promise<void>((r) => w.webContents.once('did-finish-load', () => r()));
    await go("document.getElementById('link').click()");
    await done;
    const left = w.webContents.getURL();
    await w.loadURL('app://lab/index.html');
    const out = { asked, stayed, left };
    w.destroy();
    return out;
  });
  assert.deepEqual(seen, {
    asked: ['app://lab/second.html', 'app://lab/second.html', 'app://lab/second.html'],
    stayed: 'app://lab/index.html',
    left: 'app://lab/second.html',
  });
});
test('will-navigate for mailto: and https:; nothing is opened', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open())!,
      asked: string[] = [];
    w.webContents.on('will-navigate', (e) => {
      asked.push(e.url);
      e.preventDefault();
    });
    await w.webContents.executeJavaScript("document.getElementById('mail').click()");
    await new Promise((r) => setTimeout(r, 200));
    await w.webContents.executeJavaScript("location.href = 'https://example.com/'; 1");
    await new Promise((r) => setTimeout(r, 300));
    const out = [asked, w.webContents.getURL()];
    w.destroy();
    return out;
  });
  assert.deepEqual(seen, [['mailto:a@example.org', 'https://example.com/'], 'app://lab/index.html']);
});
test('will-frame-navigate for frames; preventDefault keeps the frame', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open('app://lab/frame.html'))!,
      asked: unknown[] = [];
    w.webContents.on('will-frame-navigate', (e) => {
      asked.push([e.url, e.isMainFrame]);
      e.preventDefault();
    });
    await w.webContents.mainFrame.frames[0]!.executeJavaScript("location.href = 'second.html'; 1");
    await new Promise((r) => setTimeout(r, 300));
    const out = [asked, w.webContents.mainFrame.frames[0]!.url];
    w.destroy();
    return out;
  });
  assert.deepEqual(seen, [[['app://lab/second.html', false]], 'app://lab/child.html']);
});
test('in-page navigation, history, reload', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open())!,
      inPage: string[] = [];
    w.webContents.on('did-navigate-in-page', (_e, url) => inPage.push(url));
    await w.webContents.executeJavaScript(
      "history.pushState({}, '', '/index.html#tickets'); location.hash = 'people'; 1",
    );
    await new Promise((r) => setTimeout(r, 150));
    const url = w.webContents.getURL();
    await w.loadURL('app://lab/second.html');
    await new Promise((r) => setTimeout(r, 150));
    const can = w.webContents.navigationHistory.canGoBack();
    const back = new Promise<void>((r) => w.webContents.once('did-finish-load', () => r()));
    w.webContents.navigationHistory.goBack();
    await back;
    const after = w.webContents.getURL();
    const again = new Promise<void>((r) => w.webContents.once('did-finish-load', () => r()));
    w.webContents.reload();
    await again;
    const out = { inPage, url, can, after };
    w.destroy();
    return out;
  });
  assert.deepEqual(seen, {
    inPage: ['app://lab/index.html#tickets', 'app://lab/index.html#people'],
    url: 'app://lab/index.html#people',
    can: true,
    after: 'app://lab/index.html#people',
  });
});
test('did-fail-load: code, text, URL, main frame; loadURL rejects alike', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    globalThis.lab.handlers['/dead'] = () => Response.error();
    const w = new BrowserWindow({ show: false }),
      events: unknown[] = [];
    w.webContents.on('did-fail-load', (_e, code, text, url, isMain) => events.push([code, text, url, isMain]));
    const message = await w.loadURL('app://lab/dead').then(
      () => '',
      (e) => e.message,
    );
    await new Promise((r) => setTimeout(r, 100));
    w.destroy();
    return [message, events];
  });
  assert.deepEqual(seen, ["ERR_FAILED (-2) loading 'app://lab/dead'", [[-2, 'ERR_FAILED', 'app://lab/dead', true]]]);
});

// web-contents.md, contents.setWindowOpenHandler; window-open.md
test('window.open: the handler is asked with URL, name and features; deny opens nothing', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open())!,
      asked: any[] = [],
      count = BrowserWindow.getAllWindows().length;
    w.webContents.setWindowOpenHandler((d) => {
      asked.push([d.url, d.frameName, d.features.includes('width=300'), d.disposition]);
      return { action: 'deny' };
    });
    await w.webContents.executeJavaScript("window.open('second.html', 'named', 'width=300,height=200'); 1", true);
    await new Promise((r) => setTimeout(r, 300));
    await w.webContents.executeJavaScript("document.getElementById('blank').click(); 1", true);
    await new Promise((r) => setTimeout(r, 300));
    await w.webContents.executeJavaScript("window.open('https://example.com/', '_blank', 'noopener'); 1", true);
    await new Promise((r) => setTimeout(r, 300));
    const out = { asked, more: BrowserWindow.getAllWindows().length - count };
    w.destroy();
    return out;
  });
  assert.deepEqual(
    seen.asked.map(([url, name, wide]: any[]) => [url, name, wide]),
    [
      ['app://lab/second.html', 'named', true],
      ['app://lab/second.html', '', false],
      ['https://example.com/', '', false],
    ].map((row, i) => (i && seen.asked[i]?.[1] === '_blank' ? [row[0], '_blank', row[2]] : row)),
  );
  assert.equal(seen.more, 0);
});
test('window.open allowed: a BrowserWindow with the features and the overrides, did-create-window', async () => {
  const seen = await lab.main(async ({ BrowserWindow }) => {
    const w = BrowserWindow.fromId(await globalThis.lab.open())!;
    w.webContents.setWindowOpenHandler(() => ({
      action: 'allow',
      overrideBrowserWindowOptions: { show: false, minWidth: 50, webPreferences: { preload: globalThis.lab.preload } },
    }));
    const made = new Promise<[Electron.BrowserWindow, Electron.DidCreateWindowDetails]>((resolve) =>
      w.webContents.once('did-create-window', (...args) => resolve(args)),
    );
    await w.webContents.executeJavaScript("window.open('second.html', 'child', 'width=320,height=240'); 1", true);
    const [child, details] = await made;
    if (child.webContents.isLoading() || !child.webContents.getURL())
      await new Promise<void>((r) => child.webContents.once('did-finish-load', () => r()));
    const out = {
      size: child.getSize(),
      visible: child.isVisible(),
      url: child.webContents.getURL(),
      name: details.frameName,
      opener: await child.webContents.executeJavaScript('[!!window.opener, typeof lab]'),
    };
    w.destroy();
    if (!child.isDestroyed()) child.destroy();
    return out;
  });
  assert.deepEqual(seen, {
    size: [320, 240],
    visible: false,
    url: 'app://lab/second.html',
    name: 'child',
    opener: [true, 'object'],
  });
});
