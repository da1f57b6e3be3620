import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOpen, answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';

type Backups = { folder: string; list: { id: string; kind: string; tickets: number; people: number }[] };
type Row = { id: number; subject: string };

async function take(desk: Desk, subject: string, name: string): Promise<number> {
  const made = await ask<{ id: number }>(desk, 'tickets.create', {
    channel: 'phone',
    person: { create: { name, email: `${name.split(' ')[0]?.toLowerCase()}@mail.example` } },
    subject,
    message: `${subject}, said ${name}.`,
  });
  return made.id;
}
async function officeIn(desk: Desk): Promise<string> {
  const path = join(desk.folder, 'Nordhafen.desk');
  await answerSave(desk, path);
  await ask(desk, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
  await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Nordhafen');
  return path;
}
const toBackups = async (desk: Desk) => {
  await desk.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Settings/ })
    .click();
  await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Backups' }).click();
};
const subjects = async (desk: Desk) =>
  (await ask<Row[]>(desk, 'tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 100 }))
    .map(({ subject }) => subject)
    .sort();

test.describe('@backup', () => {
  test('@backup closing makes one, asking makes one, and the rail says when the last was', async () => {
    const desk = await startDesk();
    await officeIn(desk);
    await take(desk, 'Tap drips', 'Mehmet Yıldırım');
    await expect(desk.page.getByRole('button', { name: 'No backup yet' })).toBeVisible();
    await toBackups(desk);
    await expect(desk.page.getByText('There is none yet.')).toBeVisible();
    await desk.page.getByRole('button', { name: 'Back up now' }).click();
    await expect(desk.page.getByRole('row', { name: /Asked for/ })).toContainText('1');
    await expect(desk.page.getByRole('button', { name: /Backed up now/ })).toBeVisible();
    await take(desk, 'Window sticks', 'Ingrid Aasland');
    await desk.close();
    const again = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    await toBackups(again);
    await expect(again.page.getByRole('row', { name: /Of the day/ })).toContainText('2');
    const { folder, list } = await ask<Backups>(again, 'desktop.backups');
    expect(list.map(({ kind, tickets, people }) => [kind, tickets, people])).toEqual([
      ['day', 2, 2],
      ['now', 1, 1],
    ]);
    expect(readdirSync(folder).filter((name) => /\.part|-wal|-shm|-journal/.test(name))).toEqual([]);
    await again.close();
  });

  test('@backup a restore says what would be lost and what is erased again, keeps the present file, and brings nobody back', async ({
    desk,
  }) => {
    await officeIn(desk);
    const gone = await take(desk, 'Quarrel on the stairs', 'Quirin Zaglauer');
    await take(desk, 'Tap drips', 'Mehmet Yıldırım');
    await toBackups(desk);
    await desk.page.getByRole('button', { name: 'Back up now' }).click();
    await expect(desk.page.getByRole('row', { name: /Asked for/ })).toContainText('2');
    await take(desk, 'Window sticks', 'Ingrid Aasland');
    const selection = { ids: [gone] };
    const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'anonymise', selection });
    await ask(desk, 'privacy.act', { act: 'anonymise', selection, stamp, reason: 'request', words: '' });
    await expect.poll(() => subjects(desk)).not.toContain('Quarrel on the stairs');

    await desk.page.getByRole('button', { name: /Restore the backup of/ }).click();
    const dialog = desk.page.getByRole('dialog', { name: 'Restore a backup' });
    await expect(dialog).toContainText('1 ticket of today is not in the backup and would be lost.');
    await expect(dialog).toContainText('2 tickets and people were erased since, and are erased again');
    await expect(dialog).toContainText('before restore');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByText(/Restored\. The file as it was is kept as Nordhafen before restore/)).toBeVisible({
      timeout: 30_000,
    });
    await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Nordhafen');
    const now = await subjects(desk);
    expect(now).toContain('Tap drips');
    expect(now).not.toContain('Window sticks');
    expect(now.join()).not.toContain('Quarrel');
    const kept = readdirSync(desk.folder).filter((name) => name.includes('before restore') && name.endsWith('.desk'));
    expect(kept).toHaveLength(1);
    await ask(desk, 'desktop.closeOffice');
    const bytes = readFileSync(join(desk.folder, 'Nordhafen.desk')).toString('latin1');
    expect(bytes.includes('Zaglauer')).toBe(false);
  });

  test('@backup the folder is chosen by dialog, and backups go there from then on', async ({ desk }) => {
    await officeIn(desk);
    await take(desk, 'Tap drips', 'Mehmet Yıldırım');
    const other = join(desk.folder, 'another disk');
    mkdirSync(other);
    await toBackups(desk);
    await answerOpen(desk, [other]);
    await desk.page.getByRole('button', { name: 'Folder' }).click();
    await expect(desk.page.getByText(other)).toBeVisible();
    await desk.page.getByRole('button', { name: 'Back up now' }).click();
    await expect(desk.page.getByRole('row', { name: /Asked for/ })).toBeVisible();
    const found = readdirSync(other, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.desk'));
    expect(found).toHaveLength(1);
    expect(found[0]).not.toMatch(/Nordhafen|Mehmet/);
  });
});
