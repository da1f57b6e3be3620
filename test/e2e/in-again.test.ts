import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DifferenceField, DifferenceReason, Unsaid } from '../../src-main/contract/exchange.ts';
import type { RecordFile } from '../../src-main/exchange/record/shape.ts';
import { bringIn as words } from '../../src-renderer/texts/en/import.ts';
import { HESK_TICKETS, heskExport } from '../fixtures/hesk-export.ts';
import { otherwise, toldIn, unnamed, type Told } from '../fixtures/moved.ts';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, given, startDesk, test, type Desk } from './desk.ts';
import { all, deleteAll, residents, WORDS } from './erasing.ts';
import { exportAll, PARTS } from './exporting.ts';
import { startSample } from './sample.ts';

const button = ({ page }: Desk, name: string | RegExp) => page.getByRole('button', { name });
const EVERYTHING = [...PARTS, 'The files themselves'];
const FORMATS = [
  ['XLSX', 'Excel workbook', 'moved.xlsx'],
  ['JSON', 'JSON', 'moved.json'],
  ['CSV', 'CSV', 'moved.csv'],
  ['XML', 'XML for Excel', 'moved.xml'],
] as const;

async function newOffice(desk: Desk, name: string): Promise<void> {
  await answerSave(desk, join(desk.folder, `${name}.desk`));
  await ask(desk, 'desktop.newOffice', { name, owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
}

/** Chooses a file to be brought in, as File, Bring in a spreadsheet does. */
async function choose(desk: Desk, path: string): Promise<void> {
  await desk.app.evaluate(({ Menu }) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
    items.find(({ label }) => label.includes('spreadsheet'))?.click();
  });
  await expect(desk.page.getByRole('main', { name: 'Bring in a spreadsheet' })).toBeVisible();
  await answerOpen(desk, [path]);
  await button(desk, /^(Choose a file|Choose another file|Bring in another file)$/).click();
}
const verdict = ({ page }: Desk) => page.locator('.verdict');
const report = ({ page }: Desk) => page.getByRole('region', { name: 'Otherwise here than in the file' });

const codeOf = <T extends string>(all_: Record<T, string>, said: string): T | undefined =>
  (Object.keys(all_) as T[]).find((code) => all_[code] === said);
/** A report as the user saved it, by the codes of its words. */
function told(text: string): Told {
  const by: Told = new Map();
  for (const [id, some] of toldIn.text(text, words.report.heads.unsaid))
    by.set(
      id,
      some.map(({ field, name, why }) =>
        why === 'unsaid'
          ? { field: given(codeOf<Unsaid>(words.report.unsaidWords, field)), name, why }
          : {
              field: given(codeOf<DifferenceField>(words.differing.fields, field)),
              name,
              why: given(codeOf<DifferenceReason>(words.report.whys, why)),
            },
      ),
    );
  return by;
}

test.describe('@in-again the sample office moved into an empty one', () => {
  const files = mkdtempSync(join(tmpdir(), 'paperdesk-moved-'));
  let desk: Desk;
  let before: RecordFile;
  test.beforeAll(async () => {
    test.slow();
    desk = await startSample();
    for (const [, format, name] of FORMATS) {
      const from = await exportAll(desk, format, name, EVERYTHING);
      writeFileSync(join(files, name), readFileSync(from));
    }
    before = JSON.parse(readFileSync(join(files, 'moved.json'), 'utf8')) as RecordFile;
  });
  test.afterAll(() => desk.close());

  for (const [short, , name] of FORMATS)
    test(`@in-again by ${short}: no column to match, every ticket comes, and the report names all that is otherwise`, async () => {
      test.slow();
      const { page } = desk;
      await newOffice(desk, `By ${short}`);
      await choose(desk, join(files, name));
      await expect(page.getByRole('region', { name: 'Written by Paperdesk' })).toBeVisible();
      expect(await axe(desk)).toEqual([]);
      await button(desk, 'Check all tickets').click();
      await button(desk, /^Bring in [\d,]+ rows?$/).click();
      await expect(verdict(desk)).toContainText(`${before.tickets.length} tickets were brought in`);
      await expect(report(desk).getByRole('status')).toContainText(`${before.tickets.length} tickets compared`);
      const rows = report(desk).getByRole('row');
      await expect(rows.filter({ hasText: 'History' })).toContainText('the office writes its own');
      await expect(rows.filter({ hasText: 'Owner' })).toContainText('nobody of this office’s staff has this name');
      // each ticket of a kind is named, and opens
      const history = rows.filter({ hasText: 'the office writes its own' }).first();
      const n = Number((await history.getByRole('cell').nth(2).innerText()).replaceAll(',', ''));
      expect(n).toBeGreaterThan(2);
      await history.getByRole('button', { name: `All ${n} tickets` }).press('Enter');
      await expect(history.getByRole('button', { name: 'Fewer' })).toBeVisible();
      const named = history.getByRole('button', { name: /^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}$/ });
      await expect(named).toHaveCount(Math.min(n, 100));
      const never = await rows.filter({ hasText: 'files of this kind do not say it' }).count();
      expect(never > 5).toBe(short !== 'JSON');
      expect(await axe(desk)).toEqual([]);
      const text = join(desk.folder, `${short}.txt`);
      await answerSave(desk, text);
      await button(desk, 'Save as text').click();
      await expect(page.getByText(`Saved as ${short}.txt.`)).toBeVisible({ timeout: 60_000 });
      const saved = told(readFileSync(text, 'utf8'));
      await button(desk, 'Go to the tickets').click();
      const out = await exportAll(desk, 'JSON', `again-${short}.json`, EVERYTHING);
      const after = JSON.parse(readFileSync(out, 'utf8')) as RecordFile;
      const differences = otherwise(before.tickets, after.tickets);
      expect(differences.length).toBeGreaterThan(0);
      expect(differences.filter(({ field }) => field === 'row' || field === 'uid')).toEqual([]);
      expect(unnamed(differences, saved)).toEqual([]);
      expect([...saved.values()].flat().some(({ why }) => why === 'unsaid')).toBe(short !== 'JSON');
    });

  test('@in-again brought in a second time it adds nothing, whatever the format', async () => {
    for (const [, , name] of FORMATS.filter(([short]) => short !== 'XML')) {
      await choose(desk, join(files, name));
      await button(desk, 'Check all tickets').click();
      await button(desk, /^Bring in [\d,]+ rows?$/).click();
      await expect(verdict(desk)).toContainText('Nothing new was brought in');
    }
    expect((await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(before.tickets.length);
  });

  test('@undo-edit what was brought in is taken back by Undo while nobody touched it, and comes in anew', async () => {
    const { page } = desk;
    const bringInAll = async () => {
      await choose(desk, join(files, 'moved.json'));
      await button(desk, 'Check all tickets').click();
      await button(desk, /^Bring in [\d,]+ rows?$/).click();
      await expect(verdict(desk)).toContainText(`${before.tickets.length} tickets were brought in`);
    };
    const counted = async () => (await ask<{ all: number; people: number }>(desk, 'tickets.counts')).all;
    await newOffice(desk, 'Undone');
    await bringInAll();
    await button(desk, 'Undo').click();
    await expect(page.getByText('Undone. Nothing of what came in is left in the office.')).toBeVisible();
    expect(await ask<{ all: number; people: number }>(desk, 'tickets.counts')).toMatchObject({ all: 0, people: 0 });
    await expect(button(desk, /^Undo/)).toHaveCount(0);

    await bringInAll();
    const [row] = await all(desk);
    await ask(desk, 'tickets.saveDraft', { id: given(row).id, kind: 'note', body: 'Half a word' });
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('alert')).toContainText('Not undone: somebody or something that was brought in');
    expect(await counted()).toBe(before.tickets.length);
  });
});

test('@in-again HESK’s XML for Excel comes in with replies, and a column left out is told', async () => {
  test.slow();
  const desk = await startDesk();
  try {
    await newOffice(desk, 'From HESK');
    const path = join(desk.folder, 'hesk_export.xml');
    writeFileSync(path, heskExport(HESK_TICKETS, { fields: ['Flat'], history: true, replies: true }));
    await choose(desk, path);
    await expect(desk.page.getByText('This is an export of HESK.')).toBeVisible();
    await button(desk, 'Match the columns').click();
    await button(desk, 'Check all rows').click();
    await button(desk, /^Bring in [\d,]+ rows?$/).click();
    await expect(verdict(desk)).toContainText('3 tickets were brought in');
    await expect(report(desk)).toContainText('3 tickets compared');
    await expect(report(desk)).not.toContainText('the file does not say');
    await expect(report(desk)).not.toContainText(words.report.never);
    await expect(report(desk)).toContainText(/Columns left out: .*Ticket history/);
    expect(await all(desk)).toHaveLength(3);
  } finally {
    await desk.close();
  }
});

test('@in-again what was erased stays out unless somebody says row by row that it comes in anyway', async () => {
  test.slow();
  const desk = await startDesk();
  try {
    await residents(desk);
    const path = await exportAll(desk, 'JSON', 'before.json', EVERYTHING);
    await deleteAll(desk, 'rosa');
    const left = (await all(desk)).length;
    const check = async () => {
      await choose(desk, path);
      await button(desk, 'Check all tickets').click();
      const asked = desk.page.getByRole('region', { name: '2 tickets were erased here' });
      await expect(asked.getByRole('row')).toHaveCount(3);
      return asked;
    };
    const asked = await check();
    await expect(asked).toContainText('the ticket was deleted');
    // what stays out is not counted among what comes in
    await expect(button(desk, `Bring in ${left} rows`)).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    await button(desk, /^Bring in [\d,]+ rows?$/).click();
    await expect(verdict(desk)).toContainText('Nothing new was brought in');
    await expect(desk.page.getByText('2 rows were deleted or anonymised here before, and stay so.')).toBeVisible();
    expect(await all(desk)).toHaveLength(left);

    const again = await check();
    const first = again.getByRole('checkbox', { name: /^Bring row \d+ in anyway$/ }).first();
    await first.focus();
    await desk.page.keyboard.press('Space');
    await expect(first).toBeChecked();
    await expect(button(desk, `Bring in ${left + 1} rows`)).toBeVisible();
    await button(desk, /^Bring in [\d,]+ rows?$/).click();
    await expect(verdict(desk)).toContainText('1 ticket was brought in');
    await expect(report(desk)).toContainText('another ticket has it here, or had it before it was erased');
    const rows = await all(desk);
    expect(rows).toHaveLength(left + 1);
    expect(rows.filter(({ requester }) => requester === WORDS.rosa[0])).toHaveLength(1);
  } finally {
    await desk.close();
  }
});
