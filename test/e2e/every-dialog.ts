import { expect, type Desk } from './desk.ts';

/** Everything that opens over a ticket, its person, and the pages of deleting and anonymising. */
export async function dialogsOfATicket(desk: Desk): Promise<void> {
  const { page } = desk;
  const list = page.getByRole('listbox', { name: /^Tickets: / });
  const menu = (command: string) =>
    desk.app.evaluate(
      ({ BrowserWindow }, wanted) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('desk:event', 'menu', { command: wanted }),
      command,
    );
  for (const key of ['z', 'a', 'y', 's', 'm', 'p', 'Control+e']) {
    await list.focus();
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog'), key).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog'), key).toHaveCount(0);
  }
  await list.focus();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'More ways to find…' }).click();
  await expect(page.getByRole('dialog', { name: 'Find tickets' })).toBeVisible();
  await page.keyboard.press('Escape');
  for (const [command, name] of [
    ['about', /Paperdesk/],
    ['keys', 'All keys'],
    ['new-office', 'Make an office'],
    ['open-sql', 'Open an SQL file'],
  ] as const) {
    await menu(command);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('combobox', { name: /^Reason/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  for (const [act, name] of [
    ['Add a follower…', 'Add a follower'],
    ['Time worked…', 'Time worked'],
  ] as const) {
    await expect(page.getByRole('main', { name: 'Ticket' }).getByRole('heading', { level: 2 })).toBeVisible();
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: act }).press('Enter');
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.type('Zagl');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await list.focus();
  }
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: /^Anonymise/ }).press('Enter');
  await expect(page.getByRole('main', { name: 'Anonymise' }).getByRole('heading', { level: 2 })).toBeVisible();
  await page
    .getByRole('button', { name: /Messages|Texts|People/ })
    .first()
    .press('Enter');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Tickets/ })
    .click();
  await list.focus();
  const [attached] = await page.getByRole('button', { name: /letter\.txt/ }).all();
  await attached?.click();
  await expect(page.getByRole('dialog', { name: /letter\.txt/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^People/ })
    .click();
  await page
    .getByRole('listbox', { name: /^People/ })
    .getByText('Quirin Zaglauer')
    .click();
  await expect(page.getByRole('main').first()).toContainText('quirin.zaglauer@mail.example');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Tickets/ })
    .click();
}
