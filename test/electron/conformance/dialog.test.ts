// Dialogs. Electron: docs/api/dialog.md.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inPath, isReal, openLab, runMain, withDisplay, type Lab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await openLab();
});
after(() => lab.close());

test('dialogs without an answer are cancelled, and recorded with their window', { skip: isReal }, async () => {
  const seen = await lab.main(async ({ dialog, BrowserWindow }) => {
    const w = BrowserWindow.getAllWindows()[0]!,
      from = globalThis.standIn.calls.length;
    const out = [
      await dialog.showOpenDialog(w, { properties: ['openFile', 'multiSelections'] }),
      await dialog.showSaveDialog({ defaultPath: 'a.xlsx' }),
      await dialog.showMessageBox(w, { message: 'Erase?', buttons: ['Erase', 'Cancel'] }),
      dialog.showOpenDialogSync({}),
      dialog.showMessageBoxSync({ message: 'x', buttons: ['Yes', 'No'] }),
      await dialog.showMessageBox({ message: 'x', buttons: ['A', 'B'], cancelId: 1 }),
    ];
    return [out, globalThis.standIn.calls.slice(from).map((c: any) => [c.name, c.details.modalFor === w.id])];
  });
  assert.deepEqual(seen, [
    [
      { canceled: true, filePaths: [] },
      { canceled: true, filePath: '' },
      { response: 1, checkboxChecked: false },
      undefined,
      1,
      { response: 1, checkboxChecked: false },
    ],
    [
      ['dialog.showOpenDialog', true],
      ['dialog.showSaveDialog', false],
      ['dialog.showMessageBox', true],
      ['dialog.showOpenDialogSync', false],
      ['dialog.showMessageBoxSync', false],
      ['dialog.showMessageBox', false],
    ],
  ]);
});
test('queued answers are given in their order', { skip: isReal }, async () => {
  assert.deepEqual(
    await lab.main(async ({ dialog }) => {
      globalThis.standIn.dialogAnswers.push(
        { filePaths: ['/a', '/b'] },
        { filePath: '/c.pdf' },
        { response: 0, checkboxChecked: true },
      );
      return [
        await dialog.showOpenDialog({}),
        await dialog.showSaveDialog({}),
        await dialog.showMessageBox({ message: 'm', checkboxLabel: 'l', buttons: ['OK', 'Cancel'] }),
      ];
    }),
    [
      { canceled: false, filePaths: ['/a', '/b'] },
      { canceled: false, filePath: '/c.pdf' },
      { response: 0, checkboxChecked: true },
    ],
  );
});
test('a test may also replace a dialog, as on Electron', async () => {
  assert.deepEqual(
    await lab.main(async ({ dialog }) => {
      const { showSaveDialog } = dialog;
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath: '/mine' })) as any;
      const r = await dialog.showSaveDialog({});
      dialog.showSaveDialog = showSaveDialog;
      return r;
    }),
    { canceled: false, filePath: '/mine' },
  );
});
for (const [call, message] of [
  ["showOpenDialog({ properties: 'openFile' })", /Properties must be an array/],
  ['showSaveDialog({ title: 1 })', /Title must be a string/],
  ["showMessageBox({ message: 'x', type: 'odd' })", /Invalid message box type/],
  ["showMessageBox({ message: 'x', buttons: 'OK' })", /Buttons must be an array/],
  ["showMessageBox({ message: 'x', checkboxChecked: true })", /checkboxLabel/],
] as const) {
  test(`dialog.${call} throws`, async () => {
    assert.match(
      await lab.main(async ({ dialog }, c) => {
        try {
          await new Function('dialog', `return dialog.${c}`)(dialog);
          return '';
        } catch (e) {
          return (e as Error).message;
        }
      }, call),
      message,
    );
  });
}

test("an answer with a button the box does not have is the test's mistake, and told", { skip: isReal }, async () => {
  assert.match(
    await lab.main(async ({ dialog }) => {
      globalThis.standIn.dialogAnswers.push({ response: 2 });
      return dialog.showMessageBox({ message: 'Erase?', buttons: ['Erase', 'Cancel'] }).then(
        () => '',
        (e) => e.message,
      );
    }),
    /^stand-in: the message box 'Erase\?' has no button 2$/,
  );
});
// dialog.md: "extensions without wildcards or dots"
test('filters: extensions without dots', { skip: isReal }, async () => {
  const attempt = (extensions: string[]): Promise<string> =>
    lab.main(
      ({ dialog }, list) =>
        dialog.showOpenDialog({ filters: [{ name: 'Sheets', extensions: list }] }).then(
          () => 'asked',
          (e) => e.message,
        ),
      extensions,
    );
  assert.deepEqual([await attempt(['csv', 'tar.gz']), await attempt(['*'])], ['asked', 'asked']);
  for (const odd of ['.csv', '*.csv'])
    assert.match(await attempt([odd]), /^stand-in: the extension '.*' of a filter matches nothing in Electron$/);
});
test('a message box whose signal is aborted already is cancelled without being asked', async () => {
  assert.deepEqual(
    await lab.main(({ dialog }) =>
      dialog
        .showMessageBox({ message: 'm', buttons: ['Go', 'Cancel'], signal: AbortSignal.abort() })
        .then((r) => r.response),
    ),
    1,
  );
});
test(
  'at a display a person is asked, by zenity: arguments, answers, cancelling',
  { skip: isReal || !inPath('Xvfb') },
  () =>
    withDisplay(async (env) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-zenity-'));
      const heard = path.join(folder, 'heard');
      const fake = `#!/bin/sh
      printf '%s\\n' "$@" -- >> '${heard}'
      case "$*" in
        *--save*) echo '/home/clerk/out dir/ünï.xlsx' ;;
        *--multiple*) printf '/a b.csv\\n/c.csv\\n' ;;
        *--directory*) exit 1 ;;
        *) echo Erase; exit 1 ;;
      esac`;
      fs.writeFileSync(path.join(folder, 'zenity'), fake, { mode: 0o755 });
      const { out } = await runMain(
        `import { app, dialog } from 'electron';
      app.whenReady().then(async () => {
        const filters = [{ name: 'Sheets', extensions: ['csv', 'xlsx'] }, { name: 'All', extensions: ['*'] }];
        console.log('T:' + JSON.stringify([
          await dialog.showOpenDialog({ title: 'Bring in', filters, properties: ['openFile', 'multiSelections'] }),
          dialog.showSaveDialogSync({ defaultPath: '/home/clerk/tickets.xlsx' }),
          await dialog.showOpenDialog({ properties: ['openDirectory'] }),
          await dialog.showMessageBox({ message: 'Erase?', detail: '<b>3</b> tickets', buttons: ['Erase', 'Cancel'] }),
        ]));
        app.quit();
      });`,
        { env: { ...env, PATH: `${folder}:${process.env.PATH}` } },
      );
      const told = /^T:(.*)$/m.exec(out)?.[1];
      assert.ok(told, out);
      assert.deepEqual(JSON.parse(told), [
        { canceled: false, filePaths: ['/a b.csv', '/c.csv'] },
        '/home/clerk/out dir/ünï.xlsx',
        { canceled: true, filePaths: [] },
        { response: 0, checkboxChecked: false },
      ]);
      const calls = fs.readFileSync(heard, 'utf8').split('--\n');
      assert.ok(calls[0]!.includes('--file-filter=Sheets | *.csv *.xlsx\n--file-filter=All | *\n'), calls[0]);
      assert.ok(calls[1]!.includes('--filename=/home/clerk/tickets.xlsx\n'), calls[1]);
      assert.ok(calls[3]!.includes('--text=Erase?\n\n<b>3</b> tickets\n'), calls[3]);
      fs.rmSync(folder, { recursive: true, force: true });
    }),
);
