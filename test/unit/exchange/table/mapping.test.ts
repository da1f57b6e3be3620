import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  applyMapping,
  fitMapping,
  guessColumns,
  mappingOf,
  prepareMapping,
} from '../../../../src-main/exchange/table/index.ts';
import type { Applied, ImportedTicket, Mapping } from '../../../../src-main/exchange/table/index.ts';
import { fileOf, office, opened, surveyOf } from './files.ts';

type Column = Mapping['columns'][number];

function mapping(
  columns: (Omit<Column, 'column' | 'header'> & { header?: string })[],
  more: Partial<Mapping> = {},
): Mapping {
  return {
    columns: columns.map((column, index) => ({ header: column.target, ...column, column: index })),
    categories: {},
    priorities: {},
    statuses: {},
    ...more,
  };
}

function apply(cells: string[], given: Mapping): Applied {
  const ready = prepareMapping(given, cells.length, office);
  if (!ready.ok) throw new Error(ready.problem.code);
  return applyMapping(cells, ready.prepared);
}

function ticket(cells: string[], given: Mapping): ImportedTicket {
  const applied = apply(cells, given);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.ticket;
}

const one = (target: Column['target'], text: string, header: string = target): ImportedTicket =>
  ticket([text, 'subject'], mapping([{ target, header }, { target: 'subject' }]));
const problem = (target: Column['target'], text: string, more: Partial<Column> = {}): string => {
  const applied = apply([text, 'subject'], mapping([{ target, ...more }, { target: 'subject' }]));
  return applied.ok ? 'none' : applied.problems.map(({ column, code }) => `${column ?? ''} ${code}`).join();
};

describe('a row as a ticket', () => {
  it('fills every field', () => {
    const found = ticket(
      [
        '7',
        'ABC-1',
        '01.06.2023 12:00',
        '02.06.2023',
        'Berg',
        'Anna',
        'anna@example.org; a.berg@example.com',
        '030 123',
        'K-1',
        'Hauptstr. 1',
        '10115 Berlin',
        '::ffff:192.0.2.1',
        'Ben Cole <ben@example.org>, carl@example.org',
        'heating',
        'URGENT',
        'erledigt',
        'Sam',
        'Cold',
        'Line\r\nLine',
        'Done.',
        'Called.',
        '1:30',
        'Anruf',
        '3.4.1955',
        'a; b',
      ],
      mapping([
        { target: 'id' },
        { target: 'trackingId' },
        { target: 'created', dateFormat: 'dmy' },
        { target: 'due', dateFormat: 'dmy' },
        { target: 'name', header: 'Nachname' },
        { target: 'name', header: 'Vorname' },
        { target: 'email' },
        { target: 'phone' },
        { target: 'customerNumber' },
        { target: 'address' },
        { target: 'address' },
        { target: 'ip' },
        { target: 'followers' },
        { target: 'category' },
        { target: 'priority' },
        { target: 'status' },
        { target: 'owner' },
        { target: 'subject' },
        { target: 'message' },
        { target: 'reply' },
        { target: 'note' },
        { target: 'timeWorked' },
        { target: 'channel' },
        { target: 'custom', dateFormat: 'dmy', newField: { name: 'Born', kind: 'date', personal: true } },
        { target: 'custom', newField: { name: 'Rooms', kind: 'checkbox', personal: false } },
      ]),
    );
    expect(found).toEqual({
      ownId: '7',
      trackingId: 'ABC-1',
      created: Date.parse('2023-06-01T10:00:00Z'),
      updated: null,
      firstReply: null,
      resolved: null,
      due: Date.parse('2023-06-01T22:00:00Z'),
      name: 'Anna Berg',
      emails: ['anna@example.org', 'a.berg@example.com'],
      phones: ['030 123'],
      customerNumber: 'K-1',
      address: 'Hauptstr. 1, 10115 Berlin',
      ip: '192.0.2.1',
      followers: [
        { name: 'Ben Cole', email: 'ben@example.org' },
        { name: '', email: 'carl@example.org' },
      ],
      category: { text: 'heating', id: 11, isNew: false, unknown: false },
      priority: { text: 'URGENT', id: 21, isNew: false, unknown: false },
      status: { text: 'erledigt', id: 34, isNew: false, unknown: false },
      owner: 'Sam',
      subject: 'Cold',
      message: 'Line\nLine',
      entries: [
        { kind: 'reply', body: 'Done.', at: null, author: null },
        { kind: 'note', body: 'Called.', at: null, author: null },
      ],
      timeWorked: 5400,
      channel: 'phone',
      channelText: 'Anruf',
      custom: [
        { column: 23, values: ['1955-04-03'] },
        { column: 24, values: ['a', 'b'] },
      ],
    });
  });

  it('cleans texts: no NUL, no controls, no lone surrogates, one kind of line end', () => {
    expect(one('message', ' \r\n a\0b\x01\r\nc\rd\ud800\u2028e\tf \n ').message).toBe(' ab\nc\nd\ufffd\ne\tf');
    expect(one('name', ' Anna\r\n Berg\0 ').name).toBe('Anna Berg');
    expect(one('message', 'a \u202etxt').message).toBe('a \u202etxt');
  });

  it('takes what stands for nothing as nothing', () => {
    for (const nothing of ['-', 'N/A', 'null', 'k.A.', ' ']) {
      expect(one('email', nothing).emails).toEqual([]);
      expect(one('phone', nothing).phones).toEqual([]);
      expect(one('ip', nothing).ip).toBe(null);
    }
    expect(one('ip', '0.0.0.0').ip).toBe(null);
  });

  it('puts a name together from its parts, and not twice from a whole one', () => {
    const names = (headers: string[], cells: string[]): string | null =>
      ticket(
        [...cells, 'x'],
        mapping([...headers.map((header) => ({ target: 'name' as const, header })), { target: 'subject' }]),
      ).name;
    expect(names(['Name', 'Vorname'], ['Berg', 'Anna'])).toBe('Anna Berg');
    expect(names(['First name', 'Full name'], ['Anna', 'Anna M. Berg'])).toBe('Anna M. Berg');
    const mailed = mapping([{ target: 'email' }, { target: 'name', header: 'Surname' }, { target: 'subject' }]);
    expect(ticket(['Anna B. <anna@example.org>', 'Berg', 'x'], mailed).name).toBe('Berg');
  });

  it('reads names with addresses, and addresses in one cell', () => {
    expect(one('email', '"Berg, Anna" <anna@example.org>')).toMatchObject({
      name: 'Berg, Anna',
      emails: ['anna@example.org'],
    });
    expect(one('email', 'mailto:a@example.org\nb@example.org').emails).toEqual(['a@example.org', 'b@example.org']);
    expect(one('followers', 'The neighbour').followers).toEqual([{ name: 'The neighbour', email: '' }]);
  });

  it.each([
    ['00:15:00', 900, 'Time worked'],
    ['90', 5400, 'Time worked'],
    ['1,5', 5400, 'Hours spent'],
    ['2h 30m', 9000, 'Time'],
    ['1 day 2 hours', 93_600, 'Time'],
    ['45 Minuten', 2700, 'Zeit'],
  ])('reads %j as %d seconds under %j', (text, seconds, header) => {
    expect(one('timeWorked', text, header).timeWorked).toBe(seconds);
  });

  it('makes a subject of the message where there is none', () => {
    const words = 'It is cold in the kitchen and in the bathroom and has been so since last Monday morning';
    const found = ticket([words, ''], mapping([{ target: 'message' }, { target: 'subject' }]));
    expect(found.subject).toBe('It is cold in the kitchen and in the bathroom and has been so since last Monday…');
    expect(found.message).toBe(words);
  });

  it('refuses with the column and a code, never with words of the row', () => {
    expect(problem('email', 'anna at example')).toBe('0 not-an-email');
    expect(problem('ip', '1.2.3')).toBe('0 not-an-ip');
    expect(problem('created', '31.02.2023', { dateFormat: 'dmy' })).toBe('0 no-such-day');
    expect(problem('created', '1.1.1950', { dateFormat: 'dmy' })).toBe('0 year-out-of-range');
    expect(problem('timeWorked', 'long')).toBe('0 not-a-duration');
    expect(problem('name', 'x'.repeat(501))).toBe('0 too-long');
    expect(problem('message', 'é'.repeat(524_289))).toBe('0 too-long');
    expect(problem('message', 'é'.repeat(524_288))).toBe('none');
    const all = apply(
      ['no', 'no', 'x'.repeat(501)],
      mapping([{ target: 'email' }, { target: 'ip' }, { target: 'subject' }]),
    );
    expect(all).toEqual({
      ok: false,
      problems: [
        { column: 0, code: 'not-an-email' },
        { column: 1, code: 'not-an-ip' },
        { column: 2, code: 'too-long' },
      ],
    });
    const empty = apply(['', '7'], mapping([{ target: 'subject' }, { target: 'id' }]));
    expect(empty).toEqual({ ok: false, problems: [{ column: null, code: 'nothing-in-it' }] });
  });

  const target = fc.constantFrom<Column['target']>(
    'id',
    'name',
    'email',
    'phone',
    'ip',
    'followers',
    'subject',
    'message',
    'reply',
    'timeWorked',
    'category',
    'created',
  );
  test.prop([
    target,
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ maxLength: 80 }).map((s) => `${s}\ud800`),
    ),
  ])('holds no text that may not be stored, whatever stands in the cell', (of, text) => {
    const applied = apply([text, 'x'], mapping([{ target: of, dateFormat: 'iso' }, { target: 'note' }]));
    if (!applied.ok) return;
    const texts: string[] = [];
    JSON.stringify(applied.ticket, (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    for (const kept of texts) {
      expect(kept.isWellFormed()).toBe(true);
      expect(kept).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
    }
    expect(applied.ticket.subject.length).toBeLessThanOrEqual(500);
  });
});

describe('words of the file and of the office', () => {
  const choice = (target: 'category' | 'priority' | 'status', text: string, more: Partial<Mapping> = {}) =>
    ticket([text, 'x'], mapping([{ target }, { target: 'subject' }], more))[target];

  it('finds them by folded name, by meaning, and as the user decided', () => {
    expect(choice('category', 'MULL & reinigung')).toMatchObject({ id: 12, unknown: false });
    expect(choice('status', 'Pending Customer Response')).toMatchObject({ id: 33 });
    expect(choice('status', 'Waiting for insurer')).toMatchObject({ id: 35 });
    expect(choice('priority', 'Dringend')).toMatchObject({ id: 21 });
    expect(choice('priority', 'Dringend', { priorities: { dringend: 24 } })).toMatchObject({ id: 24 });
    expect(choice('category', 'Refund', { categories: { Refund: 'new' } })).toEqual({
      text: 'Refund',
      id: null,
      isNew: true,
      unknown: false,
    });
  });

  it('lists what nobody knows, and takes an empty cell for the default', () => {
    expect(choice('category', 'Refund')).toEqual({ text: 'Refund', id: null, isNew: false, unknown: true });
    expect(choice('status', 'progressing nicely')).toMatchObject({ id: null, unknown: true });
    expect(choice('priority', '')).toMatchObject({ id: null, unknown: false });
    // This office has no status "in progress".
    expect(choice('status', 'in progress')).toMatchObject({ id: null, unknown: true });
  });
});

describe('mappings', () => {
  it.each<[Parameters<typeof mapping>[0], string]>([
    [[{ target: 'ignore' }], 'nothing-mapped'],
    [[{ target: 'subject' }, { target: 'subject' }], 'target-twice'],
    [[{ target: 'created' }], 'date-format-missing'],
    [[{ target: 'created', dateFormat: 'whatever' }], 'date-format-missing'],
    [[{ target: 'custom' }], 'field-missing'],
    [[{ target: 'custom', fieldId: 9 }], 'field-missing'],
    [[{ target: 'subject' }, { target: 'note' }, { target: 'note' }, { target: 'note' }], 'no-such-column'],
  ])('that cannot be used are refused before the first row: %j', (columns, code) => {
    expect(prepareMapping(mapping(columns), 3, office)).toMatchObject({ ok: false, problem: { code } });
  });

  it('fit another file by the names of its columns, whatever their order', () => {
    const saved = mapping([
      { target: 'subject', header: 'Title' },
      { target: 'note', header: 'Text' },
      { target: 'message', header: 'Text' },
    ]);
    const fitted = fitMapping(
      saved,
      guessColumns(['text', 'E-Mail', 'Text', 'TITLE'], [['a', 'a@example.org', 'b', 'c']]),
    );
    expect(fitted.columns.map(({ column, target }) => [column, target])).toEqual([
      [0, 'note'],
      [1, 'email'],
      [2, 'message'],
      [3, 'subject'],
    ]);
  });
});

describe('a saved mapping and a new column', () => {
  it('are used together, the column beside the field that is taken', () => {
    const saved = mapping([{ target: 'subject', header: 'Title' }]);
    const fitted = fitMapping(saved, guessColumns(['Subject', 'Title'], [['a', 'b']]));
    expect(fitted.columns).toMatchObject([{ target: 'custom', newField: { name: 'Subject' } }, { target: 'subject' }]);
    expect(prepareMapping(fitted, 2, office).ok).toBe(true);
  });
});

describe('a survey of the whole file', () => {
  it('counts, refuses with row and column, and lists what is to be decided', async () => {
    const path = fileOf(
      'Id;Created;Name;Email;Category;Subject;Building\n' +
        '1;05/06/2023;Anna;a@example.org;Heating;x;A\n' +
        '2;06/06/2023;Ben;A@example.org;Lift;y;B\n' +
        '2;25/06/2023;anna;a@example.org;Lift;z;A\n' +
        '3;soon;Carl;c@example.org;Roof;w;C\n' +
        '4;05/06/2023;Dora;d@example.org;Roof\n',
    );
    const { header, sample } = await opened(path);
    const guessed = mappingOf(
      guessColumns(
        header,
        sample.flatMap((row) => (row.ok ? [row.cells] : [])),
      ),
    );
    const columns = guessed.columns.map((column) =>
      column.header === 'Building'
        ? {
            ...column,
            target: 'custom' as const,
            newField: { name: 'Building', kind: 'select' as const, personal: false },
          }
        : column.header === 'Created'
          ? { ...column, target: 'created' as const, dateFormat: 'dmy' }
          : column.header === 'Id'
            ? { column: 0, header: 'Id', target: 'id' as const }
            : column,
    );
    expect(await surveyOf(path, { ...guessed, columns })).toMatchObject({
      rows: 5,
      good: 3,
      refusedCount: 2,
      refused: [
        { row: 5, reason: 'not-a-date', column: 1 },
        { row: 6, reason: 'too-few-cells', column: null },
      ],
      unknown: { category: [{ text: 'Lift', rows: 2 }], priority: [], status: [] },
      idsTwice: 1,
      sharedEmails: 1,
    });
  });
});
