import { once } from 'node:events';
import { existsSync, openSync, closeSync, ftruncateSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answerOpen, answerSave, ask, startDesk, type Desk } from '../e2e/desk.ts';
import { blankStart } from './blank.ts';
import { copyOf } from './desk.ts';
import { figure, percentile, rate, timed, type Line } from './figures.ts';
import type { Name } from './goals.ts';
import { chance } from './seed/index.ts';
import { TABLE_ROWS, writeTable } from './table-file.ts';
import { firstRows, jump, list, longWork, mostMemory, watchAnswers, watchMemory } from './window.ts';

const STARTS = 5;
const JUMPS = 100;
const SHEETS = 3;
const GB = 2 ** 30;
/** In the office, in its journal, and the copy on the disk. */
const ROOM_FOR_2_GB = 9 * GB;

type Row = { id: number };
type Wanted = (name: Name) => boolean;

/** The built program with its window, on a copy of an office. What cannot be measured here is said, with the reason. `said` hears of memory between the steps. */
export async function* measuredProgram(
  office: string,
  wanted: Wanted,
  said: (line: string) => void,
): AsyncGenerator<Line> {
  const copy = copyOf(office);
  const programFolder = join(copy.folder, 'program');
  const start = () => startDesk({ folder: copy.folder, programFolder, args: [copy.path] });
  try {
    if (wanted('start')) yield await left('start', () => starts(start));
    const inWindow: [Name, (desk: Desk) => Promise<Line>][] = [
      ['scroll-jump', scrollJump],
      ['xlsx-10000', xlsx],
      ['json-10000', json],
      ['pdf-50', pdf],
      ['import-csv', importCsv],
      ['anonymise-1000', anonymise],
      ['attachment-2gb', attachment],
      ['sql-out', sqlOut],
      // last: another office is open then
      ['sql-in', sqlIn],
    ];
    const asked = inWindow.filter(([name]) => wanted(name) || wanted('memory-mb'));
    if (asked.length === 0) return;
    const desk = await start();
    try {
      await firstRows(desk);
      said(`With its first rows the main process has had ${Math.round(await mostMemory(desk))} MB at most`);
      const memory = watchMemory(desk);
      for (const [name, measured] of asked) {
        const line = await left(name, () => measured(desk));
        if (wanted(name)) yield line;
        said(`After ${name} the main process had had ${Math.round(await mostMemory(desk))} MB at most`);
      }
      if (wanted('memory-mb'))
        yield { ...figure('memory-mb', await memory()), most: Math.round(await mostMemory(desk)) };
    } finally {
      await ended(desk);
    }
  } finally {
    copy.remove();
  }
}

/** Closes the desk and waits until its process is gone: before that another one could not have the office. */
async function ended(desk: Desk): Promise<void> {
  const child = desk.app.process();
  await desk.close();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A measure that fails is told with its reason, and the others go on. */
async function left(name: Name, measured: () => Promise<Line>): Promise<Line> {
  try {
    return await measured();
  } catch (error) {
    return { name, skipped: `failed: ${error instanceof Error ? error.message.split('\n')[0] : typeof error}` };
  }
}

async function starts(start: () => Promise<Desk>): Promise<Line> {
  const blank: number[] = [];
  const ours: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    blank.push(await blankStart());
    let desk: Desk | undefined;
    ours.push(
      await timed(async () => {
        desk = await start();
        await firstRows(desk);
      }),
    );
    if (desk) await ended(desk);
  }
  const own = percentile(
    [...blank].sort((a, b) => a - b),
    0.5,
  );
  return figure(
    'start',
    ours.map((ms) => Math.max(0, ms - own)),
  );
}

/** Goes to the list of all tickets and waits until it is that list whose rows stand there. */
async function toAll(desk: Desk): Promise<void> {
  await desk.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^All\b/ })
    .click();
  const { all } = await ask<{ all: number }>(desk, 'tickets.counts');
  await list(desk).locator(`.row:not(.awaited)[aria-setsize="${all}"]`).first().waitFor();
}

async function scrollJump(desk: Desk): Promise<Line> {
  await toAll(desk);
  const random = chance(23);
  const took: number[] = [];
  await jump(desk.page, 0.5);
  for (let n = 0; n < JUMPS; n += 1) took.push(await jump(desk.page, random()));
  await jump(desk.page, 0.999);
  return figure('scroll-jump', took);
}

/** The newest so many tickets of the office. */
async function newest(desk: Desk, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let after: number[] | null = null; ids.length < count;) {
    const rows: (Row & { key: number[] })[] = await ask(desk, 'tickets.page', {
      filter: { view: 'all' },
      sort: 'created',
      after,
      limit: Math.min(200, count - ids.length),
    });
    if (rows.length === 0) break;
    ids.push(...rows.map(({ id }) => id));
    after = rows.at(-1)?.key ?? null;
  }
  return ids;
}

/** By hand as a clerk does it: the first row, the thumb to row 10,000, Shift and a click, then the dialog. */
async function xlsx(desk: Desk): Promise<Line> {
  const { page } = desk;
  await toAll(desk);
  await list(desk).focus();
  await page.keyboard.press('Home');
  const count = (await ask<{ all: number }>(desk, 'tickets.counts')).all;
  const last = Math.min(10_000, count);
  await page.locator('.list .row[data-index="0"]').click();
  await jump(page, Math.min(0.999, last / count));
  await page.waitForTimeout(300);
  await page
    .locator('.list .row')
    .nth(12)
    .click({ modifiers: ['Shift'] });
  const file = join(desk.folder, 'ten-thousand.xlsx');
  await answerSave(desk, file);
  await page
    .getByRole('toolbar', { name: 'Selected tickets' })
    .getByText(/selected of/)
    .waitFor();
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  for (const sheet of ['Replies', 'Private notes', 'Ticket history', 'People', 'Attachments'])
    await dialog.getByRole('checkbox', { name: sheet }).setChecked(false);
  const ended = await watchAnswers(page);
  const ms = await timed(async () => {
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await dialog.waitFor({ state: 'detached', timeout: 300_000 });
  });
  const worst = await ended();
  if (!existsSync(file)) throw new Error('no workbook was written');
  rmSync(file);
  await page.keyboard.press('Escape');
  return figure('xlsx-10000', [ms], { worst });
}

/** As the worker writes it, from the answer of the system's dialog to the file in its place. */
async function json(desk: Desk): Promise<Line> {
  const selection = { ids: await newest(desk, 10_000) };
  const file = join(desk.folder, 'ten-thousand.json');
  const parts = ['replies', 'notes', 'history', 'people', 'attachments'];
  const took: number[] = [];
  for (let n = 0; n < SHEETS; n += 1) {
    await answerSave(desk, file);
    const input = { selection, format: 'json', parts, suggestedName: 'tickets' };
    took.push(await timed(() => longWork(desk.page, 'exchange.takeOut', input)));
    if (statSync(file).size < 1_000_000) throw new Error('no JSON was written');
    rmSync(file);
  }
  return figure('json-10000', took);
}

async function pdf(desk: Desk): Promise<Line> {
  const ids = await newest(desk, 50 * (SHEETS + 1));
  const took: number[] = [];
  for (let n = 0; n <= SHEETS; n += 1) {
    const file = join(desk.folder, `fifty-${n}.pdf`);
    await answerSave(desk, file);
    const selection = { ids: ids.slice(n * 50, n * 50 + 50) };
    took.push(await timed(() => ask(desk, 'desktop.print', { selection, to: 'pdf', parts: [] })));
    if (statSync(file).size < 10_000) throw new Error('no paper was drawn');
    rmSync(file);
  }
  return figure('pdf-50', took);
}

async function importCsv(desk: Desk): Promise<Line> {
  const file = join(desk.folder, 'customers.csv');
  writeTable(file);
  await answerOpen(desk, [file]);
  const [chosen] = await ask<{ token: string }[]>(desk, 'desktop.chooseFiles', { what: 'table' });
  const token = chosen?.token;
  const { value } = await longWork(desk.page, 'exchange.inspect', { file: token });
  const { mapping } = value as { mapping: unknown };
  const done = await longWork(desk.page, 'exchange.bringIn', { file: token, mapping, source: 'customers' });
  const { added } = done.value as { added: number };
  if (added !== TABLE_ROWS) throw new Error(`${added} of ${TABLE_ROWS} rows came in`);
  return figure('import-csv', [done.ms]);
}

async function anonymise(desk: Desk): Promise<Line> {
  const ids = (await newest(desk, 20_000)).filter((_, n) => n % 10 === 5).slice(-1_000);
  const selection = { ids };
  const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'anonymise', selection });
  const { ms, value } = await longWork(desk.page, 'privacy.act', {
    act: 'anonymise',
    selection,
    stamp,
    reason: 'no-longer-needed',
  });
  const { tickets } = value as { tickets: number };
  if (tickets !== ids.length) throw new Error(`${tickets} of ${ids.length} tickets were anonymised`);
  return figure('anonymise-1000', [ms]);
}

async function attachment(desk: Desk): Promise<Line> {
  const { bavail, bsize } = statfsSync(desk.folder);
  if (bavail * bsize < ROOM_FOR_2_GB) return { name: 'attachment-2gb', skipped: 'the disk has no room for it' };
  const source = join(desk.folder, 'two-gigabytes.bin');
  const file = openSync(source, 'w');
  ftruncateSync(file, 2 * GB);
  closeSync(file);
  const [ticket] = await newest(desk, 1);
  const out = join(desk.folder, 'out.bin');
  await answerOpen(desk, [source]);
  await answerSave(desk, out);
  const [chosen] = await ask<{ token: string }[]>(desk, 'desktop.chooseFiles', { what: 'attachments' });
  const ms = await timed(async () => {
    await ask(desk, 'tickets.attach', { id: ticket, files: [chosen?.token] });
    const { attachments } = await ask<{ attachments: { id: number; size: number }[] }>(desk, 'tickets.open', {
      id: ticket,
    });
    const big = attachments.find(({ size }) => size === 2 * GB);
    await ask(desk, 'desktop.saveAttachment', { attachmentId: big?.id });
    if (statSync(out).size !== 2 * GB) throw new Error('not all of it came out');
    const selection = { ids: [ticket] };
    const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'delete', selection });
    const act = { act: 'delete', selection, stamp, reason: 'mistake' };
    const { value } = await longWork(desk.page, 'privacy.act', act);
    await longWork(desk.page, 'privacy.purge', { erasure: (value as { erasure: number }).erasure });
  });
  rmSync(source);
  rmSync(out);
  return figure('attachment-2gb', [ms]);
}

const sqlFile = (desk: Desk) => join(desk.folder, 'office.sql');

async function sqlOut(desk: Desk): Promise<Line> {
  const { bavail, bsize } = statfsSync(desk.folder);
  if (bavail * bsize < ROOM_FOR_2_GB) return { name: 'sql-out', skipped: 'the disk has no room for it' };
  await answerSave(desk, sqlFile(desk));
  const { ms } = await longWork(desk.page, 'exchange.saveSql', { dialect: 'sqlite' });
  return rate('sql-out', statSync(sqlFile(desk)).size, ms);
}

async function sqlIn(desk: Desk): Promise<Line> {
  if (!existsSync(sqlFile(desk))) {
    const out = await sqlOut(desk);
    if ('skipped' in out) return { ...out, name: 'sql-in' };
  }
  const { all } = await ask<{ all: number }>(desk, 'tickets.counts');
  await answerOpen(desk, [sqlFile(desk)]);
  await answerSave(desk, join(desk.folder, 'opened.desk'));
  const ms = await timed(() => ask(desk, 'desktop.openSql', {}));
  if ((await ask<{ all: number }>(desk, 'tickets.counts')).all !== all) throw new Error('not all tickets came back');
  return rate('sql-in', statSync(sqlFile(desk)).size, ms);
}
