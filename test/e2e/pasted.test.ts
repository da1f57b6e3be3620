import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { answerSave, ask, expect, type Desk } from './desk.ts';
import { test } from './turns.ts';
import { all, begin, details, dialog, office, open, reader } from './taking-in.ts';

const NAME = /^Screenshot \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/;

/** Pastes a picture that is in no file, as a screenshot is; with a text beside it where given. Its size and SHA-256. */
const paste = (into: Locator, text = '') =>
  into.evaluate(async (element, words) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
    const pen = canvas.getContext('2d');
    pen?.fillRect(40, 40, Math.random() * 500, 300);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('no picture');
    const carried = new DataTransfer();
    carried.items.add(new File([blob], 'image.png', { type: 'image/png' }));
    if (words) carried.setData('text/plain', words);
    const event = new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });
    const taken = !element.dispatchEvent(event);
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { taken, size: blob.size, sha256 };
  }, text);

async function savedAs(desk: Desk, attachmentId: number): Promise<string> {
  const path = join(desk.folder, `${attachmentId}.png`);
  await answerSave(desk, path);
  await ask(desk, 'desktop.saveAttachment', { attachmentId });
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test('@intake a screenshot is pasted into a new ticket, a reply and a note, and is kept like any other file', async ({
  desk,
}) => {
  await office(desk);
  await begin(desk, 'muller');
  await desk.page.keyboard.type('The door does not close');
  await details(desk).fill('See the picture.');
  const files = dialog(desk).getByRole('list', { name: 'Files' }).getByRole('listitem');
  // a picture of a text, as word processors add it: the text is meant
  expect((await paste(details(desk), 'The door')).taken).toBe(false);
  await paste(details(desk));
  await expect(files).toContainText([/Screenshot/]);
  // one too many goes again by its cross
  await paste(details(desk));
  await expect(files).toHaveCount(2);
  await files.first().getByRole('button').click();
  await expect(files).toHaveCount(1);
  const first = await paste(details(desk));
  await expect(files).toHaveCount(2);
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const id = (await all(desk))[0]?.id ?? 0;
  const { attachments } = await open(desk, id);
  expect(attachments.map(({ name, kind, entryId }) => [NAME.test(name), kind, entryId])).toEqual(
    [1, 2].map(() => [true, 'image/png', null]),
  );
  expect(await savedAs(desk, attachments[1]?.id ?? 0)).toBe(first.sha256);

  for (const kind of ['reply', 'note'] as const) {
    await expect(reader(desk).getByRole('heading', { name: 'The door does not close' })).toBeVisible();
    await desk.page.keyboard.press(kind === 'reply' ? 'r' : 'n');
    const box = reader(desk).getByRole('region', { name: 'Answer' }).locator('textarea');
    await expect(box).toBeFocused();
    await box.fill(`A ${kind} with a picture.`);
    const pasted = await paste(box);
    await expect(reader(desk).locator('.composer-files')).toContainText('Screenshot');
    await desk.page.keyboard.press('Control+Enter');
    await expect(reader(desk).locator('.composer-files')).toBeHidden();
    const entry = (await open(desk, id)).entries.at(-1);
    expect(entry).toMatchObject({ kind, attachments: [{ size: pasted.size, kind: 'image/png' }] });
    expect(await savedAs(desk, entry?.attachments[0]?.id ?? 0)).toBe(pasted.sha256);
  }
});

test('@badinput what is pasted as a picture and is none, or is too large, is refused in words, and nothing typed goes', async ({
  desk,
}) => {
  await office(desk);
  await begin(desk, 'muller');
  await desk.page.keyboard.type('The door does not close');
  const hostile = (bytes: number) =>
    details(desk).evaluate((element, size) => {
      const carried = new DataTransfer();
      carried.items.add(new File([new Uint8Array(size)], '../../x.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
    }, bytes);
  await hostile(5_000);
  await expect(dialog(desk).getByText(/What was pasted is no picture/)).toBeVisible();
  await hostile(33 * 1024 * 1024);
  await expect(dialog(desk).getByText(/A pasted picture may have 32 MB/)).toBeVisible();
  await expect(dialog(desk).getByLabel('Subject')).toHaveValue('The door does not close');
});
