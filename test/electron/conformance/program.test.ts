// What a desktop program asks of its surroundings besides windows. Electron: docs/api/app.md, docs/api/process.md,
// docs/api/base-window.md.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import path from 'node:path';
import { appFolder, isReal, openLab, type Lab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab();
});
after(() => lab.close());

test('the About panel: options, the role that shows it', { skip: isReal }, async () => {
  assert.deepEqual(
    await lab.main(({ app, Menu, BrowserWindow }) => {
      const from = globalThis.standIn.calls.length;
      app.setAboutPanelOptions({ applicationName: 'Lab', applicationVersion: '1.2.3', copyright: 'AGPL' });
      app.showAboutPanel();
      const [item] = Menu.buildFromTemplate([{ role: 'about' }]).items;
      item!.click({}, BrowserWindow.getAllWindows()[0], undefined as never);
      let refused = '';
      try {
        (app.setAboutPanelOptions as (options: unknown) => void)('Lab');
      } catch (e) {
        refused = (e as Error).message;
      }
      return [globalThis.standIn.calls.slice(from).map((call: any) => call.name), refused];
    }),
    [
      ['app.setAboutPanelOptions', 'app.showAboutPanel', 'app.showAboutPanel'],
      'Error processing argument at index 0, conversion failure',
    ],
  );
});
test("the system's list of recent documents: what is put there and cleared can be seen", { skip: isReal }, async () => {
  assert.deepEqual(
    await lab.main(({ app }) => {
      const from = globalThis.standIn.calls.length;
      app.clearRecentDocuments();
      app.addRecentDocument('/home/clerk/a.desk');
      return globalThis.standIn.calls.slice(from).map((call: any) => call.name);
    }),
    ['app.clearRecentDocuments', 'app.addRecentDocument'],
  );
});
test('what comes on macOS only may be listened to everywhere', async () => {
  assert.equal(
    await lab.main(({ app }) => {
      for (const name of ['open-file', 'open-url', 'activate'] as const) app.on(name as 'activate', () => {});
      return app.listenerCount('open-file');
    }),
    1,
  );
});
test('what must be said before ready is refused after it', async () => {
  const messages = await lab.main(({ app }) =>
    (['enableSandbox', 'disableHardwareAcceleration'] as const).map((name) => {
      try {
        app[name]();
        return 'no error';
      } catch (e) {
        return (e as Error).message;
      }
    }),
  );
  for (const message of messages) assert.match(message, /before app is ready/);
});
test("resourcesPath is Electron's own folder while the app is not packaged", async () => {
  const [resources, packaged] = await lab.main(({ app }) => [process.resourcesPath, app.isPackaged]);
  assert.equal(packaged, false);
  assert.notEqual(resources, path.join(appFolder, 'resources'));
});
test("process has Electron's figures", async () => {
  const seen = await lab.main(async () => {
    const { residentSet } = await process.getProcessMemoryInfo();
    return [residentSet > 1000, process.getSystemMemoryInfo().total > residentSet, typeof process.getSystemVersion()];
  });
  assert.deepEqual(seen, [true, true, 'string']);
});
test('process members that are not there throw by name', { skip: isReal }, async () => {
  assert.equal(
    await lab.main(() => {
      try {
        process.crash();
        return 'no error';
      } catch (e) {
        return (e as Error).message;
      }
    }),
    'not in the stand-in: electron.process.crash',
  );
});
test('flags of a window: methods and properties say the same', async () => {
  assert.deepEqual(
    await lab.main(({ BrowserWindow }) => {
      const w = new BrowserWindow({ show: false, resizable: false, alwaysOnTop: true });
      const heard: boolean[] = [];
      w.on('always-on-top-changed', (_event, on) => heard.push(on));
      const first = [w.isResizable(), w.resizable, w.isAlwaysOnTop(), w.isMinimizable(), w.fullScreenable];
      w.setResizable(true);
      w.minimizable = false;
      w.setAlwaysOnTop(false);
      w.setAlwaysOnTop(false);
      const second = [w.isResizable(), w.resizable, w.isAlwaysOnTop(), w.isMinimizable(), heard];
      w.destroy();
      return [first, second];
    }),
    [
      [false, false, true, true, true],
      [true, true, false, false, [false]],
    ],
  );
});
test('methods of every layer throw once a window is destroyed, and its contents are no longer listed', async () => {
  assert.deepEqual(
    await lab.main(({ BrowserWindow, webContents }) => {
      const w = new BrowserWindow({ show: false });
      const contents = w.webContents;
      w.destroy();
      const calls = [
        () => w.setResizable(true),
        () => w.setBounds({ width: 500 }),
        () => w.setTitle('x'),
        () => contents.getURL(),
        () => contents.send('x'),
        () => contents.setZoomFactor(2),
        () => contents.openDevTools(),
      ];
      const messages = calls.map((call) => {
        try {
          call();
          return 'no error';
        } catch (e) {
          return (e as Error).message;
        }
      });
      return [new Set(messages).size, messages[0], webContents.getAllWebContents().includes(contents)];
    }),
    [1, 'Object has been destroyed', false],
  );
});
