import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsAsText } from '../../../../src-main/office/index.ts';
import { eq } from 'drizzle-orm';
import { office as officeTable } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';

let one: TestOffice;
let other: TestOffice;
beforeEach(async () => {
  one = await newOffice();
  other = await newOffice({ zone: 'Europe/Paris', country: 'FR' });
});
afterEach(async () => {
  await one.close();
  await other.close();
});

const WORDS = { head: 'For another office.', office: 'The office', 'office.zone': 'All times are shown in it.' };
const textOf = (of: TestOffice) => settingsAsText(of.store.db, of.actor, WORDS);
const preview = async (of: TestOffice, text: string | Uint8Array) =>
  of.call('office.previewSettings', { file: await of.file('s.txt', text) });
async function load(of: TestOffice, text: string) {
  const file = await of.file('s.txt', text);
  const { stamp } = await of.call('office.previewSettings', { file });
  return of.call('office.loadSettings', { file, stamp });
}
const settingsOf = (of: TestOffice) => of.call('office.settings');
const HEAD = '# Paperdesk settings, form 1\n';
/** The first refusal of a text. */
const refusal = async (body: string) => (await preview(one, HEAD + body)).refused[0];

describe('the settings as plain text', () => {
  it('are read by people: parts, keys with what they do, values as they are, longer ones as lines', async () => {
    const { version } = await settingsOf(one);
    await one.call('office.change', {
      version,
      facts: { address: 'Hafenstraße 12\n24103 Kiel', paperFooter: ' = # | [office]' },
    });
    await one.call('office.saveField', {
      name: 'Flat',
      kind: 'select',
      options: ['left', 'right'],
      personal: false,
      categories: 'all',
    });
    const text = await textOf(one);
    expect(text).toContain('# Paperdesk settings, form 1\n# For another office.\n');
    expect(text).toContain('# All times are shown in it.\nzone = Europe/Berlin\n');
    expect(text).toContain('address =\n| Hafenstraße 12\n| 24103 Kiel\n');
    expect(text).toContain('[field]\nname = Flat\nkind = select\nchoices =\n| left\n| right\nhint =\n');
    expect(text).toContain('\npaper-footer =\n|  = # | [office]\n');
  });

  it('hold no secret, and do not say who owns a category', async () => {
    const [row] = await one.store.db.select({ secret: officeTable.secret, uid: officeTable.uid }).from(officeTable);
    const { staff, categories } = await settingsOf(one);
    await one.call('office.saveCategory', { ...pick(categories[0]), ownerId: staff[0]?.id });
    const text = await textOf(one);
    expect(text).not.toContain('Lindqvist');
    expect(text).not.toContain(Buffer.from(row?.secret ?? []).toString('hex'));
    expect(text).not.toContain(row?.uid);
  });

  it('come into another office with a preview of each value, old and new, and take no row away', async () => {
    await one.call('office.saveCategory', { name: 'Heizung', dueDays: 3, priorityId: 2, isDefault: true });
    await other.call('office.saveCategory', { name: 'Ascenseur' });
    const text = await textOf(one);
    const { changes, refused } = await preview(other, text);
    expect(refused).toEqual([]);
    const line = (part: string) => text.split('\n').indexOf(part) + 1;
    expect(changes).toContainEqual({
      line: line('zone = Europe/Berlin'),
      part: 'office',
      row: '',
      key: 'zone',
      from: 'Europe/Paris',
      to: 'Europe/Berlin',
    });
    expect(changes).toContainEqual({
      line: line('due-days = 3'),
      part: 'category',
      row: 'Heizung',
      key: 'due-days',
      from: null,
      to: '3',
    });
    expect(changes).toContainEqual({
      line: expect.anything() as number,
      part: 'category',
      row: 'General',
      key: 'first-choice',
      from: 'yes',
      to: 'no',
    });
    const before = await settingsOf(other);
    expect(await load(other, text)).toEqual({ changes: changes.length });
    const after = await settingsOf(other);
    expect(after.categories.map(({ name }) => name)).toEqual(['General', 'Heizung', 'Ascenseur']);
    expect(after.categories.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['Heizung']);
    expect(after.facts.zone).toBe('Europe/Berlin');
    expect(after.staff).toEqual(before.staff);
    expect(await preview(other, text)).toMatchObject({ changes: [], refused: [] });
  });

  it('say the order that rows will stand in, new ones among them', async () => {
    const named = (...names: string[]) => HEAD + names.map((name) => `[category]\nname = ${name}\n`).join('');
    const { changes } = await preview(one, named('Lift', 'General'));
    const order = changes.find(({ key }) => key === 'order');
    expect(order).toMatchObject({ part: 'category', row: '', from: 'General', to: 'Lift, General' });
    await load(one, named('Lift', 'General'));
    expect((await settingsOf(one)).categories.map(({ name }) => name)).toEqual(['Lift', 'General']);
    const behind = (await preview(one, named('Lift', 'General', 'Keys'))).changes;
    expect(behind.filter(({ key }) => key === 'order')).toEqual([]);
  });

  it('are loaded in one write that can be taken back, all of it', async () => {
    const before = await settingsOf(one);
    const text = (await textOf(one))
      .replace('name = Nordhafen Housing', 'name = Südhafen')
      .replace('name = Medium', 'name = Normal');
    await load(one, text);
    expect((await settingsOf(one)).priorities.map(({ name }) => name)).toContain('Normal');
    await one.call('undo.take', {});
    const after = await settingsOf(one);
    expect(after.facts).toEqual(before.facts);
    expect(after.priorities).toEqual(before.priorities);
  });

  it('are not loaded when something changed since the preview', async () => {
    const file = await one.file('s.txt', `${HEAD}[office]\nname = Südhafen\n`);
    const { stamp } = await one.call('office.previewSettings', { file });
    const { version } = await settingsOf(one);
    await one.call('office.change', { version, facts: { name: 'Westhafen' } });
    await expect(one.call('office.loadSettings', { file, stamp })).rejects.toMatchObject({ code: 'changed-meanwhile' });
    expect((await settingsOf(one)).facts.name).toBe('Westhafen');
  });

  it('bring a row back that was out of use, rename the desk’s own statuses, even crosswise', async () => {
    const { id } = await one.call('office.saveCategory', { name: 'Lift' });
    await one.call('tickets.create', {
      channel: 'phone',
      person: { create: { name: 'Ada' } },
      subject: 'x',
      message: 'y',
      categoryId: id,
    });
    await one.call('office.retire', { what: 'categories', id });
    const crossed = (await textOf(one))
      .replace('name = Replied', 'name = X')
      .replace('name = Resolved', 'name = Replied')
      .replace('name = X', 'name = Resolved');
    await load(one, `${crossed}\n[category]\nname = LIFT\n`);
    const after = await settingsOf(one);
    expect(after.categories.find((row) => row.id === id)).toMatchObject({ name: 'LIFT', archived: false, tickets: 1 });
    expect(after.statuses.find(({ role }) => role === 'replied')?.name).toBe('Resolved');
    expect(after.statuses.find(({ role }) => role === 'resolved')?.name).toBe('Replied');
  });

  it('keep what the text does not say: an owner, a priority out of use, values of a field', async () => {
    const { staff } = await settingsOf(one);
    const { id: priorityId } = await one.call('office.savePriority', {
      name: 'Night',
      colour: '#a92a20',
      mark: 'high',
    });
    const { id } = await one.call('office.saveCategory', { name: 'Lift', ownerId: staff[0]?.id, priorityId });
    await one.call('tickets.create', {
      channel: 'phone',
      person: { create: { name: 'Ada' } },
      subject: 'x',
      message: 'y',
      categoryId: id,
      priorityId,
    });
    await one.call('office.retire', { what: 'priorities', id: priorityId });
    await load(one, `${HEAD}[category]\nname = Lift\ndue-days = 9\n`);
    expect((await settingsOf(one)).categories.find((row) => row.id === id)).toMatchObject({
      dueDays: 9,
      ownerId: staff[0]?.id,
      priorityId,
    });
  });
});

const pick = (row: { id: number; name: string } | undefined) => ({ id: row?.id, name: row?.name });

describe('a line that cannot come in is named with its line, and the others come in', () => {
  it.each([
    ['[office]\nzon = Europe/Berlin', { line: 3, trouble: 'unknown-key', part: 'office', key: 'zon' }],
    ['[office]\nzone = Mars/Olympus', { line: 3, trouble: 'unknown-zone', key: 'zone' }],
    ['[office]\nbackup-days = 0', { line: 3, trouble: 'value' }],
    ['[office]\nbackup-days = 367', { line: 3, trouble: 'value' }],
    ['[office]\nbackup-days = many', { line: 3, trouble: 'value' }],
    ['[office]\nname =', { line: 3, trouble: 'empty' }],
    [`[office]\nname = ${'x'.repeat(201)}`, { line: 3, trouble: 'too-long' }],
    ['[office]\npaper = A3', { line: 3, trouble: 'value' }],
    ['[office]\npaper = A4\npaper = Letter', { line: 4, trouble: 'key-twice' }],
    ['[office]\nsecret = 00', { line: 3, trouble: 'unknown-key' }],
    ['[office]\nname = x\n| y', { line: 3, trouble: 'value' }],
    ['[staff]\nname = Eve\nrole = owner', { line: 2, trouble: 'unknown-part' }],
    ['what is this', { line: 2, trouble: 'not-a-setting', part: '' }],
    ['zone = Europe/Paris', { line: 2, trouble: 'not-a-setting', part: '' }],
    ['[priority]\ncolour = #a92a20', { line: 2, trouble: 'no-name' }],
    ['[priority]\nname = Red\ncolour = red', { line: 4, trouble: 'value', row: 'Red' }],
    ['[priority]\nname = High\n[priority]\nname = HIGH', { line: 4, trouble: 'row-twice' }],
    ['[priority]\nname = Medium\nfirst-choice = no', { line: 4, trouble: 'one-needed' }],
    ['[status]\nname = Replied\ndoes = replied\nopen = no', { line: 5, trouble: 'status-needed' }],
    ['[status]\nname = Resolved\ndoes = replied', { line: 3, trouble: 'name-taken' }],
    ['[category]\nname = Lift\npriority = Sometime', { line: 4, trouble: 'no-such-priority' }],
    ['[category]\nname = Lift\ndue-days = -1', { line: 4, trouble: 'value' }],
    ['[category]\nname = Lift\nstaff-only = perhaps', { line: 4, trouble: 'value' }],
    ['[field]\nname = Flat\nkind = select', { line: 4, trouble: 'no-options' }],
    ['[field]\nname = Flat\nkind = number', { line: 4, trouble: 'value' }],
    ['[field]\nname = Flat\ncategories =\n| Nowhere', { line: 4, trouble: 'no-such-category' }],
  ])('%s', async (body, told) => {
    expect(await refusal(body)).toMatchObject(told);
    const both = await preview(one, `${HEAD}${body}\n[statement]\nname = purposes\ntext = To mend what is broken.\n`);
    expect(both.changes).toContainEqual(expect.objectContaining({ part: 'statement', row: 'purposes', from: null }));
  });

  it('a field whose values would not fit another kind keeps its kind', async () => {
    const { id } = await one.call('office.saveField', {
      name: 'Flat',
      kind: 'text',
      personal: false,
      categories: 'all',
    });
    await one.call('tickets.create', {
      channel: 'phone',
      person: { create: { name: 'Ada' } },
      subject: 'x',
      message: 'y',
      fields: [{ fieldId: id, values: ['2 left'] }],
    });
    expect(await refusal('[field]\nname = Flat\nkind = date')).toMatchObject({ line: 4, trouble: 'field-has-values' });
  });

  it.each([
    ['no settings', 'zone = Europe/Berlin', { code: 'unreadable', detail: { reason: 'settings-not-ours' } }],
    ['nothing', '', { code: 'unreadable', detail: { reason: 'settings-not-ours' } }],
    ['a newer form', '# Paperdesk settings, form 2\n', { code: 'newer-version', detail: { reason: 'settings-newer' } }],
    ['no text', Buffer.from([0xff, 0xfe, 0x00, 0x41]), { code: 'unreadable', detail: { reason: 'settings-not-text' } }],
    ['too much', HEAD + '#'.repeat(5_000_001), { code: 'too-large' }],
  ])('%s is refused as a whole', async (_what, text, told) => {
    await expect(preview(one, text)).rejects.toMatchObject(told);
  });

  it('a text that came through another program is read: ends of lines, a mark at the beginning, blanks, capitals', async () => {
    const text = `\ufeff${HEAD}\n  [ office ] \r\n\tNAME=  Südhafen  \r\n# name = no\r\naddress =\r\n|Hafen\r\n|\r\n| 1\r\n`;
    const { changes, refused } = await preview(one, text);
    expect(refused).toEqual([]);
    expect(changes.map(({ key, to }) => [key, to])).toEqual([
      ['name', 'Südhafen'],
      ['address', 'Hafen\n\n1'],
    ]);
  });
});

describe('any settings', () => {
  const any = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\0', '').toWellFormed());
  const body = fc.array(any, { maxLength: 4 }).map((lines) => lines.join('\n'));
  const name = any
    .filter((text) => text.trim() !== '')
    .map((text) =>
      text
        .replace(/\s*\n\s*/g, ' ')
        .trim()
        .slice(0, 60),
    );
  const given = fc.record({
    facts: fc.record({
      address: body,
      paperFooter: body,
      authority: body,
      privacyNotice: body,
      email: any,
      phone: any,
    }),
    statements: fc.dictionary(fc.oneof(name, fc.constant('__proto__')), body, { maxKeys: 3, noNullPrototype: true }),
    categories: fc.uniqueArray(name, { maxLength: 3 }),
    choices: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
    hint: any,
  });

  test.prop([given], { numRuns: 25 })('come out as text and into another office as they are', async (of) => {
    const { version } = await settingsOf(one);
    await one.call('office.change', { version, facts: of.facts });
    await one.store.write((tx) =>
      tx.update(officeTable).set({ statements: of.statements }).where(eq(officeTable.id, 1)),
    );
    for (const category of of.categories)
      await one.call('office.saveCategory', { name: category }).catch(() => undefined);
    await one.call('office.saveField', {
      name: `Own ${version}`,
      kind: 'radio',
      options: of.choices,
      hint: of.hint,
      personal: true,
      categories: 'all',
    });
    const text = await textOf(one);
    expect(await preview(one, text)).toMatchObject({ changes: [], refused: [] });
    await load(other, text);
    expect(await preview(other, text)).toMatchObject({ changes: [], refused: [] });
    expect((await settingsOf(other)).facts).toEqual((await settingsOf(one)).facts);
    const rest = await textOf(other);
    for (const line of text.split('\n').filter((kept) => kept !== '' && !kept.startsWith('[')))
      expect(rest).toContain(line);
  });

  test.prop(
    [
      fc.array(
        fc.constantFrom(
          '[office]',
          '[field]',
          '[',
          'name = x',
          '| a',
          '|',
          '= =',
          'zone =',
          '# x',
          'kind = radio',
          'categories = all',
          '\u0001',
          'name',
          'choices =',
        ),
        { maxLength: 14 },
      ),
      any,
    ],
    { numRuns: 60 },
  )('of hostile lines are a preview, never a mistake', async (lines, more) => {
    const seen = await preview(one, `${HEAD}${[...lines, more].join('\n')}`);
    expect(seen.stamp).toMatch(/^[0-9a-f]{64}$/);
  });
});
