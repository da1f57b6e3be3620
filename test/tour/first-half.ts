import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answerOpen, answerSave } from '../e2e/desk.ts';
import { twoWalkIns, type WalkIn } from './chosen.ts';
import type { TourLog } from './log.ts';
import { columnOf, linesByLibreOffice, pagesOf } from './read-back.ts';
import { byShell, inOffice, rowsInOffice } from './second-look.ts';
import type { Clerk } from './window.ts';

export type Tour = { clerk: Clerk; log: TourLog; office: string; folder: string };

const IN_LISTS = 'SELECT count(*) FROM tickets WHERE hidden = 0';
const TABLE = resolve('resources/sample-office/import/walk-ins.csv');

/** Makes the sample office as the first screen offers it, and opens it. */
export const openSample = ({ clerk, log, office }: Tour) =>
  log.step('Made the sample office and opened it', async () => {
    await clerk.button(/sample office/).waitFor();
    await clerk.shoot('first-screen');
    await answerSave(clerk.desk, office);
    await clerk.button(/sample office/).click();
    await clerk.rail.getByRole('button', { name: /^All\b/ }).waitFor({ timeout: 120_000 });
    await clerk.rowsAreThere();
    const seen = await clerk.railCount('All');
    log.check('tickets in all lists', seen, inOffice(office, IN_LISTS));
    const bySqlite = byShell(office, IN_LISTS);
    if (bySqlite === null) log.note("SQLite's own shell is not here, so it was not asked.");
    else log.check('the same, by the shell of SQLite', seen, bySqlite);
    log.check('open tickets', await clerk.railCount('Open'), inOffice(office, `${IN_LISTS} AND open = 1`));
    log.check(
      'people',
      await clerk.railCount('People'),
      inOffice(office, 'SELECT count(*) FROM people WHERE hidden = 0'),
    );
    await clerk.shoot('tickets');
  });

/** Brings in the list of walk-ins: file, columns, check, rows. */
export const bringIn = ({ clerk, log, office }: Tour) =>
  log.step('Brought in a spreadsheet of walk-ins', async () => {
    const before = Number(inOffice(office, IN_LISTS));
    await clerk.desk.app.evaluate(({ Menu }) => {
      const all = (items: Electron.MenuItem[]): Electron.MenuItem[] =>
        items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
      all(Menu.getApplicationMenu()?.items ?? [])
        .find(({ label }) => label.includes('spreadsheet'))
        ?.click();
    });
    await answerOpen(clerk.desk, [TABLE]);
    await clerk.button('Choose a file').click();
    await clerk.button('Match the columns').waitFor();
    await clerk.shoot('bring-in-file');
    await clerk.button('Match the columns').click();
    await clerk.page.getByRole('radio', { name: /1 Oct 2026/ }).click();
    await clerk.shoot('bring-in-columns');
    await clerk.button('Check all rows').click();
    const make = clerk.button(/^Bring in [\d,]+ rows?$/);
    await make.waitFor();
    await clerk.shoot('bring-in-check');
    const offered = Number((await make.innerText()).replace(/\D/g, ''));
    await make.click();
    const verdict = clerk.page.locator('.verdict');
    await verdict
      .getByText(/brought in/)
      .first()
      .waitFor();
    const said = Number(
      /([\d,]+) tickets? (was|were) brought in/.exec(await verdict.innerText())?.[1]?.replace(/\D/g, ''),
    );
    await clerk.shoot('bring-in-result');
    log.check('rows offered to come in', offered, said);
    log.check('tickets that came in', said, Number(inOffice(office, IN_LISTS)) - before);
    const left = 'SELECT refused FROM imports ORDER BY id DESC LIMIT 1';
    const rows = clerk.page.getByRole('region', { name: 'Rows left out' }).getByRole('row');
    log.check(
      'rows left out, in the list on the screen',
      Math.max(0, (await rows.count()) - 1),
      inOffice(office, left),
    );
    log.check('rows that came in and rows left out, by the file', said + Number(inOffice(office, left)), rowsOf(TABLE));
    await clerk.button('Go to the tickets').click();
    await clerk.rowsAreThere();
    log.check('tickets in all lists afterwards', await clerk.railCount('All'), inOffice(office, IN_LISTS));
  });

/** Rows of the table but its heading, by another reader of CSV than the desk's. */
const rowsOf = (table: string): number =>
  parse(readFileSync(table, 'latin1'), { delimiter: ';', relax_column_count: true }).length - 1;

/** Finds a walk-in by name and by address, and opens the ticket. */
export const findPerson = ({ clerk, log, office }: Tour) =>
  log.step('Found a person and opened the ticket', async (): Promise<{ toDelete: WalkIn; toAnonymise: WalkIn }> => {
    const people = twoWalkIns(office);
    const { email, name, subject, trackingId } = people.toAnonymise;
    const withAddress = `SELECT count(DISTINCT x.ticket_id) FROM identifiers i JOIN ticket_people x ON x.person_id = i.person_id
      JOIN tickets t ON t.id = x.ticket_id WHERE i.value = ? AND x.role <> 'mentioned' AND t.hidden = 0`;
    log.check('tickets found by the mail address', await clerk.find(email), inOffice(office, withAddress, email));
    await clerk.shoot('find');
    log.check('tickets found by the name', await clerk.find(name), inOffice(office, withAddress, name));
    await clerk.reader.getByText(trackingId).first().waitFor();
    log.check(
      'subject of the ticket that was opened',
      await clerk.reader.getByRole('heading', { level: 2 }).innerText(),
      subject,
    );
    return people;
  });

const LAST_LINE = 'SELECT * FROM ledger ORDER BY id DESC LIMIT 1';
const TARGETS = `SELECT t.tracking_id AS id FROM ledger_targets l JOIN tickets t ON t.uid = l.target_uid
  WHERE l.kind = 'ticket' AND l.ledger_id = (SELECT max(id) FROM ledger) ORDER BY 1`;
type LedgerLine = { kind: string; pages: number | null; bytes: number; sha256: string; tickets: number };

async function saveAsPdf({ clerk }: Tour, path: string, picture: string): Promise<void> {
  await answerSave(clerk.desk, path);
  await clerk.press('p');
  const dialog = clerk.page.getByRole('dialog', { name: 'Print' });
  await dialog.waitFor();
  await clerk.shoot(picture);
  await dialog.getByRole('button', { name: 'Save as PDF' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 60_000 });
}

/** Looks at a PDF again: its pages by poppler, its line in the ledger. */
function lookAtPaper({ log, office }: Tour, path: string, tickets: number): void {
  const [line] = rowsInOffice<LedgerLine>(office, LAST_LINE);
  const ids = rowsInOffice<{ id: string }>(office, TARGETS).map(({ id }) => id);
  log.check('tickets on the paper, by the ledger', line?.tickets ?? 0, tickets);
  const pages = pagesOf(path);
  if (pages === null) return log.note('pdftotext is not here, so no PDF was read back.');
  log.check('pages read back', pages.length, line?.pages);
  log.check(
    'pages that say which of how many they are',
    pages.filter((text) => /Page \d+ of \d+/.test(text)).length,
    pages.length,
  );
  log.check('tracking ids read back', ids.filter((id) => pages.some((text) => text.includes(id))).length, ids.length);
}

/** Prints the ticket that is open. */
export const printOne = (tour: Tour) =>
  tour.log.step('Printed one ticket as PDF', async () => {
    const path = join(tour.folder, 'one-ticket.pdf');
    await tour.clerk.list.focus();
    await saveAsPdf(tour, path, 'print');
    lookAtPaper(tour, path, 1);
  });

/** Chooses the first twenty of all tickets by keyboard, and prints them. */
export const printTwenty = (tour: Tour) =>
  tour.log.step('Chose twenty tickets and printed them as one PDF', async () => {
    const { clerk } = tour;
    await clerk.goView('All');
    await clerk.list.focus();
    await clerk.press('Home', 'x', ...Array.from({ length: 19 }, () => 'Shift+j'));
    const bar = clerk.page.getByRole('toolbar', { name: 'Selected tickets' });
    await bar.getByText(/^20 selected/).waitFor();
    await clerk.shoot('twenty-chosen');
    const path = join(tour.folder, 'twenty-tickets.pdf');
    await saveAsPdf(tour, path, 'print-twenty');
    lookAtPaper(tour, path, 20);
  });

/** Writes the ticket that is open as XML for Excel, from its own menu. */
export const exportXml = (tour: Tour) =>
  tour.log.step('Exported one ticket as XML for Excel', async () => {
    const { clerk, log, office, folder } = tour;
    const path = join(folder, 'one-ticket.xml');
    await answerSave(clerk.desk, path);
    await clerk.list.focus();
    await clerk.press('.');
    await clerk.page.getByRole('menuitem', { name: 'Export to XML for Excel' }).click();
    const dialog = clerk.page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('checkbox', { name: 'Replies' }).setChecked(true);
    await clerk.shoot('export-xml');
    await clerk.press('Control+Enter');
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    const ids = rowsInOffice<{ id: string }>(office, TARGETS).map(({ id }) => id);
    log.check('tickets it is of, by the ledger', ids.length, 1);
    const written = readFileSync(path);
    const [line] = rowsInOffice<LedgerLine>(office, LAST_LINE);
    log.check('bytes, by the ledger', written.length, line?.bytes);
    log.check('its tracking id stands in it', written.includes(ids[0] ?? '-'), true);
    const lines = linesByLibreOffice(path);
    if (lines === null) log.note('LibreOffice is not here, so the XML was not read back.');
    else log.check('tickets in it, by LibreOffice', lines.length, 1);
  });

/** Writes the same twenty as a workbook, with all sheets. */
export const exportSelection = (tour: Tour) =>
  tour.log.step('Exported the selection as a workbook', async () => {
    const { clerk, log, office, folder } = tour;
    const path = join(folder, 'selection.xlsx');
    await answerSave(clerk.desk, path);
    await clerk.press('Control+e');
    const dialog = clerk.page.getByRole('dialog', { name: 'Export' });
    for (const sheet of ['Replies', 'Private notes', 'Ticket history', 'People', 'Attachments'])
      await dialog.getByRole('checkbox', { name: sheet }).setChecked(true);
    await clerk.shoot('export');
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await dialog.waitFor({ state: 'detached', timeout: 60_000 });
    const [line] = rowsInOffice<LedgerLine>(office, LAST_LINE);
    const ids = rowsInOffice<{ id: string }>(office, TARGETS).map(({ id }) => id);
    const column = await columnOf(path, 'Tracking ID');
    log.check('tickets in the workbook, by the ledger', column.length, line?.tickets);
    log.check('their tracking ids', [...column].sort().join(' '), ids.join(' '));
    const lines = linesByLibreOffice(path);
    if (lines === null) log.note('LibreOffice is not here, so the workbook was read back by exceljs only.');
    else log.check('tickets in the workbook, by LibreOffice', lines.length, column.length);
    await clerk.press('Escape');
  });
