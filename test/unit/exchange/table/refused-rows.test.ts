import { createSecretKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { refusedRows, sourceRowId } from '../../../../src-main/exchange/table/index.ts';
import type { RefusedRow } from '../../../../src-main/exchange/table/index.ts';
import { allRows, contents, fileOf, opened, place } from './files.ts';

function written(header: string[], rows: RefusedRow[]): string {
  const path = place('refused.csv');
  const csv = refusedRows(header);
  writeFileSync(path, csv.head + rows.map(csv.row).join(''));
  return path;
}

describe('the list of refused rows', () => {
  it('holds row, line, reason and the cells as they were, for a spreadsheet program', () => {
    const path = written(
      ['Subject', 'Text'],
      [
        { rowNumber: 3, line: 4, reason: 'The date is not one', cells: ['=HYPERLINK("x")', '＝1+1'] },
        { rowNumber: 5, line: null, reason: 'Too many cells', cells: ['+49 30 1', '-', 'third'] },
      ],
    );
    expect(readFileSync(path, 'utf8')).toBe(
      '\ufeffPaperdesk row,Paperdesk line,Paperdesk reason,Subject,Text\r\n' +
        `3,4,The date is not one,"'=HYPERLINK(""x"")",'＝1+1\r\n` +
        "5,,Too many cells,'+49 30 1,'-,third\r\n",
    );
  });

  it('can be mended and brought in again: it is known by its columns, and gives the same cells', async () => {
    const path = written(['Subject', 'Phone'], [{ rowNumber: 3, line: 4, reason: 'x', cells: ["'=a", '+49 30 1'] }]);
    const { header, shape } = await opened(path);
    expect(header).toEqual(['Subject', 'Phone']);
    expect(shape.refusedRowsFile).toBe(true);
    expect(await contents(path)).toEqual([
      ['Subject', 'Phone'],
      ["'=a", '+49 30 1'],
    ]);
  });

  it('keeps a row refused once more as it was', async () => {
    const first = await allRows(fileOf('a,b\n1,2,3\n4,5\n6,7\n8,9\n'));
    expect(first[0]).toMatchObject({ ok: false, code: 'too-many-cells' });
    const path = written(
      ['a', 'b'],
      [
        { rowNumber: 2, line: 2, reason: 'x', cells: first[0]?.cells ?? [] },
        { rowNumber: 3, line: 3, reason: 'x', cells: ['4', '5'] },
        { rowNumber: 4, line: 4, reason: 'x', cells: ['4', '5'] },
      ],
    );
    expect((await allRows(path))[0]).toMatchObject({ ok: false, code: 'too-many-cells', cells: ['1', '2', '3'] });
  });

  it('leaves an apostrophe of any other file alone', async () => {
    expect((await contents(fileOf("Subject,Text\n'=a,'x\n")))[1]).toEqual(["'=a", "'x"]);
  });

  const cell = fc.oneof(
    fc.constantFrom('=1', "'=1", "''=1", '@x', '\tx', "'", "'x", '＝', '-5', '"', 'a\nb'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  test.prop([fc.array(fc.tuple(fc.constant('id'), cell, cell), { minLength: 1, maxLength: 6 })], { numRuns: 60 })(
    'gives back any cells',
    async (rows) => {
      const path = written(
        ['a', 'b', 'c'],
        rows.map((cells, i) => ({ rowNumber: i + 2, line: null, reason: 'x', cells })),
      );
      expect((await contents(path)).slice(1)).toEqual(rows);
    },
  );
});

describe('what a row is known by', () => {
  const secret = createSecretKey(Buffer.alloc(32, 1));
  const row = { source: 'old desk', ownId: '7', cells: ['7', 'Cold', 'x'] };

  it('is the same when the same row comes again, whatever the file adds around it', () => {
    expect(sourceRowId(row, secret)).toEqual(
      sourceRowId({ ...row, source: ' old desk ', cells: ['7', ' Cold ', 'x\0', '', ''] }, secret),
    );
    expect(sourceRowId(row, secret).id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps its id with other content, and says that the content is another', () => {
    const changed = sourceRowId({ ...row, cells: ['7', 'Warm', 'x'] }, secret);
    expect(changed.id).toBe(sourceRowId(row, secret).id);
    expect(changed.content).not.toBe(sourceRowId(row, secret).content);
  });

  it('is another for another source, secret, id, or order of the same words', () => {
    const bare = { ...row, ownId: null };
    const ids = [
      row,
      { ...row, source: 'new desk' },
      { ...row, ownId: '8' },
      bare,
      { ...bare, nth: 1 },
      { ...bare, cells: ['7', 'Col', 'dx'] },
      { ...bare, cells: ['7', 'Cold x'] },
    ].map((known) => sourceRowId(known, secret).id);
    ids.push(sourceRowId(row, createSecretKey(Buffer.alloc(32, 2))).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.prop([fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 })])(
    'is one for equal rows only',
    (a, b) => {
      const id = (cells: string[]): string =>
        sourceRowId({ source: 's', ownId: null, cells: [...cells, 'end'] }, secret).id;
      const plain = (cells: string[]): string => JSON.stringify(cells.map((cell) => cell.trim()));
      expect(id(a) === id(b)).toBe(plain(a) === plain(b));
    },
  );
});
