import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../src-main/contract/people.ts';
import { axe } from './axe.ts';
import { answerOpen, ask, expect, given, type Desk } from './desk.ts';
import { test } from './turns.ts';
import {
  correctElsewhere,
  create,
  dialog,
  identifierOf,
  known,
  leaving,
  name,
  office,
  pane,
  people,
  reader,
  requesterOf,
  said,
  subject,
  tickets,
  ticketOf,
  timeline,
  toPerson,
  toTicket,
} from './rectifying.ts';
import {} from './working.ts';

const TITLE = 'Join two persons who are one';
const joining = (desk: Desk) => dialog(desk, TITLE);
const pairs = ({ page }: Desk) => page.getByRole('listbox', { name: 'Possible doubles' });
/** What a box offers while one types. */
const offered = ({ page }: Desk, found: RegExp) => page.locator('[data-combobox-item]').filter({ hasText: found });
const pair = ({ page }: Desk) => page.getByRole('main', { name: 'This pair' });
const joinElsewhere = async (desk: Desk, kept: number, gone: number) => {
  const [one, other] = [await known(desk, kept), await known(desk, gone)];
  await ask(desk, 'people.join', {
    kept: { id: kept, version: one.version },
    gone: { id: gone, version: other.version },
  });
};
/** All that is theirs, but for how often and when they were changed. */
function asTheyAre({ version: _version, history: _history, doubles: _doubles, ...person }: Person) {
  return {
    ...person,
    tickets: person.tickets.map(({ role, row }) => ({ role, id: row.id, requester: row.requester })),
  };
}
/** Chooses by keyboard whom the person shown is joined with. */
async function joinWith(desk: Desk, typed: string, found: RegExp): Promise<void> {
  const { keyboard } = desk.page;
  await keyboard.press('.');
  await desk.page.getByRole('menuitem', { name: 'Join with another person…' }).press('Enter');
  await expect(joining(desk).getByRole('combobox')).toBeFocused();
  await keyboard.type(typed);
  await expect(offered(desk, found)).toBeVisible();
  await keyboard.press('Enter');
}

test('@join two persons who are one are joined with a preview by keyboard alone, and taken apart again exactly', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  const before = [asTheyAre(await known(desk, made.ann)), asTheyAre(await known(desk, made.joann))];
  await toPerson(desk, 'ann hartley', 'Ann Hartley');
  await joinWith(desk, 'joann', /Joann Hartley/);
  const dialogOfTwo = joining(desk);
  await expect(dialogOfTwo.getByRole('group', { name: '1 of two' })).toContainText('Ann Hartley');
  await expect(dialogOfTwo.getByRole('group', { name: '2 of two' })).toContainText('Joann Hartley');
  await expect(dialogOfTwo).toContainText('1 ticket, 1 name, address or number');
  await expect(dialogOfTwo).toContainText('What both have is kept once');
  await expect(dialogOfTwo.getByText('both have it')).toHaveCount(2);
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('Joann Hartley joined with Ann Hartley');
  await expect(name(desk)).toHaveText('Ann Hartley');
  await expect(pane(desk)).toContainText('2 tickets, 2 open.');
  await expect(timeline(desk)).toHaveCount(1);
  await expect(timeline(desk)).toContainText('Two records joined');
  await expect(pane(desk).getByRole('region', { name: 'Possible doubles' })).toBeHidden();
  await expect(people(desk).getByRole('option')).toHaveCount(1);
  expect((await ticketOf(desk, made.joannsTicket.id)).people[0]?.name).toBe('Ann Hartley');

  await pane(desk).getByRole('button', { name: 'Take apart…: Joann Hartley' }).press('Enter');
  await expect(dialog(desk, 'Take Joann Hartley apart again?')).toContainText('Each has what was theirs before');
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('Joann Hartley and Ann Hartley are two again');
  expect([asTheyAre(await known(desk, made.ann)), asTheyAre(await known(desk, made.joann))]).toEqual(before);
  await toPerson(desk, 'joann', 'Joann Hartley');
});

test('@join @undo-edit a join and a taking apart are taken back by Undo, exactly', async ({ desk }) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  const before = asTheyAre(await known(desk, made.joann));
  await toPerson(desk, 'ann hartley', 'Ann Hartley');
  await joinWith(desk, 'joann', /Joann Hartley/);
  await joining(desk).getByRole('radio', { name: 'Joann Hartley' }).press('Space');
  await keyboard.press('Control+Enter');
  await expect(name(desk)).toHaveText('Joann Hartley');
  await said(desk).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(said(desk)).toContainText('Undone: joining two people');
  await expect(name(desk)).toHaveText('Ann Hartley');
  expect(asTheyAre(await known(desk, made.joann))).toEqual(before);
  await joinElsewhere(desk, made.ann, made.joann);
  await pane(desk).getByRole('button', { name: 'Take apart…: Joann Hartley' }).press('Enter');
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('are two again');
  await said(desk).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(said(desk)).toContainText('Undone: taking two people apart');
  await expect(pane(desk).getByRole('button', { name: 'Take apart…: Joann Hartley' })).toBeVisible();
});

test('@join what was changed since a join stays when they are taken apart, and is said', async ({ desk }) => {
  const made = await office(desk);
  const phone = [{ what: 'add', kind: 'phone', value: '030 777000' }];
  await correctElsewhere(desk, made.joann, phone);
  await joinElsewhere(desk, made.ann, made.joann);
  const moved = await identifierOf(desk, made.ann, 'phone');
  await correctElsewhere(desk, made.ann, [{ what: 'change', identifier: moved, value: '030 888000' }]);
  const later = await create(desk, { id: made.ann }, 'Taken in since');
  await toPerson(desk, 'ann hartley', 'Ann Hartley');
  await pane(desk).getByRole('button', { name: 'Take apart…: Joann Hartley' }).press('Enter');
  await desk.page.keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('What was changed since stays with Ann Hartley: 1 name, address or number.');
  expect((await known(desk, made.ann)).identifiers.map(({ value }) => value)).toContain('030 888000');
  expect(await requesterOf(desk, later)).toBe(made.ann);
  expect(await requesterOf(desk, made.joannsTicket)).toBe(made.joann);
});

test('@join two who changed or were joined the other way round meanwhile are shown, and nothing is joined', async ({
  desk,
}) => {
  const made = await office(desk);
  await toPerson(desk, 'ann hartley', 'Ann Hartley');
  await joinWith(desk, 'joann', /Joann Hartley/);
  await expect(joining(desk).getByRole('group', { name: '2 of two' })).toBeVisible();
  // Joined before this window has heard of what was changed elsewhere.
  const { version } = await known(desk, made.joann);
  await joining(desk)
    .getByRole('button', { name: 'Join' })
    .evaluate(
      (element, input) => {
        void window.desk.call('people.correct', input);
        if (element instanceof HTMLElement) element.click();
      },
      { id: made.joann, version, changes: [{ what: 'add', kind: 'phone', value: '030 777000' }] },
    );
  await expect(joining(desk).getByRole('alert')).toContainText('changed meanwhile, so nothing was joined');
  await expect(joining(desk).getByRole('group', { name: '2 of two' })).toContainText('030 777000');
  expect((await known(desk, made.joann)).id).toBe(made.joann);
  await joinElsewhere(desk, made.joann, made.ann);
  await expect(joining(desk).getByRole('alert')).toContainText('no longer there');
  expect((await known(desk, made.ann)).id).toBe(made.joann);
});

test('@join possible doubles from an import are listed and decided one by one: joined, different, put off', async ({
  desk,
}) => {
  await office(desk);
  const { keyboard } = desk.page;
  const path = join(mkdtempSync(join(tmpdir(), 'paperdesk-table-')), 'tickets.csv');
  writeFileSync(
    path,
    'Ticket ID,Name,Email,Subject,Message\n' +
      '1,J. Mueller,j.mueller@post.example,Swing,The swing squeaks\n' +
      '2,Anna Hartley,hartley@post.example,Gate,The gate is stuck\n',
  );
  await desk.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])]);
    items?.find(({ label }) => label.includes('spreadsheet'))?.click();
  });
  await answerOpen(desk, [path]);
  const button = (label: string | RegExp) => desk.page.getByRole('button', { name: label });
  await button(/^Choose a file/).press('Enter');
  await button('Match the columns').press('Enter');
  await button('Check all rows').press('Enter');
  await button(/^Bring in [\d,]+ rows?$/).press('Enter');
  await button('Decide them one by one').press('Enter');

  await expect(pairs(desk)).toBeFocused();
  // Jürgen and J. Mueller, the two Hartleys of before, and Anna with each of the two.
  await expect(pairs(desk).getByRole('option')).toHaveCount(4);
  await expect(desk.page.getByRole('navigation').getByRole('button', { name: /^Doubles/ })).toContainText('4');
  await keyboard.press('Home');
  await expect(pair(desk)).toContainText('while a table was brought in');
  await expect(pair(desk)).toContainText('Share ');
  expect(await axe(desk)).toEqual([]);

  await keyboard.press('l');
  await expect(pairs(desk).getByRole('option').first()).toContainText('put off');
  await expect(pairs(desk).getByRole('option')).toHaveCount(4);
  await keyboard.press('d');
  await expect(said(desk)).toContainText('Noted as different people');
  await expect(pairs(desk).getByRole('option')).toHaveCount(3);
  await said(desk).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(pairs(desk).getByRole('option')).toHaveCount(4);
  await pairs(desk).getByRole('option').filter({ hasText: 'Mueller' }).click();
  await expect(pair(desk).getByRole('heading', { level: 2 })).toContainText('J. Mueller');
  await keyboard.press('s');
  await expect(joining(desk).getByRole('button', { name: 'Join' })).toBeFocused();
  expect(await axe(desk)).toEqual([]);
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText(/joined with/);
  await expect(pairs(desk).getByRole('option')).toHaveCount(3);
  await expect(pairs(desk)).toBeFocused();
  const heading = pair(desk).getByRole('heading', { level: 2 });
  for (let left = 2; left >= 0; left -= 1) {
    const before = await heading.innerText();
    await keyboard.press('d');
    await expect(pairs(desk).getByRole('option')).toHaveCount(left);
    if (left > 0) await expect(pair(desk).getByRole('toolbar')).toBeVisible();
    if (left > 0) await expect(heading).not.toHaveText(before);
  }
  await expect(desk.page.getByRole('heading', { name: 'No possible doubles' })).toBeVisible();
});

test('@rectification a ticket is given to another person, with the question which identifiers go along, and back by Undo', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  await toTicket(desk, 'Sandpit in courtyard B');
  await keyboard.press('Shift+U');
  const giving = dialog(desk, 'Give the ticket to another person');
  await expect(giving.getByRole('combobox')).toBeFocused();
  await expect(giving).toContainText('What goes along from Jürgen Müller');
  await keyboard.type('agnieszka');
  await expect(offered(desk, /Agnieszka Kowalczyk/)).toBeVisible();
  await keyboard.press('Enter');
  await expect(giving).toContainText('Known already, C 3.14');
  for (const label of [/j\.mueller@post\.example/, /030 901820/, /R-77/, /Jürgen Müller/]) {
    const box = giving.getByRole('checkbox', { name: label });
    const wanted = label.source.includes('R-77');
    if ((await box.isChecked()) !== wanted) await box.press('Space');
  }
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('1 ticket given to Agnieszka Kowalczyk');
  await expect(giving).toBeHidden();
  await expect(reader(desk).getByRole('complementary')).toContainText('Agnieszka Kowalczyk');
  expect(await requesterOf(desk, made.second)).toBe(made.jurgen);
  const values = async (id: number) => (await known(desk, id)).identifiers.map(({ value }) => value);
  const to = await requesterOf(desk, made.first);
  expect(await values(to)).toContain('R-77');
  expect(await values(made.jurgen)).not.toContain('R-77');
  expect(await values(made.jurgen)).toContain('j.mueller@post.example');
  expect(JSON.stringify((await ticketOf(desk, made.first.id)).history)).not.toMatch(/Kowalczyk|Müller|R-77/);

  await tickets(desk).focus();
  await keyboard.press('Control+z');
  await expect(said(desk)).toContainText(/Undone: giving /);
  expect(await requesterOf(desk, made.first)).toBe(made.jurgen);
  expect(await values(made.jurgen)).toContain('R-77');
});

test('@rectification a ticket that changed meanwhile is shown while it is given, what was chosen stays, and Esc asks before it goes', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  await toTicket(desk, 'Sandpit in courtyard B');
  await keyboard.press('Shift+U');
  const giving = dialog(desk, 'Give the ticket to another person');
  await expect(giving).toContainText('What goes along from Jürgen Müller');
  await keyboard.press('Escape');
  await expect(giving).toBeHidden();
  await keyboard.press('Shift+U');
  await expect(giving.getByRole('combobox')).toBeFocused();
  await expect(giving).toContainText('What goes along from Jürgen Müller');
  await keyboard.type('agnieszka');
  await expect(offered(desk, /Agnieszka Kowalczyk/)).toBeVisible();
  await keyboard.press('Enter');
  const number = giving.getByRole('checkbox', { name: /R-77/ });
  const before = await number.isChecked();
  await number.press('Space');
  const { version } = await ticketOf(desk, made.first.id);
  await ask(desk, 'tickets.correct', { id: made.first.id, version, correction: { subject: 'Meanwhile another' } });
  await keyboard.press('Control+Enter');
  await expect(giving.getByRole('alert')).toContainText('changed meanwhile, so it was not given');
  await expect(giving.getByRole('group', { name: made.first.trackingId })).toContainText('Meanwhile another');
  await expect(giving).toContainText('Known already, C 3.14');
  await expect(number).toBeChecked({ checked: !before });
  expect(await requesterOf(desk, made.first)).toBe(made.jurgen);

  await keyboard.press('Escape');
  await expect(leaving(desk).getByRole('button', { name: 'Go on writing' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(leaving(desk)).toBeHidden();
  await expect(giving).toContainText('Known already, C 3.14');
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('1 ticket given to Agnieszka Kowalczyk');
  expect(await requesterOf(desk, made.first)).not.toBe(made.jurgen);
  await expect(subject(desk)).toHaveText('Meanwhile another');
});

test('@rectification many tickets are given to somebody new at once, and who is left without any is said', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  await toTicket(desk, 'Keys');
  await keyboard.press('x');
  await toTicketRow(desk, 'Letter box');
  await keyboard.press('x');
  await keyboard.press('u');
  const giving = dialog(desk, 'Give 2 tickets to another person');
  await expect(giving).toContainText('Ann Hartley and Joann Hartley');
  await giving.getByRole('radio', { name: 'What came with these tickets' }).press('Space');
  await giving.getByRole('combobox').fill('Beata Nowak');
  await desk.page.getByRole('option', { name: 'New person “Beata Nowak”' }).click();
  await expect(giving).toContainText('Beata Nowak is a new person.');
  await keyboard.press('Control+Enter');
  await expect(said(desk)).toContainText('2 tickets given to Beata Nowak');
  await expect(giving).toContainText('Ann Hartley is left without tickets.');
  await giving.getByRole('button', { name: 'Show Ann Hartley' }).press('Enter');
  await expect(name(desk)).toHaveText('Ann Hartley');
  await expect(pane(desk)).toContainText('Delete this person…');
  const beata = await requesterOf(desk, made.annsTicket);
  expect(await requesterOf(desk, made.joannsTicket)).toBe(beata);
  expect((await known(desk, beata)).identifiers.map(({ value }) => value)).toContain('hartley@post.example');
  expect(given(await known(desk, made.ann)).ticketCount).toBe(0);
});

/** Goes to a row while others are chosen. */
async function toTicketRow(desk: Desk, wanted: string): Promise<void> {
  const { keyboard } = desk.page;
  await keyboard.press('Home');
  for (let n = 0; n < 8; n += 1) {
    if ((await desk.page.locator('.list .row.here').innerText()).includes(wanted)) return;
    await keyboard.press('j');
  }
}

test('@join the screens of joining and doubles have no fault that axe finds, light and dark, wide and narrow', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  for (const [theme, size] of [
    ['light', [1280, 800]],
    ['dark', [900, 640]],
  ] as [string, [number, number]][]) {
    await ask(desk, 'desktop.choose', { name: 'theme', value: theme });
    await desk.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(...to), size);
    await toPerson(desk, 'ann hartley', 'Ann Hartley');
    await pane(desk).getByRole('button', { name: 'Join…: Joann Hartley' }).press('Enter');
    await expect(joining(desk).getByRole('group', { name: '2 of two' })).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    await keyboard.press('Escape');
    await expect(joining(desk)).toBeHidden();
  }
  await joinElsewhere(desk, made.ann, made.joann);
  await expect(pane(desk).getByRole('button', { name: 'Take apart…: Joann Hartley' })).toBeVisible();
  expect(await axe(desk)).toEqual([]);
});
