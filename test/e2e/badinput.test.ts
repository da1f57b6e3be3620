import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { answerOpen, answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';

const PAGE = 8192;
const rail = ({ page }: Desk) => page.getByRole('navigation', { name: 'Main' });
const take = (desk: Desk, given: Record<string, unknown> = {}) =>
  ask<{ id: number }>(desk, 'tickets.create', {
    channel: 'phone',
    person: { create: { name: 'Mehmet Yıldırım', email: 'mehmet@mail.example' } },
    subject: 'Tap drips',
    message: 'He said so.',
    ...given,
  });
async function officeIn(desk: Desk): Promise<string> {
  const path = join(desk.folder, 'Nordhafen.desk');
  await answerSave(desk, path);
  await ask(desk, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
  await expect(rail(desk)).toContainText('Nordhafen');
  return path;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: Error) => /(?:Error: )?([a-z-]+)\n?/.exec(error.message.replace('page.evaluate: ', ''))?.[1],
  );
const pageOf = (path: string, table: string): number => {
  const sqlite = new Database(path, { readonly: true });
  const page = sqlite.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table) as number;
  sqlite.close();
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  return page;
};

test.describe('@badinput office files', () => {
  test('@badinput a damaged office is told in plain words, is left untouched, and its last good backup brings it back', async () => {
    const first = await startDesk();
    const path = await officeIn(first);
    await take(first);
    await first.close();
    const bytes = readFileSync(path);
    for (const table of ['entries', 'find_texts_data']) {
      const page = pageOf(path, table);
      bytes.fill(0xff, (page - 1) * PAGE, page * PAGE);
    }
    writeFileSync(path, bytes);

    const desk = await startDesk({ programFolder: first.programFolder, folder: first.folder });
    const told = desk.page.getByRole('alert');
    await expect(told).toContainText('Nordhafen.desk could not be opened');
    await expect(told).toContainText('The office file is damaged. It was left untouched.');
    await expect(told).toContainText('messages, replies and notes');
    await expect(told).toContainText('the index that finds are made with');
    await expect(told).toContainText('The last good backup is of');
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(desk.folder)).toEqual(['Nordhafen.desk']);
    await desk.page.getByRole('button', { name: 'Restore this backup…' }).click();
    const dialog = desk.page.getByRole('dialog', { name: 'Restore a backup' });
    await expect(dialog).toContainText('1 ticket');
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect(rail(desk)).toContainText('Nordhafen', { timeout: 30_000 });
    expect((await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(1);
    const kept = readdirSync(desk.folder).find((name) => name.includes('before restore'));
    expect(readFileSync(join(desk.folder, kept ?? '')).equals(bytes)).toBe(true);
    await desk.close();
  });

  test('@badinput a large damaged office is opened, looked through behind the desk, and leads to its backups', async () => {
    const first = await startDesk();
    const path = await officeIn(first);
    await take(first);
    await first.close();
    const sqlite = new Database(path);
    const piece = sqlite.prepare('INSERT INTO pieces (attachment_id, n, bytes) VALUES (1, ?, zeroblob(262144))');
    sqlite.transaction(() => {
      sqlite.exec(`INSERT INTO attachments (id, uid, ticket_id, name, kind, size, sha256, added_by, complete, created_at)
        VALUES (1, '${'a'.repeat(32)}', 1, 'wall.bin', 'application/octet-stream', 68157440, '', 'staff', 1, 1)`);
      for (let n = 0; n < 260; n += 1) piece.run(n);
    })();
    sqlite.close();
    const page = pageOf(path, 'history');
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(PAGE, 0xff), 0, PAGE, (page - 1) * PAGE);
    closeSync(file);

    const desk = await startDesk({ programFolder: first.programFolder, folder: first.folder });
    await expect(rail(desk)).toContainText('Nordhafen');
    const told = desk.page.getByRole('alert').filter({ hasText: 'looked through' });
    await expect(told).toContainText('found damage: history and records', { timeout: 30_000 });
    await told.getByRole('button', { name: 'Look at the backups' }).click();
    await expect(desk.page.getByRole('heading', { name: 'Backups', exact: true })).toBeVisible();
    await expect(told).toBeHidden();
    await desk.close();
  });

  test('@badinput what is no office, a newer one, one cut short and one that is open elsewhere each get one clear sentence', async ({
    desk,
  }) => {
    const path = await officeIn(desk);
    await take(desk);
    await ask(desk, 'desktop.closeOffice');
    const whole = readFileSync(path);
    const tryOpen = async (name: string, bytes: Buffer | string) => {
      const at = join(desk.folder, name);
      writeFileSync(at, bytes);
      await answerOpen(desk, [at]);
      await desk.page.getByRole('button', { name: /Open an office/ }).click();
      await expect(desk.page.getByRole('alert')).toContainText(`${name} could not be opened`);
      expect(readFileSync(at).equals(Buffer.from(bytes))).toBe(true);
      return desk.page.getByRole('alert');
    };
    await expect(await tryOpen('Letter.desk', 'Dear all')).toContainText('not a Paperdesk office');
    await expect(await tryOpen('Empty.desk', '')).toContainText('not a Paperdesk office');
    await expect(await tryOpen('Short.desk', whole.subarray(0, 5 * PAGE))).toContainText('damaged');
    writeFileSync(join(desk.folder, 'Newer.desk'), whole);
    const sqlite = new Database(join(desk.folder, 'Newer.desk'));
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 4_000_000_000_000);
    sqlite.close();
    await expect(await tryOpen('Newer.desk', readFileSync(join(desk.folder, 'Newer.desk')))).toContainText(
      'newer Paperdesk',
    );
    writeFileSync(`${path}.lock`, JSON.stringify({ user: 'carla', computer: 'front-desk', pid: 1, since: Date.now() }));
    await expect(await tryOpen('Nordhafen.desk', whole)).toContainText('carla has this office open on front-desk.');
    rmSync(`${path}.lock`);
    await desk.page.getByRole('button', { name: 'Try again' }).click();
    await expect(rail(desk)).toContainText('Nordhafen');
  });

  test('@badinput in a folder that a cloud service copies the office opens, and says what to mind', async ({
    desk,
  }) => {
    mkdirSync(join(desk.folder, 'Dropbox'));
    const path = join(desk.folder, 'Dropbox', 'Nordhafen.desk');
    await answerSave(desk, path);
    await ask(desk, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
    await expect(desk.page.getByText('This office lies in a folder that a cloud service copies.')).toBeVisible();
    await take(desk);
    expect(readdirSync(join(desk.folder, 'Dropbox')).sort()).toEqual(['Nordhafen.desk', 'Nordhafen.desk.lock']);
  });

  test("@badinput a program's folder with broken settings starts all the same", async () => {
    const first = await startDesk();
    await officeIn(first);
    await first.close();
    writeFileSync(join(first.programFolder, 'computer.json'), '{"recent": [{"id": ');
    const desk = await startDesk({ programFolder: first.programFolder });
    await expect(desk.page.getByRole('button', { name: /Make an office/ })).toBeVisible();
    await desk.close();
    for (const wrong of ['{"recent": 7, "bounds": "wide", "theme": "pink", "zoom": "x"}', '[]', 'null']) {
      writeFileSync(join(first.programFolder, 'computer.json'), wrong);
      const again = await startDesk({ programFolder: first.programFolder });
      await expect(again.page.getByRole('button', { name: /Make an office/ })).toBeVisible();
      await again.close();
    }
  });
});

test.describe('@badinput what is typed', () => {
  test('@badinput a message of 1 MB is taken whole, one of 100 MB is refused clearly, and both leave the desk working', async ({
    desk,
  }) => {
    await officeIn(desk);
    const made = await desk.page.evaluate(async () => {
      const message = 'x'.repeat(1_048_576);
      return window.desk.call('tickets.create', {
        channel: 'phone',
        person: { create: { name: 'A B', email: 'a@b.example' } },
        subject: 'Long',
        message,
      });
    });
    expect(made).toMatchObject({ ok: true });
    const refused = await desk.page.evaluate(async () => {
      const message = 'x'.repeat(100 * 1_048_576);
      return window.desk.call('tickets.create', {
        channel: 'phone',
        person: { create: { name: 'A B', email: 'a@b.example' } },
        subject: 'Longer',
        message,
      });
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'too-large' } });
    expect((await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(1);
  });

  test('@badinput control characters, lone surrogates and words of the other direction are taken and shown without harm', async ({
    desk,
  }) => {
    await officeIn(desk);
    const subject = 'Ta\u0000p \ud800drips \u202egnp.exe \u2066x\u2069 =HYPERLINK("x")';
    const { id } = await take(desk, { subject, message: 'a\u0000b\u0007c\u200bd\ud83d' });
    const ticket = await ask<{ subject: string; message?: string }>(desk, 'tickets.open', { id });
    expect(ticket.subject).not.toContain('\u0000');
    expect(ticket.subject.isWellFormed()).toBe(true);
    expect(ticket.subject).toContain('=HYPERLINK("x")');
    await expect(desk.page.getByRole('heading', { level: 2 })).toContainText('drips');
    expect(await codeOf(take(desk, { subject: '' }))).toBe('invalid');
    expect(await codeOf(take(desk, { subject: 'x'.repeat(600) }))).toBe('too-large');
    expect(await codeOf(take(desk, { subject: { $gt: '' } }))).toBe('invalid');
    await ask(desk, 'office.change', {
      version: 1,
      facts: { name: '\u202eNordhafen\u0000 <img src=x onerror=alert(1)>' },
    });
    await expect(rail(desk)).toContainText('<img src=x onerror=alert(1)>');
    expect(await desk.page.locator('nav img').count()).toBe(0);
  });

  test('@badinput an office with an odd name gets a file name every system takes', async ({ desk }) => {
    const asked: string[] = [];
    for (const name of ['../../x', 'CON', 'a'.repeat(200), 'x:y|z?"<>*', '…. ']) {
      await desk.app.evaluate(({ dialog }) => {
        const remember = (...given: unknown[]) => {
          (globalThis as { suggested?: string }).suggested = (given.at(-1) as { defaultPath: string }).defaultPath;
          return Promise.resolve({ canceled: true, filePath: '' });
        };
        dialog.showSaveDialog = remember;
      });
      await ask(desk, 'desktop.newOffice', { name, owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
      asked.push((await desk.app.evaluate(() => (globalThis as { suggested?: string }).suggested)) ?? '');
    }
    const names = asked.map((path) => path.split(/[\\/]/).at(-1));
    for (const name of names) {
      expect(name).toMatch(/^[^<>:"/\\|?*]+\.desk$/);
      expect(name).not.toMatch(/^(con|\.+ *)\.desk$/i);
      expect(Buffer.byteLength(name ?? '')).toBeLessThan(255);
    }
  });
});
