import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { officeTables } from '../../src-main/store/sql/tables.ts';
import { answerOpen, answerSave, ask } from '../e2e/desk.ts';
import { differing, loadByShell } from '../fixtures/sql.ts';
import type { Tour } from './first-half.ts';
import { inOffice, isThere, rowsInOffice } from './second-look.ts';
import type { Clerk } from './window.ts';

/** Lines that the saving itself has written since, and counters that go up with them. */
const SINCE = ['ledger', 'sqlite_sequence'];

async function toElsewhere(clerk: Clerk): Promise<void> {
  await clerk.rail.getByRole('button', { name: /^Settings/ }).click();
  await clerk.page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('button', { name: 'Take elsewhere' })
    .click();
}

const command = (clerk: Clerk, label: string) =>
  clerk.desk.app.evaluate(({ Menu }, wanted) => {
    const all = (items: Electron.MenuItem[]): Electron.MenuItem[] =>
      items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
    all(Menu.getApplicationMenu()?.items ?? [])
      .find((item) => item.label === wanted)
      ?.click();
  }, label);

/** Saves the whole office as SQL, and lets SQLite's own shell rebuild it. */
export const saveAsSql = ({ clerk, log, office, folder }: Tour, aside: string) =>
  log.step('Saved the whole office as SQL', async () => {
    const path = join(folder, 'office.sql');
    await toElsewhere(clerk);
    await clerk.shoot('take-elsewhere');
    await answerSave(clerk.desk, path);
    await clerk.button('Save as SQL…').click();
    await clerk.page.getByText(/^Saved as office\.sql/).waitFor({ timeout: 60_000 });
    const [line] = rowsInOffice<{ kind: string; bytes: number }>(
      office,
      'SELECT * FROM ledger ORDER BY id DESC LIMIT 1',
    );
    log.check('bytes of the file', readFileSync(path).length, line?.bytes);
    if (!isThere('sqlite3', '--version')) return log.note("SQLite's own shell is not here, so it rebuilt no office.");
    const rebuilt = join(aside, 'rebuilt.db');
    loadByShell(path, rebuilt);
    const tables = differing(office, rebuilt).filter((name) => !SINCE.includes(name));
    log.check('tables that differ once the shell of SQLite has rebuilt them', tables.join(', ') || 'none', 'none');
    log.check('rows that point at nothing in it', rowsInOffice(rebuilt, 'PRAGMA foreign_key_check').length, 0);
  });

/** Saves the settings as plain text. */
export const saveSettings = ({ clerk, log, office, folder }: Tour) =>
  log.step('Saved the settings as plain text', async () => {
    const path = join(folder, 'settings.txt');
    await answerSave(clerk.desk, path);
    await clerk.button('Save settings as text…').click();
    await clerk.page.getByText('Saved as settings.txt.').waitFor();
    const text = readFileSync(path, 'utf8');
    const parts = (name: string) => text.split('\n').filter((line) => line === `[${name}]`).length;
    for (const [part, table] of [
      ['category', 'categories'],
      ['priority', 'priorities'],
      ['status', 'statuses'],
      ['field', 'custom_fields'],
    ] as const)
      log.check(
        `${table} in the text`,
        parts(part),
        inOffice(office, `SELECT count(*) FROM ${table} WHERE archived_at IS NULL`),
      );
    const secret = Buffer.from(inOffice(office, 'SELECT secret FROM office') as Uint8Array).toString('hex');
    log.check('the secret of the office in the text', text.includes(secret), false);
  });

/** Opens the SQL as an office of its own, compares it with the first one table by table, and goes back to that. */
export const moveBySql = ({ clerk, log, office, folder }: Tour, aside: string) =>
  log.step('Moved the office into an empty one by its SQL', async () => {
    const moved = join(aside, 'Moved.desk');
    await command(clerk, 'Open an SQL file…');
    const dialog = clerk.page.getByRole('dialog', { name: 'Open an SQL file' });
    await dialog.waitFor();
    await clerk.shoot('open-sql');
    await answerOpen(clerk.desk, [join(folder, 'office.sql')]);
    await answerSave(clerk.desk, moved);
    await dialog.getByRole('button', { name: 'Choose the file and a place' }).click();
    await clerk.page.getByText(/^Opened: /).waitFor({ timeout: 120_000 });
    await clerk.goView('All');
    log.check(
      'tickets in all lists',
      await clerk.railCount('All'),
      inOffice(office, 'SELECT count(*) FROM tickets WHERE hidden = 0'),
    );
    for (const { name } of officeTables().filter((table) => !SINCE.includes(table.name)))
      log.check(
        `rows of ${name}`,
        inOffice(moved, `SELECT count(*) FROM "${name}"`),
        inOffice(office, `SELECT count(*) FROM "${name}"`),
      );
    if (isThere('sqlite3', '--version')) {
      const tables = differing(office, moved).filter((name) => !SINCE.includes(name));
      log.check('tables that differ, compared row by row', tables.join(', ') || 'none', 'none');
    }
    const secretOf = (path: string) =>
      Buffer.from(inOffice(path, 'SELECT secret FROM office') as Uint8Array).toString('hex');
    log.check('it has a secret of its own', secretOf(moved) !== secretOf(office), true);
    await backTo(clerk, office);
  });

/** Opens the first office again. */
async function backTo(clerk: Clerk, office: string): Promise<void> {
  await answerOpen(clerk.desk, [office]);
  await command(clerk, 'Open office…');
  await clerk.page.waitForFunction(async () => {
    const state = (await window.desk.call('desktop.state', {})) as {
      value?: { office: { fileName: string } | null };
    };
    return state.value?.office?.fileName === 'Nordhafen.desk';
  });
  // another office begins at its open tickets; until then the window still shows the one before
  await clerk.page.getByRole('listbox', { name: /^Tickets: Open/ }).waitFor();
  await clerk.goView('All');
}

/** Brings all tickets into an empty office by a workbook, and keeps the report of what is otherwise there. */
export const moveByWorkbook = ({ clerk, log, office, folder }: Tour, aside: string) =>
  log.step('Moved the tickets into an empty office by a workbook', async () => {
    const book = join(aside, 'all.xlsx');
    await answerSave(clerk.desk, book);
    await clerk.list.focus();
    await clerk.press('Control+a', 'Control+e');
    const dialog = clerk.page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: 'Excel workbook', exact: true }).click();
    for (const sheet of ['Replies', 'Private notes', 'Ticket history', 'People'])
      await dialog.getByRole('checkbox', { name: sheet }).setChecked(true);
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    await clerk.press('Escape');

    const empty = join(aside, 'Empty.desk');
    await answerSave(clerk.desk, empty);
    await ask(clerk.desk, 'desktop.newOffice', { name: 'Empty', owner: 'Ada', zone: 'Europe/Berlin', country: 'DE' });
    await clerk.page.getByRole('heading', { name: 'No tickets yet' }).waitFor();
    await command(clerk, 'Bring in a spreadsheet…');
    await answerOpen(clerk.desk, [book]);
    await clerk.button('Choose a file').click();
    await clerk.button('Check all tickets').click();
    await clerk.button(/^Bring in [\d,]+ rows?$/).click();
    const path = join(folder, 'move-report.txt');
    await answerSave(clerk.desk, path);
    const report = clerk.page.getByRole('region', { name: 'Otherwise here than in the file' });
    await report.getByRole('button', { name: 'Save as text' }).click({ timeout: 60_000 });
    await clerk.page.getByText('Saved as move-report.txt.').waitFor();
    await clerk.shoot('move-report');
    const all = inOffice(office, 'SELECT count(*) FROM tickets WHERE hidden = 0');
    log.check('tickets in the empty office', inOffice(empty, 'SELECT count(*) FROM tickets WHERE hidden = 0'), all);
    const text = readFileSync(path, 'utf8');
    log.check(
      'tickets compared, by the report',
      Number(/([\d,]+) tickets compared/.exec(text)?.[1]?.replace(/\D/g, '')),
      all,
    );
    const lines = text.split('\n').filter((line) => line.startsWith('  History: ')).length;
    const withHistory = inOffice(
      office,
      'SELECT count(DISTINCT ticket_id) FROM history JOIN tickets t ON t.id = ticket_id AND t.hidden = 0',
    );
    log.check('tickets whose history the report says did not come', lines, withHistory);
    await backTo(clerk, office);
  });
