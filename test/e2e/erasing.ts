import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answerOpen, answerSave, ask, expect, type Desk } from './desk.ts';

export type Row = { id: number; trackingId: string; subject: string; requester: string; anonymised: boolean };

/** Words of one resident that stand nowhere else: in the name, an address, and in what was written. */
export const WORDS = {
  rosa: ['Rosalindqvora', 'rosalindqvora@kelmarnet.example', 'Velkomurspiegel', 'Tarnovalkeller'],
  timo: ['Timotheovanski', 'timotheovanski@ostrabel.example', 'Brunkelwasser', 'Fenkormitsch'],
} as const;
export type Who = keyof typeof WORDS;

/** Rosa has two tickets and nobody else's needs her; Timo has three, and Rosa's second one is followed by him. */
export async function residents(desk: Desk): Promise<string> {
  const path = join(desk.folder, 'Nordhafen.desk');
  await answerSave(desk, path);
  await ask(desk, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  const known: Partial<Record<Who, number>> = {};
  for (const who of ['timo', 'timo', 'rosa', 'rosa', 'timo'] as const) {
    const [name, email, inSubject, inText] = WORDS[who];
    const person = known[who] === undefined ? { create: { name, email } } : { id: known[who] };
    const { id } = await ask<{ id: number }>(desk, 'tickets.create', {
      channel: 'mail',
      person,
      followers: who === 'rosa' && known.rosa !== undefined ? [known.timo] : [],
      subject: `${inSubject} leaks`,
      message: `The ${inText} is wet, writes ${name}.`,
    });
    for (const kind of ['reply', 'note'])
      await ask(desk, 'tickets.reply', { id, kind, body: `About the ${inText} of ${name}.` });
    const { people } = await ask<{ people: { id: number; role: string }[] }>(desk, 'tickets.open', { id });
    known[who] ??= people.find(({ role }) => role === 'requester')?.id;
    if (who === 'rosa') await attach(desk, id, `${inText}.txt`, `Photographs of the ${inText}, by ${name}`);
  }
  await expect(rows(desk)).toHaveCount(5);
  await expect(list(desk)).toBeFocused();
  return path;
}

/** Attaches a file of these words to a ticket, by the system's dialog. */
export async function attach(desk: Desk, id: number, name: string, bytes: string | Uint8Array): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'paperdesk-chosen-')), name);
  writeFileSync(path, bytes);
  await answerOpen(desk, [path]);
  const chosen = await ask<{ token: string }[]>(desk, 'desktop.chooseFiles', { what: 'attachments' });
  await ask(desk, 'tickets.attach', { id, files: chosen.map(({ token }) => token) });
  rmSync(dirname(path), { recursive: true });
}

export const list = ({ page }: Desk) => page.getByRole('listbox', { name: /^Tickets: / });
export const rows = (desk: Desk) => list(desk).getByRole('option');
export const here = ({ page }: Desk) => page.locator('.list .row.here');
export const said = ({ page }: Desk) => page.getByRole('status', { name: 'What was done' });
export const main = ({ page }: Desk, name: 'Delete' | 'Anonymise') => page.getByRole('main', { name, exact: true });
export const all = (desk: Desk) =>
  ask<Row[]>(desk, 'tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 200 });

export const button = ({ page }: Desk, name: string) => page.getByRole('button', { name, exact: true });

/** Goes to the page for some tickets of the list: their boxes first, by keyboard. */
export async function select(desk: Desk, who: Who): Promise<void> {
  const { keyboard } = desk.page;
  await keyboard.press('Home');
  for (let n = 0; n < (await rows(desk).count()); n += 1) {
    if ((await here(desk).innerText()).includes(WORDS[who][0])) await keyboard.press('x');
    await keyboard.press('j');
  }
}

/** Deletes them, with a reason; the page says so. */
export async function deleteAll(desk: Desk, who: Who): Promise<void> {
  await select(desk, who);
  await desk.page.keyboard.press('Delete');
  await chooseReason(desk);
  await button(desk, 'Delete').press('Enter');
  await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText(/deleted$/);
}

/** Chooses a reason by keyboard; the field has the focus when the page opens. */
export async function chooseReason({ page }: Desk, down = 1): Promise<void> {
  await expect(page.getByRole('combobox', { name: /^Reason/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toBeVisible();
  for (let n = 1; n < down; n += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

/** What another program reads in an office file: the rows of a query, as text. */
export const sql = (path: string, query: string): string =>
  execFileSync('sqlite3', ['-readonly', path, query], { encoding: 'utf8' }).trim();
export const count = (path: string, query: string): number => Number(sql(path, query));

/** Files of folders in which any of the words stands, in any case, read by another program. */
export function filesWith(words: readonly string[], ...folders: string[]): string[] {
  const patterns = words.flatMap((word) => ['-e', word]);
  const { stdout, status } = spawnSync('grep', ['-r', '-l', '-a', '-i', '-F', ...patterns, ...folders], {
    encoding: 'utf8',
  });
  expect([0, 1]).toContain(status);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Takes away what a desk of its own left in the system's temporary folder. */
export function clear({ folder, programFolder }: Desk): void {
  for (const one of [folder, programFolder])
    rmSync(one, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
