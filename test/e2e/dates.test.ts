import { axe } from './axe.ts';
import { ask, expect, startDesk, test, type Desk } from './desk.ts';
import { list, office, page as pageOf, reader } from './working.ts';

type Facts = { version: number };
type Opened = { id: number; version: number; dueAt: number | null; fields: { values: string[] }[] };

test.describe('@settings days in the office’s date format', () => {
  let desk: Desk;
  const write = async (dateFormat: string) => {
    const { version } = await ask<Facts>(desk, 'office.settings');
    await ask(desk, 'office.change', { version, facts: { dateFormat } });
  };
  const newest = async () => {
    const [row] = await pageOf(desk, 'open');
    return ask<Opened>(desk, 'tickets.open', { id: row?.id });
  };
  const dayOfDue = (at: number | null) =>
    at === null ? null : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at);
  const calendar = () => desk.page.getByRole('dialog', { name: 'Choose a day' });
  const dueQuestion = async () => {
    await list(desk).focus();
    await desk.page.keyboard.press('Home');
    await desk.page.keyboard.press('z');
    const day = desk.page.getByRole('dialog', { name: 'Due date' }).getByRole('textbox', { name: 'Day' });
    await expect(day).toBeFocused();
    return day;
  };

  test.beforeAll(async () => {
    desk = await startDesk();
    await office(desk);
    const { id: fieldId } = await ask<{ id: number }>(desk, 'office.saveField', {
      name: 'Handover',
      kind: 'date',
      personal: false,
      categories: 'all',
    });
    const [row] = await pageOf(desk, 'open');
    const { id, version } = await ask<Opened>(desk, 'tickets.open', { id: row?.id });
    await ask(desk, 'tickets.setFields', { id, version, fields: [{ fieldId, values: ['2027-02-03'] }] });
    await desk.page.evaluate(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        window.violations?.push(violatedDirective),
      );
    });
  });
  test.afterAll(async () => {
    expect(await desk.page.evaluate(() => window.violations)).toEqual([]);
    await desk.close();
  });

  test('@settings every day that is asked for is read and shown in the office’s date format', async () => {
    const { keyboard } = desk.page;
    for (const [dateFormat, typed, shown, empty] of [
      ['dd.MM.yyyy', '3.2.2027', '03.02.2027', 'dd.mm.yyyy'],
      ['MM/dd/yyyy', '2/3/2027', '02/03/2027', 'mm/dd/yyyy'],
      ['d MMM yyyy', '3 feb 27', '3 Feb 2027', 'd mmm yyyy'],
      ['yyyy-MM-dd', '2027-2-3', '2027-02-03', 'yyyy-mm-dd'],
    ] as const) {
      await write(dateFormat);
      // due date of a ticket
      const due = await dueQuestion();
      await due.fill(typed);
      await keyboard.press('Enter');
      await expect.poll(async () => dayOfDue((await newest()).dueAt)).toBe('2027-02-03');
      await expect(await dueQuestion()).toHaveValue(shown);
      await keyboard.press('Escape');
      // own field in the reader's facts
      const facts = desk.page.getByRole('complementary', { name: 'Facts' });
      await facts.getByRole('button', { name: /^Change Handover/ }).click();
      await facts.getByRole('textbox', { name: 'Handover' }).fill(typed);
      await keyboard.press('Enter');
      await expect(facts.getByRole('button', { name: `Change Handover: ${shown}` })).toBeFocused();
      expect((await newest()).fields.map(({ values }) => values)).toEqual([['2027-02-03']]);
      // filter
      await list(desk).focus();
      await keyboard.press('f');
      const until = desk.page.getByRole('textbox', { name: 'Due until' });
      await expect(until).toHaveAttribute('placeholder', empty);
      await until.fill(typed);
      await keyboard.press('Tab');
      await expect(until).toHaveValue(shown);
      await expect(desk.page.getByText(`until ${shown}`)).toBeVisible();
      // form of find
      await desk.page.getByRole('button', { name: 'More ways to find…' }).click();
      const from = desk.page.getByRole('textbox', { name: 'Taken in from' });
      await from.fill(typed);
      await keyboard.press('Tab');
      await expect(from).toHaveValue(shown);
      await keyboard.press('Escape');
      await expect(desk.page.getByRole('dialog')).toHaveCount(0);
      await desk.page
        .getByRole('button', { name: /^Remove/ })
        .first()
        .click();
      // intake
      await keyboard.press('Control+n');
      const intake = desk.page.getByRole('dialog', { name: 'New ticket' });
      for (const name of ['Due date', 'Handover']) {
        const day = intake.getByRole('textbox', { name, exact: true });
        await day.fill(typed);
        await keyboard.press('Tab');
        await expect(day).toHaveValue(shown);
      }
      await keyboard.press('Escape');
      await desk.page.getByRole('button', { name: 'Throw it away' }).click();
      await expect(desk.page.getByRole('dialog')).toHaveCount(0);
    }
  });

  test('@settings a day goes up and down by arrows, and is chosen from a small calendar without the mouse', async () => {
    const { keyboard } = desk.page;
    await write('dd.MM.yyyy');
    const due = await dueQuestion();
    await due.fill('31.12.2026');
    await keyboard.press('ArrowUp');
    await expect(due).toHaveValue('01.01.2027');
    await expect(desk.page.getByRole('status').filter({ hasText: 'Friday, 1 January 2027' })).toBeAttached();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await expect(due).toHaveValue('30.12.2026');
    await keyboard.press('Alt+ArrowDown');
    await expect(calendar()).toContainText('December 2026');
    await expect(calendar().getByRole('button', { name: 'Wednesday, 30 December 2026' })).toBeFocused();
    expect(await axe(desk)).toEqual([]);
    await keyboard.press('PageDown');
    await expect(calendar()).toContainText('January 2027');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await expect(calendar()).toHaveCount(0);
    await expect(due).toBeFocused();
    await expect(due).toHaveValue('31.01.2027');
    await keyboard.press('Alt+ArrowDown');
    await expect(calendar().locator('.calendar-day[data-selected]')).toBeFocused();
    await keyboard.press('Escape');
    await expect(calendar()).toHaveCount(0);
    await expect(due).toBeFocused();
    await keyboard.press('Enter');
    await expect.poll(async () => dayOfDue((await newest()).dueAt)).toBe('2027-01-31');
    // in what floats already, and by the mouse
    await list(desk).focus();
    await keyboard.press('f');
    await desk.page.getByRole('textbox', { name: 'Taken in until' }).fill('5.1.2027');
    await desk.page.getByRole('button', { name: 'Choose a day' }).nth(1).click();
    await calendar().getByRole('button', { name: 'Next month' }).click();
    await calendar().getByRole('button', { name: 'Sunday, 14 February 2027' }).click();
    await expect(desk.page.getByRole('textbox', { name: 'Taken in until' })).toHaveValue('14.02.2027');
    await expect(desk.page.getByText('until 14.02.2027')).toBeVisible();
    await keyboard.press('Escape');
    await desk.page
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click();
    // an own field stays open while its calendar has the focus
    const facts = desk.page.getByRole('complementary', { name: 'Facts' });
    await facts.getByRole('button', { name: /^Change Handover/ }).click();
    await keyboard.press('Alt+ArrowDown');
    await expect(calendar().locator('.calendar-day[data-selected]')).toBeFocused();
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await expect(facts.getByRole('textbox', { name: 'Handover' })).toHaveValue('04.02.2027');
    await keyboard.press('Enter');
    await expect(facts.getByRole('button', { name: 'Change Handover: 04.02.2027' })).toBeFocused();
  });

  test('@settings what is no day is said at its field, stays there, and changes nothing', async () => {
    const { keyboard } = desk.page;
    await write('dd.MM.yyyy');
    const before = (await newest()).dueAt;
    const due = await dueQuestion();
    await due.fill('31.2.2027');
    await keyboard.press('Enter');
    await expect(desk.page.getByText('This is not a day.')).toBeVisible();
    await expect(due).toHaveValue('31.2.2027');
    await expect(due).toHaveAttribute('aria-invalid', 'true');
    await keyboard.press('Escape');
    expect((await newest()).dueAt).toBe(before);
    await list(desk).focus();
    await keyboard.press('f');
    await desk.page.getByRole('button', { name: 'More ways to find…' }).click();
    const from = desk.page.getByRole('textbox', { name: 'Taken in from' });
    await from.fill('the day after');
    await keyboard.press('Control+Enter');
    await expect(desk.page.getByRole('alert')).toContainText(/^This is not a day\. Write it as 24\.11\.\d{4}\.$/);
    await expect(from).toHaveValue('the day after');
    await keyboard.press('Escape');
    await expect(reader(desk)).toBeVisible();
  });
});
