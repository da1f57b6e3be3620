import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { answerSave, ask, expect, given, startDesk, test, type Desk } from './desk.ts';
import { exportAll as exportFrom, exportDialog, PARTS, selectAll as selectIn } from './exporting.ts';
import { startSample } from './sample.ts';

const HESK = [
  ...['#', 'Tracking ID', 'Date', 'Updated', 'First reply at', 'Resolved at', 'Name', 'Email', 'Followers'],
  ...['Category', 'Priority', 'Status', 'Subject', 'Message', 'Owner', 'Replies', 'Replies (Staff)', 'Time worked'],
  'Due date',
];
const soffice = spawnSync('soffice', ['--version']).status === 0;
type Ticket = { id: number; trackingId: string; subject: string; entries: { kind: string; body: string }[] };

/** The sheets of a workbook of several, as LibreOffice reads them. */
function byLibreOffice(file: string, folder: string, sheet: string): Record<string, string>[] {
  const all = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
  const home = `-env:UserInstallation=file://${folder}/lo`;
  execFileSync('soffice', [home, '--headless', '--convert-to', all, '--outdir', folder, file], { stdio: 'ignore' });
  const read = file.replace(/\.\w+$/, `-${sheet}.csv`);
  return parse<Record<string, string>>(readFileSync(read), { columns: true, bom: true });
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.describe('@portability', () => {
  let desk: Desk;
  test.beforeAll(async () => {
    desk = await startSample();
  });
  test.afterAll(() => desk.close());

  const dialog = () => exportDialog(desk);
  const done = () => desk.page.getByRole('status', { name: 'What was done' });
  const selectAll = () => selectIn(desk);
  const exportAll = (format: string, name: string, parts: string[]) => exportFrom(desk, format, name, parts);
  const ledgerLine = async () => {
    const [row] = await ask<{ id: number }[]>(desk, 'exchange.ledgerPage', { filter: {}, after: null, limit: 1 });
    return ask<Record<string, unknown>>(desk, 'exchange.ledgerLine', { id: given(row).id });
  };

  test('@xml one ticket goes as XML for Excel from its own menu, by keyboard alone, with HESK’s columns and its replies', async () => {
    const { page } = desk;
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^All\b/ })
      .click();
    const rows = await ask<{ id: number; replies: number; trackingId: string }[]>(desk, 'tickets.page', {
      filter: { view: 'all' },
      sort: 'changed',
      after: null,
      limit: 50,
    });
    const at = rows.findIndex(({ replies }) => replies > 1);
    const { id, trackingId } = given(rows[at]);
    const ticket = await ask<Ticket>(desk, 'tickets.open', { id });
    const file = join(desk.folder, `${trackingId}.xml`);
    await answerSave(desk, file);
    await page.getByRole('listbox').first().focus();
    await page.keyboard.press('Home');
    for (let n = 0; n < at; n += 1) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByText(trackingId).first()).toBeVisible();
    await page.keyboard.press('.');
    await expect(page.getByRole('menu')).toBeVisible();
    const line = page.getByRole('menuitem', { name: 'Export to XML for Excel' });
    for (let n = 0; n < 20 && !(await line.evaluate((one) => one === document.activeElement)); n += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(dialog().getByRole('radio', { name: 'XML for Excel' })).toBeChecked();
    await expect(dialog().getByRole('checkbox', { name: 'Replies' })).toBeChecked();
    await page.keyboard.press('Control+Enter');
    await expect(done()).toContainText(`Exported 1 ticket to ${trackingId}.xml`);
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(readFileSync(file, 'utf8')).close();
    expect(await ledgerLine()).toMatchObject({
      kind: 'xml',
      sha256: sha256(readFileSync(file)),
      ticketsHere: [{ trackingId }],
      parts: ['replies', 'people', 'attachments'],
    });
    test.skip(!soffice, 'no soffice to read the file back');
    const [row] = byLibreOffice(file, desk.folder, 'Tickets');
    expect(Object.keys(given(row)).slice(0, HESK.length)).toEqual(HESK);
    expect(row).toMatchObject({ 'Tracking ID': trackingId, Subject: ticket.subject });
    expect(byLibreOffice(file, desk.folder, 'Replies').map((reply) => reply['Text'])).toEqual(
      ticket.entries.filter(({ kind }) => kind === 'reply').map(({ body }) => body),
    );
  });

  test('@csv all that a list holds goes as CSV: a row a ticket, nothing a formula, read back whole', async () => {
    const hostile = '=HYPERLINK("http://evil.example","click")';
    const { trackingId } = await ask<{ trackingId: string }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: '+cmd|calc', email: '@sum@mail.example' } },
      subject: hostile,
      message: '-1\n]]>\u0001\u202e',
    });
    const file = await exportAll('CSV', 'all.csv', ['Replies', 'People']);
    const bytes = readFileSync(file);
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const rows = parse<Record<string, string>>(bytes, { columns: true, bom: true, record_delimiter: '\r\n' });
    expect(Object.keys(given(rows[0])).slice(0, HESK.length)).toEqual(HESK);
    expect(Object.keys(given(rows[0]))).toEqual(expect.arrayContaining(['People', 'Reply messages', 'Paperdesk UID']));
    expect(Object.keys(given(rows[0]))).not.toContain('Private notes');
    const counts = await ask<{ all: number }>(desk, 'tickets.counts');
    expect(rows).toHaveLength(counts.all);
    expect(rows.find((row) => row['Tracking ID'] === trackingId)).toMatchObject({
      Subject: `'${hostile}`,
      Name: "'+cmd|calc",
      Message: "'-1\n]]>\u0001\u202e",
    });
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    expect(await ledgerLine()).toMatchObject({ kind: 'csv', parts: ['replies', 'people'] });
  });

  test('@json all that a list holds goes as JSON that holds to its schema; what is deleted is not in it', async () => {
    const { id, trackingId } = await ask<{ id: number; trackingId: string }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Gone Girl' } },
      subject: 'To be deleted',
      message: 'Gone',
    });
    const preview = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'delete', selection: { ids: [id] } });
    await ask(desk, 'privacy.act', {
      act: 'delete',
      selection: { ids: [id] },
      stamp: preview.stamp,
      reason: 'request',
    });
    await expect.poll(() => ask(desk, 'tickets.byTrackingId', { trackingId }).catch(() => null)).toBeNull();
    const file = await exportAll('JSON', 'all.json', PARTS);
    const told = JSON.parse(readFileSync(file, 'utf8')) as { count: number; tickets: { trackingId: string }[] };
    const formats = { 'date-time': (text: string) => Number.isFinite(Date.parse(text)) };
    const validate = new Ajv2020({ strict: true, strictRequired: false, formats }).compile(
      JSON.parse(readFileSync('docs/tickets.schema.json', 'utf8')) as object,
    );
    validate(told);
    expect(validate.errors ?? []).toEqual([]);
    const counts = await ask<{ all: number }>(desk, 'tickets.counts');
    expect([told.count, told.tickets.length]).toEqual([counts.all, counts.all]);
    expect(readFileSync(file, 'utf8')).not.toContain(trackingId);
    expect(readFileSync(file, 'utf8')).not.toContain('Gone Girl');
  });

  test('attachments of a selection go as ZIP, whole, each under its own name, with a list of what each is', async () => {
    const file = await exportAll('Attachments, ZIP', 'all.zip', []);
    const files = unzipSync(readFileSync(file));
    const list = parse<Record<string, string>>(Buffer.from(given(files['list.csv'])), { columns: true, bom: true });
    expect(list.length).toBeGreaterThan(50);
    expect(Object.keys(files)).toHaveLength(list.length + 1);
    for (const row of list) expect(sha256(given(files[row['File'] ?? '']))).toBe(row['SHA-256']);
    expect(await ledgerLine()).toMatchObject({ kind: 'zip', parts: [] });
  });

  test('the format and what goes along are remembered', async () => {
    const { page } = desk;
    await exportAll('CSV', 'again.csv', ['People']);
    await page.keyboard.press('Control+e');
    await expect(dialog().getByRole('radio', { name: 'CSV', exact: true })).toBeChecked();
    await expect(dialog().getByRole('checkbox', { name: 'People' })).toBeChecked();
    await expect(dialog().getByRole('checkbox', { name: 'Replies' })).not.toBeChecked();
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeHidden();
  });

  test('what cannot be written says why in its place, and leaves the old file untouched', async () => {
    const { page } = desk;
    const gone = join(desk.folder, 'no-such-folder', 'all.json');
    await answerSave(desk, gone);
    await selectAll();
    await page.keyboard.press('Control+e');
    await dialog().getByRole('radio', { name: 'JSON', exact: true }).click();
    await dialog()
      .getByRole('button', { name: /Choose a place/ })
      .click();
    await expect(dialog().getByRole('alert')).toContainText('folder of this file is not there');
    await page.keyboard.press('Escape');
    expect(existsSync(gone)).toBe(false);
  });

  test('stopped, nothing is left but what was there', async () => {
    const old = join(desk.folder, 'old.zip');
    writeFileSync(old, 'old');
    await answerSave(desk, old);
    const before = await ledgerLine();
    const { job } = await ask<{ job: string }>(desk, 'exchange.takeOut', {
      selection: { filter: { view: 'all' } },
      format: 'zip',
      parts: [],
      suggestedName: 'old',
    });
    await ask(desk, 'desktop.cancelJob', { job });
    await expect.poll(() => readdirSync(desk.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(readFileSync(old, 'utf8')).toBe('old');
    expect(await ledgerLine()).toEqual(before);
  });
});

test('@portability killed in the middle of an export, the old file is untouched, and the next start clears the half one away', async () => {
  const first = await startSample({ env: { PAPERDESK_KILL_AT: 'export: half written' } });
  const { folder, programFolder } = first;
  const file = join(folder, 'all.json');
  writeFileSync(file, 'old');
  await answerSave(first, file);
  const ended = first.app.waitForEvent('close');
  await ask(first, 'exchange.takeOut', {
    selection: { filter: { view: 'all' } },
    format: 'json',
    parts: ['replies'],
    suggestedName: 'all',
  }).catch(() => undefined);
  await ended;
  expect(readFileSync(file, 'utf8')).toBe('old');
  const halves = () => readdirSync(folder).filter((name) => name.endsWith('.part'));
  expect(halves()).toHaveLength(1);
  const again = await startDesk({ folder, programFolder });
  expect(halves()).toEqual([]);
  expect(readFileSync(join(programFolder, 'computer.json'), 'utf8')).not.toContain('.part');
  const rows = await ask<{ kind: string }[]>(again, 'exchange.ledgerPage', { filter: {}, after: null, limit: 10 });
  expect(rows.map(({ kind }) => kind)).not.toContain('json');
  await again.close();
});

test('@portability killed once it is written down, the ledger tells of it rather than not, and the old file is untouched', async () => {
  const first = await startSample({ env: { PAPERDESK_KILL_AT: 'export: written down' } });
  const { folder, programFolder } = first;
  const file = join(folder, 'all.csv');
  writeFileSync(file, 'old');
  await answerSave(first, file);
  const ended = first.app.waitForEvent('close');
  await ask(first, 'exchange.takeOut', {
    selection: { filter: { view: 'all' } },
    format: 'csv',
    parts: [],
    suggestedName: 'all',
  }).catch(() => undefined);
  await ended;
  expect(readFileSync(file, 'utf8')).toBe('old');
  const again = await startDesk({ folder, programFolder });
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  const rows = await ask<{ kind: string }[]>(again, 'exchange.ledgerPage', { filter: {}, after: null, limit: 10 });
  expect(rows[0]?.kind).toBe('csv');
  await again.close();
});
