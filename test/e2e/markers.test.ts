import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ipKey } from '../../src-main/store/search/index.ts';
import { residueInClosedIndex, residueInFolder, type Pattern } from '../../src-main/store/residue.ts';
import { makeMarkerOffice, type MarkerOffice, type Who } from '../fixtures/marker-office.ts';
import { ask, expect, startDesk, test, type Desk } from './desk.ts';
import { chooseReason, clear, filesWith, here, list, main, rows } from './erasing.ts';

/** Marker texts that say nothing of anybody and stay on an anonymised ticket. */
const STAYS = /^(tickets\.tracking_id|ticket_aliases\.tracking_id|custom_values\.value\/(radio|select|checkbox|date))$/;
/** The import's key of a row stays in the tombstone, so that the same file brings nothing back. */
const BURIED = /^tickets\.source_key$/;

type Started = { desk: Desk; office: MarkerOffice };

async function start(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
  const office = await makeMarkerOffice(folder, { bytes: 8_000 });
  const desk = await startDesk({ folder, args: [office.path] });
  await expect(list(desk)).toBeFocused();
  await expect(rows(desk)).toHaveCount(4);
  return { desk, office };
}

function patternsOf(office: MarkerOffice, who: Who, stays = /^$/): Pattern[] {
  const { markers, ip } = office[who];
  const texts = markers
    .filter(({ place }) => !stays.test(place) && !BURIED.test(place))
    .map(({ place, text }, n) => ({ name: `${place} ${n}`, text }));
  return [...texts, { name: 'ip', text: ip }, { name: 'ip_key', text: ipKey(ip) ?? '' }];
}

/** Every file of the office's folder and of the program's, read for A's markers; B's must all be there. */
function expectGone({ desk, office }: Started, stays?: RegExp): void {
  const gone = patternsOf(office, 'a', stays);
  for (const folder of [desk.folder, desk.programFolder])
    expect(residueInFolder(folder, gone).findings.map((one) => Object.values(one).join(' '))).toEqual([]);
  expect(residueInClosedIndex(office.path, gone)).toEqual([]);
  const words = gone.map(({ text }) => text);
  expect(filesWith(words, desk.folder, desk.programFolder)).toEqual([]);
  expectWhole(office, desk, 'b');
}
function expectWhole(office: MarkerOffice, desk: Desk, who: Who): void {
  const own = patternsOf(office, who);
  const found = residueInFolder(desk.folder, own).findings.map(({ pattern }) => pattern);
  expect(new Set(found)).toEqual(new Set(own.map(({ name }) => name)));
}

/** Puts the boxes of A's tickets on, by keyboard. */
async function selectA({ desk, office }: Started): Promise<void> {
  const { keyboard } = desk.page;
  const mine = await Promise.all(
    office.a.ticketIds.map(async (id) => (await ask<{ trackingId: string }>(desk, 'tickets.open', { id })).trackingId),
  );
  await keyboard.press('Home');
  for (let n = 0; n < 4; n += 1) {
    const row = await here(desk).innerText();
    if (mine.some((id) => row.includes(id))) await keyboard.press('x');
    await keyboard.press('j');
  }
}
async function toPage({ desk }: Started, act: 'Delete' | 'Anonymise'): Promise<void> {
  if (act === 'Delete') await desk.page.keyboard.press('Delete');
  else
    await desk.page
      .getByRole('button', { name: /^Anonymise/ })
      .first()
      .press('Enter');
  await expect(main(desk, act).getByRole('heading', { level: 2 })).toHaveText(`${act} 2 tickets`);
  await chooseReason(desk);
}

test.describe('@markers through the real window', () => {
  test.setTimeout(120_000);

  test('@markers deleted and the program closed: nothing of the one in any file, everything of the other', async () => {
    const it = await start();
    await selectA(it);
    await toPage(it, 'Delete');
    const { desk } = it;
    await desk.page.locator('.confirm').getByRole('button', { name: 'Delete' }).press('Enter');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText('2 tickets deleted');
    await desk.close();
    expectGone(it);
    clear(it.desk);
  });

  test('@markers deleted now, then closed: the same', async () => {
    const it = await start();
    await selectA(it);
    await toPage(it, 'Delete');
    const { page } = it.desk;
    await page.locator('.confirm').getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('complementary').getByRole('button', { name: 'Delete now' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete now' }).press('Enter');
    await expect(main(it.desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText('2 tickets purged');
    await it.desk.close();
    expectGone(it);
    clear(it.desk);
  });

  test('@markers anonymised: nothing that identifies the one is in any file, everything of the other is', async () => {
    const it = await start();
    await selectA(it);
    await toPage(it, 'Anonymise');
    await it.desk.page.locator('.confirm').getByRole('button', { name: 'Anonymise' }).press('Enter');
    await expect(main(it.desk, 'Anonymise').getByRole('heading', { level: 2 })).toHaveText(
      'Identifying data removed from 2 tickets',
    );
    await it.desk.close();
    expectGone(it, STAYS);
    clear(it.desk);
  });

  test('@markers looked at and cancelled: everything of both is there', async () => {
    const it = await start();
    const { desk, office } = it;
    await selectA(it);
    await toPage(it, 'Anonymise');
    await desk.page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await expect(list(desk)).toBeFocused();
    await toPage(it, 'Delete');
    await desk.page.keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await desk.close();
    expectWhole(office, desk, 'a');
    expectWhole(office, desk, 'b');
    clear(desk);
  });
});
