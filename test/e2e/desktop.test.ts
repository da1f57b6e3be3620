import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { answerSave, ask, expect, PROGRAM, startDesk, test, type Desk } from './desk.ts';

const FOUNDING = { owner: 'Hanna Lindqvist', zone: 'Europe/Berlin', country: 'DE' };
const rail = ({ page }: Desk) => page.getByRole('navigation', { name: 'Main' });
async function officeIn(desk: Desk, name = 'Nordhafen'): Promise<string> {
  const path = join(desk.folder, `${name}.desk`);
  await answerSave(desk, path);
  await ask(desk, 'desktop.newOffice', { ...FOUNDING, name });
  await expect(rail(desk)).toContainText(name);
  return path;
}
const take = (desk: Desk, subject: string) =>
  ask<{ id: number; trackingId: string }>(desk, 'tickets.create', {
    channel: 'phone',
    person: { create: { name: 'Mehmet Yıldırım', email: 'mehmet@mail.example' } },
    subject,
    message: 'He said so.',
  });
/** A second start with these words, as the system tells the running program of it. */
const secondStart = (desk: Desk, ...words: string[]) =>
  desk.app.evaluate(
    ({ app }, [folder, ...given]) => void app.emit('second-instance', {}, ['paperdesk', ...given], folder, {}),
    [desk.folder, ...words],
  );
const menu = (desk: Desk, ...labels: string[]) =>
  desk.app.evaluate(({ Menu }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const label of path.slice(0, -1)) items = items.find((item) => item.label === label)?.submenu?.items ?? [];
    const item = items.find(({ label }) => label === path.at(-1));
    if (!item?.enabled) return false;
    (item as unknown as { click(): void }).click();
    return true;
  }, labels);
/** A file dropped on the window, with its path as Electron would know it. */
async function drop(desk: Desk, path: string): Promise<void> {
  const input = await desk.page.evaluateHandle(() => {
    const field = document.createElement('input');
    field.type = 'file';
    document.body.append(field);
    return field;
  });
  await input.asElement()?.setInputFiles(path);
  await input.evaluate((field) => {
    const carried = new DataTransfer();
    const [file] = field.files ?? [];
    if (file) carried.items.add(file);
    field.remove();
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
  });
}

test.describe('@desktop an office is opened', () => {
  test('@desktop by its name on the command line, and one that is no office is told of on the first screen', async () => {
    const first = await startDesk();
    const path = await officeIn(first);
    await first.close();
    const named = await startDesk({ args: [path], folder: first.folder });
    await expect(rail(named)).toContainText('Nordhafen');
    await named.close();
    const wrong = join(first.folder, 'Letter.desk');
    writeFileSync(wrong, 'Dear all');
    const other = await startDesk({ args: [wrong] });
    await expect(other.page.getByText('Letter.desk could not be opened')).toBeVisible();
    await expect(other.page.getByText(/not a Paperdesk office/)).toBeVisible();
    await other.close();
  });

  test('@desktop by a second start, by the system, by the menu and by a drop; what cannot be is told over the open one', async ({
    desk,
  }) => {
    const one = await officeIn(desk, 'Office one');
    const two = await officeIn(desk, 'Office two');
    await secondStart(desk, basename(one));
    await expect(rail(desk)).toContainText('Office one');
    await desk.app.evaluate(
      ({ app }, path) => void app.emit('open-file', { preventDefault: () => undefined }, path),
      two,
    );
    await expect(rail(desk)).toContainText('Office two');
    expect(await menu(desk, 'File', 'Open recent', 'Office one')).toBe(true);
    await expect(rail(desk)).toContainText('Office one');
    await drop(desk, two);
    await expect(rail(desk)).toContainText('Office two');

    writeFileSync(join(desk.folder, 'Letter.desk'), 'Dear all');
    await secondStart(desk, 'Letter.desk');
    await expect(desk.page.getByRole('alert')).toContainText('not a Paperdesk office');
    await expect(rail(desk)).toContainText('Office two');
    await desk.page.getByRole('button', { name: 'Dismiss' }).click();

    writeFileSync(join(desk.folder, 'tickets.csv'), 'Subject;Message\nTap;It drips\n');
    await drop(desk, join(desk.folder, 'tickets.csv'));
    await expect(desk.page.getByText('tickets.csv').first()).toBeVisible();
    await rail(desk)
      .getByRole('button', { name: /^People/ })
      .click();
    writeFileSync(join(desk.folder, 'song.mp3'), 'la');
    await drop(desk, join(desk.folder, 'song.mp3'));
    await expect(desk.page.getByRole('alert')).toContainText('This kind of file has no place here.');
    expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

test('@desktop a program that is started a second time hands its office to the running one, which comes to the front, and ends', async ({
  desk,
}) => {
  const one = await officeIn(desk, 'Office one');
  await officeIn(desk, 'Office two');
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = spawn(PROGRAM, ['.', `--user-data-dir=${desk.programFolder}`, one], {
    env: { ...process.env, STANDIN_QUIET: '1' },
    stdio: 'ignore',
  });
  const code = await new Promise<number | null>((ended) => second.once('exit', ended));
  expect(code).toBe(0);
  await expect(rail(desk)).toContainText('Office one');
  await expect
    .poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isMinimized())))
    .toEqual([false]);
});

test.describe('@desktop an office is a document', () => {
  test('@desktop a copy is a whole office without what was deleted, and never takes the place of the office itself', async ({
    desk,
  }) => {
    const path = await officeIn(desk);
    await take(desk, 'Tap drips');
    const gone = await take(desk, 'Zwiebelkuchen');
    const selection = { ids: [gone.id] };
    const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'delete', selection });
    await ask(desk, 'privacy.act', { act: 'delete', selection, stamp, reason: 'mistake', words: '' });
    await expect.poll(async () => (await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(1);
    const copy = join(desk.folder, 'Copy.desk');
    symlinkSync(path, join(desk.folder, 'Link.desk'));
    await answerSave(desk, path, join(desk.folder, 'Link.desk'), copy);
    for (let n = 0; n < 2; n += 1) {
      await menu(desk, 'File', 'Save a copy…');
      await expect(desk.page.getByText('This is the office itself.')).toBeVisible();
      await desk.page.getByRole('button', { name: 'Dismiss' }).click();
    }
    await menu(desk, 'File', 'Save a copy…');
    await expect(desk.page.getByText('Saved a copy as Copy.desk')).toBeVisible();
    expect(readFileSync(copy).includes('Zwiebelkuchen')).toBe(false);
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('Copy'))).toEqual(['Copy.desk']);
    await drop(desk, copy);
    await expect
      .poll(async () => (await ask<{ office: { fileName: string } | null }>(desk, 'desktop.state')).office?.fileName)
      .toBe('Copy.desk');
    expect((await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(1);
  });

  test('@desktop closing leaves one file, and the menu says what can be done without an office', async ({ desk }) => {
    const path = await officeIn(desk);
    await take(desk, 'Tap drips');
    expect(existsSync(`${path}.lock`)).toBe(true);
    expect(await menu(desk, 'File', 'Close office')).toBe(true);
    await expect(desk.page.getByRole('heading', { name: 'Open again' })).toBeVisible();
    expect(readdirSync(desk.folder)).toEqual(['Nordhafen.desk']);
    for (const [top, label] of [
      ['File', 'Save a copy…'],
      ['File', 'Close office'],
      ['Ticket', 'New ticket…'],
      ['View', 'People'],
    ] as const)
      expect(await menu(desk, top, label), label).toBe(false);
    const roles = await desk.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()
        ?.items.find(({ label }) => label === 'Edit')
        ?.submenu?.items.map(({ role }) => role?.toLowerCase()),
    );
    expect(roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste', 'selectall']));
  });

  test('@desktop the title shows the tracking id and nothing else of the ticket', async ({ desk }) => {
    await officeIn(desk);
    const { trackingId } = await take(desk, 'Zwiebelkuchen');
    const title = () => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    await expect.poll(title).toBe(`${trackingId} – Paperdesk`);
    await rail(desk)
      .getByRole('button', { name: /^Settings/ })
      .click();
    await expect.poll(title).toBe('Paperdesk');
  });
});

test.describe('@desktop the program', () => {
  test('@desktop opens its window where it was, after closing and after quitting', async () => {
    const desk = await startDesk();
    await officeIn(desk);
    await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1000, height: 700 }),
    );
    await desk.close();
    const again = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    const bounds = () => again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(await bounds()).toMatchObject({ width: 1000, height: 700 });
    await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(950, 660));
    const ended = again.app.waitForEvent('close');
    await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
    await ended;
    const third = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    expect(
      await third.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
    ).toMatchObject({ width: 950, height: 660 });
    await third.close();
  });

  test('@desktop ends although long work is under way and a backup cannot be made, and leaves a whole office', async () => {
    const desk = await startDesk();
    const path = join(desk.folder, 'Nordhafen.desk');
    await officeIn(desk);
    await take(desk, 'Tap drips');
    // the folder of the backups is a file by now
    const { folder } = await ask<{ folder: string }>(desk, 'desktop.backups');
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, '');
    await desk.page.evaluate(() => void window.desk.call('desktop.sampleOffice', {}));
    await desk.close();
    expect(readdirSync(desk.folder)).toEqual([basename(path)]);
    const again = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    expect((await ask<{ all: number }>(again, 'tickets.counts')).all).toBe(1);
    await again.close();
  });

  test('@desktop killed and started again has all that was written, and no copy another program was shown', async () => {
    const desk = await startDesk();
    const path = await officeIn(desk);
    await take(desk, 'Tap drips');
    const opened = join(desk.programFolder, 'opened', 'copy-abc');
    mkdirSync(opened, { recursive: true });
    writeFileSync(join(opened, 'letter.pdf'), 'Dear Mehmet');
    const ended = desk.app.waitForEvent('close');
    desk.app.process().kill('SIGKILL');
    await ended;
    const again = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    await expect(rail(again)).toContainText('Nordhafen');
    expect((await ask<{ all: number }>(again, 'tickets.counts')).all).toBe(1);
    expect(existsSync(opened)).toBe(false);
    await again.close();
    expect(readdirSync(desk.folder)).toEqual([basename(path)]);
    cpSync(path, join(desk.folder, 'alone.desk'));
    const alone = await startDesk({ args: [join(desk.folder, 'alone.desk')] });
    expect((await ask<{ all: number }>(alone, 'tickets.counts')).all).toBe(1);
    await alone.close();
  });

  test('@desktop tells its version and its licences', async ({ desk }) => {
    await menu(desk, 'Help', 'About Paperdesk');
    const about = desk.page.getByRole('dialog', { name: 'About Paperdesk' });
    await expect(about).toContainText(/Version \d+\.\d+\.\d+/);
    await expect(about.getByLabel('Licences')).toContainText('MIT');
  });
});
