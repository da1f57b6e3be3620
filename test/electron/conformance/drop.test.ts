// Files that a user drops on the page. Electron: docs/api/web-utils.md (getPathForFile),
// docs/api/structures/web-preferences.md
// (navigateOnDragDrop). The drop itself is Chromium's, made through its protocol, so it is the same on both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fs from 'node:fs';
import path from 'node:path';
import { openLab, type Lab } from './lab.ts';

let lab: Lab, folder: string;
before(async () => {
  lab = await openLab();
  folder = path.join(lab.userData, 'ünï code');
  fs.mkdirSync(folder);
  for (const name of ['letter.txt', 'öffne %20 mich.csv']) fs.writeFileSync(path.join(folder, name), name);
});
after(() => lab.close());

async function drop(files: string[]): Promise<void> {
  const client = await lab.page.context().newCDPSession(lab.page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  await client.detach();
}
/** What the next drop brings: path, name and size of each file. */
async function dropped(files: string[]): Promise<unknown[][]> {
  await lab.page.evaluate(() => {
    window.dropped = new Promise((resolve) => {
      ondragover = (event) => event.preventDefault();
      ondrop = (event) => {
        event.preventDefault();
        ondragover = ondrop = null;
        const files = [...event.dataTransfer!.files];
        resolve(files.map((file) => [window.lab.pathOf(file), file.name, file.size]));
      };
      setTimeout(resolve, 5000, []);
    });
  });
  await drop(files);
  return lab.page.evaluate(() => window.dropped);
}

test('a dropped file gives its path in the preload; several give theirs in order', async () => {
  const files = ['letter.txt', 'öffne %20 mich.csv'].map((name) => path.join(folder, name));
  assert.deepEqual(
    await dropped(files),
    files.map((file) => [file, path.basename(file), fs.statSync(file).size]),
  );
});
test('a dropped folder gives its path too', async () => {
  assert.equal((await dropped([folder]))[0]?.[0], folder);
});
test('a copy of a file that the page made has no path', async () => {
  const file = path.join(folder, 'letter.txt');
  await lab.page.setInputFiles('#file', file);
  assert.deepEqual(
    await lab.page.evaluate(() => {
      const [chosen] = (document.getElementById('file') as HTMLInputElement).files!;
      return [chosen!, new File([chosen!], 'copy.txt')].map((f) => window.lab.pathOf(f));
    }),
    [file, ''],
  );
});
test('anything but a File throws; the page stays whole', async () => {
  const messages = await lab.page.evaluate(() =>
    [new Blob(['x']), 'letter.txt', null, { name: 'x', path: '/etc/passwd' }].map((value) => {
      try {
        return `no error: ${window.lab.pathOf(value)}`;
      } catch (error) {
        return (error as Error).message;
      }
    }),
  );
  for (const message of messages) assert.match(message, /^Error processing argument at index 0, conversion failure/);
  assert.equal(await lab.page.evaluate(() => window.lab.invoke('ping')), 'pong');
});
test('a drop that nobody wants changes nothing: the window does not go to the file', async () => {
  await drop([path.join(folder, 'letter.txt')]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(
    await lab.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.webContents.getURL())),
    ['app://lab/index.html'],
  );
  assert.equal(await lab.page.evaluate(() => window.lab.invoke('ping')), 'pong');
});
