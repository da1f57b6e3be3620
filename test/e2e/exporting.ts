import { join } from 'node:path';
import { answerSave, expect, type Desk } from './desk.ts';

export const PARTS = ['Replies', 'Private notes', 'Ticket history', 'People', 'List of attachments'];
export const exportDialog = ({ page }: Desk) => page.getByRole('dialog', { name: 'Export' });

/** Selects all that the list of all tickets holds. */
export async function selectAll({ page }: Desk): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^All\b/ })
    .click();
  await page.getByRole('option').first().click();
  await page.keyboard.press('Control+a');
}

/** Exports all that the list holds, with these parts and no others; answers where the file is. */
export async function exportAll(desk: Desk, format: string, name: string, parts: readonly string[]): Promise<string> {
  const file = join(desk.folder, name);
  await answerSave(desk, file);
  await selectAll(desk);
  await desk.page.keyboard.press('Control+e');
  const dialog = exportDialog(desk);
  await dialog.getByRole('radio', { name: format, exact: true }).click();
  for (const box of await dialog.getByRole('checkbox').all()) {
    const label = await box.evaluate((one) => one.closest('.choice')?.textContent?.trim() ?? '');
    await box.setChecked(parts.includes(label));
  }
  await dialog.getByRole('button', { name: /Choose a place/ }).click();
  await expect(desk.page.getByRole('status', { name: 'What was done' })).toContainText(name, { timeout: 60_000 });
  await desk.page.keyboard.press('Escape');
  return file;
}
