// A window whose session lives in memory, as an app has it that may leave nothing behind.
// Electron: docs/api/session.md (fromPartition: "If there is no persist: prefix, the page will use an in-memory
// session").
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isReal, openLab, runMain, type Lab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab({ LAB_PARTITION: 'memory' });
});
after(() => lab.close());

test("the first window is Playwright's, its calls arrive, its session is the partition's", async () => {
  assert.equal(await lab.page.evaluate(() => window.lab.invoke('ping')), 'pong');
  assert.deepEqual(
    await lab.main(({ BrowserWindow, session }) => {
      const own = BrowserWindow.getAllWindows()[0]!.webContents.session;
      return [
        own === session.fromPartition('memory'),
        own === session.defaultSession,
        own.isPersistent(),
        own.storagePath,
      ];
    }),
    [true, false, false, null],
  );
});
test('its handlers are its own: what only the default session serves, it does not reach', async () => {
  const seen = await lab.main(async ({ session, BrowserWindow }) => {
    session.fromPartition('bare');
    const w = new BrowserWindow({ show: false, webPreferences: { partition: 'bare' } });
    const message = await w.loadURL('app://lab/second.html').then(
      () => 'loaded',
      (e) => e.message,
    );
    w.destroy();
    return message;
  });
  assert.match(seen, /^ERR_/);
});
test('the option cache is taken down; a partition is no number', { skip: isReal }, async () => {
  assert.deepEqual(
    await lab.main(({ session }) => {
      session.fromPartition('uncached', { cache: false });
      const noted = globalThis.standIn.calls.findLast((call: any) => call.name === 'session.fromPartition').details;
      try {
        (session.fromPartition as (partition: unknown) => unknown)(7);
        return [noted, ''];
      } catch (e) {
        return [noted, (e as Error).name];
      }
    }),
    [{ partition: 'uncached', cache: false }, 'TypeError'],
  );
});
test('permissions are refused in it by its own handlers', async () => {
  const states = await lab.main(async ({ session, BrowserWindow }) => {
    const own = session.fromPartition('strictly');
    globalThis.lab.serveIn(own);
    own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    own.setPermissionCheckHandler(() => false);
    const w = BrowserWindow.fromId(
      await globalThis.lab.open('app://lab/second.html', { webPreferences: { partition: 'strictly' } }),
    )!;
    const states = await w.webContents.executeJavaScript(
      "Promise.all(['geolocation', 'notifications', 'camera'].map((name) => navigator.permissions.query({ name }).then((s) => s.state)))",
    );
    w.destroy();
    return states;
  });
  assert.deepEqual(states, ['denied', 'denied', 'denied']);
});
test('printing, pictures and downloads work in it', async () => {
  const file = path.join(lab.userData, 'saved.csv');
  const seen = await lab.main(async ({ BrowserWindow }, f) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const pdf = await webContents.printToPDF({});
    const picture = await webContents.capturePage();
    const done = new Promise<string>((resolve) =>
      webContents.session.once('will-download', (_event, item) => {
        item.setSavePath(f);
        item.once('done', (_e, state) => resolve(state));
      }),
    );
    await webContents.executeJavaScript(
      "{ const a = document.createElement('a'); a.download = 'saved.csv'; a.href = URL.createObjectURL(new Blob(['id'])); a.click() }",
      true,
    );
    return [pdf.subarray(0, 5).toString(), picture.isEmpty(), await done];
  }, file);
  assert.deepEqual(seen, ['%PDF-', false, 'completed']);
  assert.equal(fs.readFileSync(file, 'utf8'), 'id');
});
test('what the page kept is gone with the app, and no file of its folder has a byte of it', async () => {
  const marker = `Mnemosyne${process.pid}`;
  const page = `<!doctype html><title>${marker}</title><p>${marker}<script>
    localStorage.setItem("${marker}", "${marker}");
    history.pushState({}, "", "#${marker}");
    indexedDB.open("${marker}").onsuccess = () => { document.body.id = "kept"; };
  </script>`;
  const userData = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-memory-'));
  const { out } = await runMain(
    `import { app, BrowserWindow, protocol, session } from 'electron';
    protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    app.whenReady().then(async () => {
      const own = session.fromPartition('memory', { cache: false });
      own.protocol.handle('app', () => new Response(${JSON.stringify(page)}, { headers: { 'content-type': 'text/html' } }));
      const w = new BrowserWindow({ show: false, webPreferences: { session: own } });
      await w.loadURL('app://lab/${marker}');
      await w.webContents.executeJavaScript('new Promise((r) => { const t = setInterval(() => { if (document.body.id) { clearInterval(t); r(1); } }, 10); })');
      console.log('T:' + await w.webContents.executeJavaScript('localStorage.getItem("${marker}")'));
      app.quit();
    });`,
    { userData },
  );
  assert.match(out, new RegExp(`T:${marker}`));
  const files = fs.readdirSync(userData, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const holding = files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => [marker, Buffer.from(marker, 'utf16le')].some((text) => fs.readFileSync(file).includes(text)));
  assert.deepEqual([files.length > 0, holding], [true, []]);
  fs.rmSync(userData, { recursive: true, force: true });
});
