import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../e2e/desk.ts';
import type { WalkIn } from './chosen.ts';
import type { Tour } from './first-half.ts';
import { bytesIn, inOffice } from './second-look.ts';
import type { Clerk } from './window.ts';

const HIDDEN = 'SELECT hidden FROM tickets WHERE id = ?';
const IN_LISTS = 'SELECT count(*) FROM tickets WHERE hidden = 0';

async function chooseReason(clerk: Clerk, down: number): Promise<void> {
  const reason = clerk.page.getByRole('combobox', { name: /^Reason/ });
  await reason.focus();
  await clerk.press('Enter');
  await clerk.page.getByRole('listbox').waitFor();
  for (let n = 1; n < down; n += 1) await clerk.press('ArrowDown');
  await clerk.press('Enter');
  await clerk.page.getByRole('listbox').waitFor({ state: 'detached' });
}

/** Finds the one ticket and gives its row the focus. */
async function toTicket(clerk: Clerk, { email, trackingId }: WalkIn): Promise<void> {
  await clerk.find(email);
  await clerk.reader.getByText(trackingId).first().waitFor();
  await clerk.list.focus();
}

async function deleteIt(clerk: Clerk, walkIn: WalkIn, picture?: string): Promise<void> {
  await toTicket(clerk, walkIn);
  await clerk.press('Delete');
  const page = clerk.page.getByRole('main', { name: 'Delete', exact: true });
  await page.getByRole('combobox', { name: /^Reason/ }).waitFor();
  await chooseReason(clerk, 2);
  if (picture) await clerk.shoot(picture);
  await page.locator('.confirm').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('complementary').getByRole('button', { name: 'Undo' }).waitFor();
}

/** Deletes one ticket, takes it back, and deletes it again. */
export const deleteOne = ({ clerk, log, office }: Tour, walkIn: WalkIn) =>
  log.step('Deleted a ticket, took it back, and deleted it again', async () => {
    const before = Number(inOffice(office, IN_LISTS));
    await deleteIt(clerk, walkIn, 'delete-preview');
    await clerk.shoot('deleted');
    log.check('it is out of all lists', inOffice(office, HIDDEN, walkIn.ticketId), 1);
    await clerk.page.getByRole('complementary').getByRole('button', { name: 'Undo' }).click();
    await clerk.rowsAreThere();
    log.check('it is back', inOffice(office, HIDDEN, walkIn.ticketId), 0);
    await deleteIt(clerk, walkIn);
    await clerk.press('Escape');
    log.check('it is out again', inOffice(office, HIDDEN, walkIn.ticketId), 1);
    await clerk.goView('All');
    log.check('tickets in all lists', await clerk.railCount('All'), before - 1);
  });

/** Anonymises another one, by the menu. */
export const anonymiseOne = ({ clerk, log, office }: Tour, walkIn: WalkIn) =>
  log.step('Anonymised a ticket', async () => {
    log.check('its name stands in the office file before', bytesIn(office, [walkIn.name]).length, 1);
    await toTicket(clerk, walkIn);
    await clerk.press('.');
    await clerk.page.getByRole('menuitem', { name: /^Anonymise/ }).press('Enter');
    const page = clerk.page.getByRole('main', { name: 'Anonymise', exact: true });
    await page.getByRole('combobox', { name: /^Reason/ }).waitFor();
    await chooseReason(clerk, 1);
    await clerk.shoot('anonymise-preview');
    await page.locator('.confirm').getByRole('button', { name: 'Anonymise' }).click();
    await page.getByRole('heading', { name: /^Identifying data removed/ }).waitFor({ timeout: 60_000 });
    await clerk.shoot('anonymised');
    await clerk.press('Escape');
  });

/** Looks for the person again: on the screen, in the rows, and in the bytes. */
export const lookAgain = ({ clerk, log, office }: Tour, { name, email, ticketId }: WalkIn) =>
  log.step('Looked for the anonymised person again', async () => {
    log.check('tickets found by the name', await clerk.find(name), 0);
    await clerk.shoot('nothing-found');
    log.check('tickets found by the mail address', await clerk.find(email), 0);
    const left = `SELECT (SELECT count(*) FROM people WHERE name = ?) + (SELECT count(*) FROM identifiers WHERE value IN (?, ?))`;
    log.check('rows that know the person', inOffice(office, left, name, name, email), 0);
    const kept = 'SELECT count(*) FROM tickets WHERE id = ? AND anonymised_at IS NOT NULL AND category_id IS NOT NULL';
    log.check('the ticket is still counted, without them', inOffice(office, kept, ticketId), 1);
    // What SQLite leaves between the rows is wiped right after the act, and waited for here.
    let found = bytesIn(office, [name, email]);
    for (let tries = 0; tries < 50 && found.length > 0; tries += 1) {
      await new Promise((wait) => setTimeout(wait, 200));
      found = bytesIn(office, [name, email]);
    }
    log.check('name and address as bytes in the office file and its journal', found.length, 0);
    await clerk.goView('All');
  });

/** Looks into the other screens: people, a person, a new ticket, privacy, settings, the keys. */
export const otherScreens = ({ clerk, log, office }: Tour) =>
  log.step('Looked into the other screens', async () => {
    await clerk.press('Control+n');
    await clerk.page.getByRole('textbox', { name: /subject/i }).waitFor();
    await clerk.shoot('new-ticket');
    await clerk.press('Escape');
    await clerk.rail.getByRole('button', { name: /^People/ }).click();
    await clerk.page.getByRole('listbox', { name: 'People' }).locator('.row:not(.awaited)').first().waitFor();
    const people = Number(
      await clerk.page
        .getByRole('listbox', { name: 'People' })
        .getByRole('option')
        .first()
        .getAttribute('aria-setsize'),
    );
    log.check('people in the list', people, inOffice(office, 'SELECT count(*) FROM people WHERE hidden = 0'));
    await clerk.shoot('people');
    await clerk.rail.getByRole('button', { name: /^Privacy/ }).click();
    const pending = clerk.page.getByRole('region', { name: 'Deleted, can still be undone' });
    await pending.locator('tbody tr').first().waitFor();
    const waiting = "SELECT count(*) FROM erasures WHERE act = 'delete' AND state = 'pending'";
    log.check('deletes that can still be undone', await pending.locator('tbody tr').count(), inOffice(office, waiting));
    await clerk.shoot('privacy');
    await clerk.rail.getByRole('button', { name: /^Settings/ }).click();
    const sections = clerk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button');
    await sections.first().waitFor();
    for (const name of await sections.allInnerTexts()) {
      const [title = ''] = name.split('\n');
      await sections.filter({ hasText: title }).first().click();
      await clerk.shoot(`settings-${title.toLowerCase().replace(/\W+/g, '-')}`);
    }
    await clerk.press('?');
    await clerk.page.getByRole('dialog').waitFor();
    await clerk.shoot('keys');
    await clerk.press('Escape');
  });

type Backups = { folder: string; list: { id: string; tickets: number; people: number }[] };

/** Backs up as Settings offers it, and looks into the backup. */
export const backUp = ({ clerk, log, office }: Tour, gone: WalkIn) =>
  log.step('Backed up', async () => {
    await clerk.rail.getByRole('button', { name: /^Settings/ }).click();
    await clerk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Backups' }).click();
    await clerk.button('Back up now').click();
    const row = clerk.page.getByRole('row', { name: /Asked for/ }).first();
    await row.waitFor({ timeout: 60_000 });
    await clerk.shoot('backed-up');
    const { folder, list } = await ask<Backups>(clerk.desk, 'desktop.backups');
    const [newest] = list;
    const file = join(
      folder,
      readdirSync(folder).find((name) => newest && name.includes(newest.id)) ?? newest?.id ?? '',
    );
    log.check('tickets in the backup, as the list says', newest?.tickets, inOffice(file, IN_LISTS));
    log.check('the same as in the office', newest?.tickets, inOffice(office, IN_LISTS));
    log.check('tickets in the row on the screen', (await row.innerText()).includes(String(newest?.tickets)), true);
    log.check('SQLite says of the backup', inOffice(file, 'PRAGMA integrity_check'), 'ok');
    log.check('name and address of the anonymised person in it', bytesIn(file, [gone.name, gone.email]).length, 0);
  });

/** Closes the program; what was deleted is then gone to the last byte. */
export const close = ({ clerk, log, office }: Tour, deleted: WalkIn) =>
  log.step('Closed the program', async () => {
    const before = Number(inOffice(office, 'SELECT count(*) FROM tickets'));
    await clerk.desk.close();
    log.check('tickets, the deleted one purged', inOffice(office, 'SELECT count(*) FROM tickets'), before - 1);
    log.check('its name and address as bytes in the file', bytesIn(office, [deleted.name, deleted.email]).length, 0);
    log.check('SQLite says of the office', inOffice(office, 'PRAGMA integrity_check'), 'ok');
    const open = "SELECT count(*) FROM erasures WHERE state NOT IN ('done', 'undone') OR step <> ''";
    log.check('acts that are not at their end', inOffice(office, open), 0);
  });
