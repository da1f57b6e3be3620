import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerOpen, ask, expect, startDesk, test, type Desk } from './desk.ts';
import { all, begin, create, details, dialog, office, requesterOf, subject, who } from './taking-in.ts';

type Draft = { personId: number | null; content: { subject: string; message: string; files: number } } | null;
const draftOf = (desk: Desk) => ask<Draft>(desk, 'tickets.intakeDraft');
const question = ({ page }: Desk) => page.getByRole('dialog', { name: 'Leave this ticket?' });
const goOn = (desk: Desk) => dialog(desk).getByRole('button', { name: 'Continue' });
const path = (desk: Desk) => join(desk.folder, 'Nordhafen.desk');

/** As a power cut: the process is gone without a word. */
async function kill(desk: Desk): Promise<void> {
  const ended = desk.app.waitForEvent('close');
  desk.app.process().kill('SIGKILL');
  await ended;
}

test('@intake a half-typed ticket survives a kill, and is offered when the next one is taken in', async () => {
  const first = await startDesk();
  await office(first);
  await answerOpen(first, ['resources/icons/icon.svg']);
  await begin(first, 'beata');
  await first.page.keyboard.type('Half a subj');
  await details(first).fill('She says it drips.\nSince Monday');
  await dialog(first).getByRole('textbox', { name: 'Due date' }).fill('3 Feb 2027');
  await dialog(first).getByRole('button', { name: 'Attach a file…' }).click();
  await expect(dialog(first).getByRole('listitem')).toHaveText(/icon\.svg/);
  await expect.poll(() => draftOf(first)).toMatchObject({ content: { files: 1 } });
  await kill(first);

  const desk = await startDesk({ programFolder: first.programFolder, folder: first.folder, args: [path(first)] });
  const { keyboard } = desk.page;
  await expect(desk.page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option')).toHaveCount(3);
  await keyboard.press('Control+n');
  await expect(goOn(desk)).toBeFocused();
  await expect(dialog(desk)).toContainText(/You began a ticket on \d+ \w+ \d{4}, \d\d:\d\d\./);
  await expect(dialog(desk)).toContainText('Half a subj');
  expect(await axe(desk, { within: '.float' })).toEqual([]);
  // leaving the question leaves the draft
  await keyboard.press('Escape');
  await expect(dialog(desk)).toBeHidden();
  await keyboard.press('Control+n');
  await expect(goOn(desk)).toBeFocused();
  await keyboard.press('Enter');
  await expect(subject(desk)).toBeFocused();
  await expect(subject(desk)).toHaveValue('Half a subj');
  await expect(details(desk)).toHaveValue('She says it drips.\nSince Monday');
  await expect(who(desk)).toHaveValue('Beata Kowalczyk');
  await expect(dialog(desk).getByRole('textbox', { name: 'Due date' })).toHaveValue('3 Feb 2027');
  await expect(dialog(desk).getByRole('alert')).toContainText('1 file has to be attached again');
  await keyboard.press('End');
  await keyboard.type('ect');
  await keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const [newest] = (await all(desk)).filter(({ subject: text }) => text === 'Half a subject');
  expect((await requesterOf(desk, newest?.id ?? 0))?.name).toBe('Beata Kowalczyk');
  expect(await draftOf(desk)).toBeNull();
  await begin(desk);
  await expect(goOn(desk)).toBeHidden();
  await desk.close();
});

test('@intake a begun ticket is kept for later, begun anew, or thrown away, and never mixed with another person’s', async ({
  desk,
}) => {
  const [made] = await office(desk);
  const { keyboard } = desk.page;
  await begin(desk, 'beata');
  await keyboard.type('About Beata');
  await keyboard.press('Escape');
  await question(desk).getByRole('button', { name: 'Keep it for later' }).press('Enter');
  await expect(dialog(desk)).toBeHidden();
  await expect.poll(() => draftOf(desk)).toMatchObject({ content: { subject: 'About Beata' } });

  // taken in for somebody else, it is asked first
  const person = await requesterOf(desk, made?.id ?? 0);
  await desk.page
    .getByRole('navigation')
    .getByRole('button', { name: /^People/ })
    .click();
  await desk.page
    .getByRole('listbox', { name: /^People/ })
    .getByText(person?.name ?? '')
    .click();
  await desk.page.getByRole('button', { name: 'New ticket' }).last().click();
  await expect(goOn(desk)).toBeFocused();
  await keyboard.press('Tab');
  await expect(dialog(desk).getByRole('button', { name: 'Begin anew' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(who(desk)).toHaveValue(person?.name ?? '');
  await expect(subject(desk)).toHaveValue('');
  expect(await draftOf(desk)).toBeNull();

  await subject(desk).fill('To be thrown away');
  await expect.poll(() => draftOf(desk)).not.toBeNull();
  await keyboard.press('Escape');
  await question(desk).getByRole('button', { name: 'Throw it away' }).press('Enter');
  await expect(dialog(desk)).toBeHidden();
  await expect.poll(() => draftOf(desk)).toBeNull();
  await begin(desk);
  await expect(who(desk)).toHaveValue('');
});

test('@anonymisation a half-typed ticket goes with the person it is about, also out of the window', async ({
  desk,
}) => {
  await office(desk);
  const { id } = await create(desk, { create: { name: 'Quirin Zaglauer', email: 'quirin@mail.example' } });
  const { keyboard } = desk.page;
  await begin(desk, 'zaglauer');
  await keyboard.type('About Quirin');
  await keyboard.press('Escape');
  await question(desk).getByRole('button', { name: 'Keep it for later' }).press('Enter');
  await expect.poll(() => draftOf(desk)).not.toBeNull();
  const selection = { ids: [id] };
  const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'anonymise', selection });
  await ask(desk, 'privacy.act', { act: 'anonymise', selection, stamp, reason: 'request', words: '' });
  await expect.poll(() => draftOf(desk)).toBeNull();
  await begin(desk);
  await expect(who(desk)).toHaveValue('');
  await expect(subject(desk)).toHaveValue('');
  await expect(dialog(desk)).not.toContainText('begun');
});
