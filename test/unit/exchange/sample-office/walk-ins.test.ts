import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSampleOffice } from '../../../../src-main/exchange/sample-office/index.ts';
import { guessDates } from '../../../../src-main/exchange/table/dates/guess-dates.ts';
import { openTable, readRows } from '../../../../src-main/exchange/table/open-table.ts';
import { sampleFolder } from './sample-folder.ts';
import type { ReadRow } from '../../../../src-main/exchange/table/rows.ts';

const path = join(sampleFolder, 'import/walk-ins.csv');
const opened = await openTable(path);
if (!opened.ok) throw new Error(opened.refusal.code);
const { table } = opened;
const rows: ReadRow[] = [];
for await (const row of readRows(path, table.shape)) rows.push(row);
const read = rows.filter((row) => row.ok);

describe('the list kept at the desk', () => {
  test('is a semicolon table in Windows-1252 with the columns a clerk would name', () => {
    expect(table.shape).toMatchObject({ kind: 'csv', encoding: 'windows-1252', delimiter: ';' });
    expect(table.header).toEqual('id,date,name,email,phone,category,priority,status,subject,message,flat'.split(','));
  });

  test('has quoted line breaks and umlauts', () => {
    expect(read.some(({ cells }) => cells.some((cell) => cell.includes('\n')))).toBe(true);
    expect(read.some(({ cells }) => cells.some((cell) => /[äöüß]/.test(cell)))).toBe(true);
  });

  test('asks whether day or month comes first, and refuses two rows', () => {
    const dates = guessDates(read.map(({ cells }) => cells[1] ?? ''));
    expect(dates).toMatchObject({ kind: 'ambiguous', formats: ['dmy', 'mdy'], unread: 1 });
    expect(rows.filter((row) => !row.ok).map((row) => row.code)).toEqual(['too-many-cells']);
  });

  test('has invented people only, and none of those whose places are counted', async () => {
    const { people, truth } = await readSampleOffice(sampleFolder);
    const words = JSON.stringify(rows);
    for (const address of words.match(/[\w.-]+@[\w.-]+/g) ?? []) expect(address).toMatch(/\.example$/);
    for (const { name, alsoWritten, emails } of people.filter(({ id }) =>
      truth.people.some((one) => one.person === id),
    ))
      for (const text of [name, ...alsoWritten, ...emails]) expect(words).not.toContain(text);
  });
});
