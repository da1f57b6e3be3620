import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMITS, openTable, readRows } from '../../../../src-main/exchange/table/index.ts';
import { allRows, contents, endsWith, fileOf, opened, place, refusal } from './files.ts';

describe('limits and hostile files', () => {
  it.each([
    ['', 'empty-file'],
    ['\ufeff', 'empty-file'],
    [' \n\r\n \n', 'empty-file'],
    ['Subject,Message\n', 'no-rows'],
    ['%PDF-1.7\n1 0 obj', 'not-a-table'],
    ['<!DOCTYPE html><table><tr><td>x</td></tr></table>', 'html-page'],
    ['<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'empty-file'],
  ])('refuses %j as %s', async (text, code) => {
    expect(await refusal(fileOf(text))).toBe(code);
  });

  it('says when there is no file, or a folder', async () => {
    expect(await refusal(place('nothing.csv'))).toBe('not-found');
    expect(await refusal('/')).toBe('not-a-table');
  });

  it('refuses pictures, programs and noise', async () => {
    let state = 7;
    const noise = Buffer.from(
      Array.from({ length: 50_000 }, () => ((state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 16) & 255),
    );
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), noise]);
    expect(await refusal(fileOf(noise))).toBe('not-a-table');
    expect(await refusal(fileOf(png))).toBe('not-a-table');
    expect(await refusal(fileOf(Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(9000)])))).toBe(
      'not-a-table',
    );
  });

  it('takes 500 columns and refuses 1,000 clearly', async () => {
    const wide = (n: number): string =>
      `${Array.from({ length: n }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(n - 1)}1\n`;
    expect((await opened(fileOf(wide(500)))).header).toHaveLength(500);
    expect(await openTable(fileOf(wide(1000)))).toEqual({
      ok: false,
      refusal: { code: 'too-many-columns', detail: { columns: 1000, most: 500 } },
    });
  });

  it('keeps NUL and control characters for the mapping to clean, and does not stumble', async () => {
    expect(await contents(fileOf('a,b\nx\0y,\x01\x02z\n1,2\n'))).toEqual([
      ['a', 'b'],
      ['x\0y', '\x01\x02z'],
      ['1', '2'],
    ]);
  });

  it('takes a cell of 1 MB and refuses the row of a larger one', async () => {
    const path = fileOf(
      `a,b\n1,${'x'.repeat(LIMITS.cellBytes)}\n2,${'x'.repeat(LIMITS.cellBytes + 1)}\n3,"${'é'.repeat(600_000)}"\n4,y\n`,
    );
    expect((await allRows(path)).map((row) => (row.ok ? row.cells[0] : row.code))).toEqual([
      '1',
      'cell-too-long',
      'cell-too-long',
      '4',
    ]);
  });

  it('passes by a cell of 100 MB, line breaks and all, without holding it', async () => {
    const path = place('huge.csv');
    const file = openSync(path, 'w');
    writeSync(file, 'a,b\n1,x\n2,"');
    const line = `${'some words, and a ""quote""\n'.repeat(40_000)}`;
    for (let i = 0; i < 100; i++) writeSync(file, line);
    writeSync(file, '"\n3,y\n');
    closeSync(file);
    const { shape } = await opened(path);
    const before = process.memoryUsage.rss();
    let most = 0;
    const rows = [];
    for await (const row of readRows(path, shape, {
      onProgress: () => (most = Math.max(most, process.memoryUsage.rss())),
    }))
      rows.push(row);
    expect(rows.map((row) => (row.ok ? row.cells[0] : row.code))).toEqual(['1', 'cell-too-long', '3']);
    expect(rows[2]).toMatchObject({ rowNumber: 4, line: 4_000_004 });
    expect(most - before).toBeLessThan(150 * 1024 * 1024);
  }, 60_000);

  it('reads on after a quote that is never closed in a huge file', async () => {
    const path = place('open.csv');
    const file = openSync(path, 'w');
    writeSync(file, 'a,b\n1,x\n2,"\n');
    for (let i = 0; i < 12; i++) writeSync(file, `y,${'z'.repeat(96)}\n`.repeat(10_000));
    closeSync(file);
    const { shape } = await opened(path);
    const seen = { ok: 0, refused: [] as string[] };
    for await (const row of readRows(path, shape))
      if (row.ok) seen.ok++;
      else seen.refused.push(`${row.code} ${row.line ?? ''}`);
    expect(seen).toEqual({ ok: 120_001, refused: ['quote-not-closed 3'] });
  }, 120_000);

  it('refuses a row of millions of empty cells without keeping them', async () => {
    const path = fileOf(`a,b\n1,2\n${','.repeat(9_000_000)}x\n3,4\n`);
    expect(await contents(path)).toEqual([['a', 'b'], ['1', '2'], 'row-too-long', ['3', '4']]);
  });

  it('refuses a file that changed since it was opened, and stops when told to', async () => {
    const path = fileOf(`a,b\n${'1,2\n'.repeat(100_000)}`);
    const { shape } = await opened(path);
    const stop = new AbortController();
    const rows = readRows(path, shape, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await endsWith(rows)).toBe('cancelled');
    appendFileSync(path, '3,4\n');
    expect(await endsWith(readRows(path, shape))).toBe('changed-meanwhile');
  });
});
