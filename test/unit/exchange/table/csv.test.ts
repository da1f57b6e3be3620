import { execFileSync } from 'node:child_process';
import { fc, test } from '@fast-check/vitest';
import { isUtf8 } from 'node:buffer';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { openTable, readRows } from '../../../../src-main/exchange/table/index.ts';
import { ByteScan } from '../../../../src-main/exchange/table/csv/encoding.ts';
import { csvRecords } from '../../../../src-main/exchange/table/csv/records.ts';
import type { ReadRow } from '../../../../src-main/exchange/table/index.ts';
import { allRows, contents, fileOf, judgeMissing, opened } from './files.ts';

const HEADER = ['Subject', 'Message', 'Room'];
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const MARK = '\ufeff';

describe('encodings', () => {
  const text = 'Betreff;Straße\nHeizung – kalt €;Grün\nŁódź;žluť\n';
  const western = 'Betreff;Straße\nHeizung – kalt €;Grün\n';

  it.each([
    ['utf-8', 'utf-8', Buffer.from(text)],
    ['utf-8 with mark', 'utf-8', Buffer.from(MARK + text)],
    ['utf-16le with mark', 'utf-16le', Buffer.from(MARK + text, 'utf16le')],
    ['utf-16le without', 'utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be with mark', 'utf-16be', utf16be(MARK + text)],
    ['utf-16be without', 'utf-16be', utf16be(text)],
  ])('reads %s and says so', async (_, encoding, bytes) => {
    const path = fileOf(bytes);
    const { shape, undecodable } = await opened(path);
    expect(shape).toMatchObject({ encoding, delimiter: ';' });
    expect(undecodable).toBe(0);
    expect(await contents(path)).toEqual([
      ['Betreff', 'Straße'],
      ['Heizung – kalt €', 'Grün'],
      ['Łódź', 'žluť'],
    ]);
  });

  it.skipIf(judgeMissing('iconv'))('reads Windows-1252 as another program writes it', async () => {
    const bytes = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'WINDOWS-1252'], { input: western });
    const path = fileOf(bytes);
    expect((await opened(path)).shape).toMatchObject({ encoding: 'windows-1252' });
    expect(await contents(path)).toEqual([
      ['Betreff', 'Straße'],
      ['Heizung – kalt €', 'Grün'],
    ]);
  });

  it.skipIf(judgeMissing('iconv')).each(['UTF-16LE', 'UTF-16BE', 'UTF-16'])(
    'reads Chinese in iconv’s %s',
    async (name) => {
      const bytes = execFileSync('iconv', ['-f', 'UTF-8', '-t', name], {
        input: '主题,内容\n暖气坏了,很冷\n漏水,厨房\n',
      });
      expect(await contents(fileOf(bytes))).toEqual([
        ['主题', '内容'],
        ['暖气坏了', '很冷'],
        ['漏水', '厨房'],
      ]);
    },
  );

  it('takes a byte of Windows-1252 at the very end of a long file into account', async () => {
    const path = fileOf(
      Buffer.concat([Buffer.from(`a,b\n${'x,y\n'.repeat(200_000)}`), Buffer.from('Gr\xfcn,z\n', 'latin1')]),
    );
    const { shape } = await opened(path);
    expect(shape).toMatchObject({ encoding: 'windows-1252' });
    expect((await allRows(path)).at(-1)).toMatchObject({ cells: ['Grün', 'z'] });
  });

  it('keeps UTF-8 with a damaged byte as UTF-8, and says how many bytes were lost', async () => {
    const path = fileOf(
      Buffer.concat([Buffer.from(`a,b\n${'Grün,Łódź\n'.repeat(20)}`), Buffer.from([0x78, 0xff, 0x2c, 0x79, 0x0a])]),
    );
    const { shape, undecodable } = await opened(path);
    expect(shape).toMatchObject({ encoding: 'utf-8' });
    expect(undecodable).toBe(1);
    expect((await allRows(path)).at(-1)).toMatchObject({ cells: ['x\ufffd', 'y'] });
  });

  it('can be told the encoding', async () => {
    const path = fileOf('a,b\nGrün,1\n');
    expect((await contents(path, { encoding: 'windows-1252' }))[1]).toEqual(['GrÃ¼n', '1']);
  });

  it('reads lone surrogates of UTF-16 as U+FFFD and counts them', async () => {
    const bytes = Buffer.from(`${MARK}a,b\nx\ud800y,z\n`, 'utf16le');
    const path = fileOf(bytes);
    expect((await opened(path)).undecodable).toBe(1);
    expect((await contents(path))[1]).toEqual(['x\ufffdy', 'z']);
  });
});

describe('delimiters', () => {
  it.each([
    ['a;b\n1,5;2', ';'],
    ['a,b\n1;2;3,4', ','],
    ['a\tb\n1, or 2\t3; or 4', '\t'],
    ['Name;Text\nx;"a, b, c\nd, e, f"\ny;"g, h, i"\n', ';'],
    ['sep=;\na,b;c\n1,2;3\n', ';'],
    ['List of tickets\nno;subject;room\n1;x;y\n2;z, z;w\n3;k;l\n', ';'],
  ])('recognises the delimiter of %j', async (text, delimiter) => {
    expect((await opened(fileOf(text))).shape).toMatchObject({ delimiter });
  });

  it('reads a table of one column, with commas in its texts', async () => {
    expect(await contents(fileOf('Message\nIt is cold, very cold\nThe lift, again\nNo water\n'))).toEqual([
      ['Message'],
      ['It is cold, very cold'],
      ['The lift, again'],
      ['No water'],
    ]);
  });

  it('can be told the delimiter', async () => {
    expect((await contents(fileOf('a,b;c\n1,2;3\n'), { delimiter: ',' }))[1]).toEqual(['1', '2;3']);
  });
});

describe('rows', () => {
  it('gives the row a spreadsheet program shows, and the line where it begins', async () => {
    const rows = await allRows(fileOf('a,b\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n'));
    expect(rows).toMatchObject([
      { rowNumber: 2, line: 2, cells: ['1', 'two\r\nlines'] },
      { rowNumber: 4, line: 5, cells: ['2', 'x'] },
    ]);
  });

  it('reads line ends of all three kinds, mixed', async () => {
    expect(await contents(fileOf('a,b\r\n1,2\n3,4\r5,6'))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('refuses a row with a broken quote, and loses no other', async () => {
    const path = fileOf('a,b\n1,"open\n2,y\n3,"x"y\n4,5" pipe\n5,"fine"\n6,"also, ""fine"""\n');
    const rows = await allRows(path);
    expect(rows.map((row) => [row.rowNumber, row.line, row.ok ? row.cells : row.code])).toEqual([
      [2, 2, 'text-after-quote'],
      [3, 3, ['2', 'y']],
      [4, 4, 'text-after-quote'],
      [5, 5, 'quote-in-text'],
      [6, 6, ['5', 'fine']],
      [7, 7, ['6', 'also, "fine"']],
    ]);
    expect(rows[2]).toMatchObject({ raw: '3,"x"y' });
  });

  it('refuses the row whose quote is never closed, and reads on after its first line', async () => {
    const path = fileOf(`a,b\n1,"open\n${'2,y\n'.repeat(5000)}`);
    const rows = await allRows(path);
    expect(rows[0]).toMatchObject({
      ok: false,
      code: 'quote-not-closed',
      line: 2,
      raw: '1,"open',
      cells: ['1', '"open'],
    });
    expect(rows.filter((row) => row.ok)).toHaveLength(5000);
    expect(rows.at(-1)).toMatchObject({ rowNumber: 5002, line: 5002 });
  });

  it('survives every second row being broken, in good time', async () => {
    const path = fileOf(`a,b\n${'1,x"y\n2,z\n'.repeat(10_000)}`);
    const rows = await allRows(path);
    expect(rows.filter((row) => row.ok)).toHaveLength(10_000);
    expect(rows.filter((row) => !row.ok)).toHaveLength(10_000);
  });

  it('refuses too many cells and too few, keeps further empty ones out, and fills short rows when told', async () => {
    const path = fileOf('a,b,c\n1,2,3\n1,2,3,4\n1,2\n1,2,3,,\n');
    expect(await contents(path)).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
      'too-many-cells',
      'too-few-cells',
      ['1', '2', '3'],
    ]);
    expect((await allRows(path))[1]).toMatchObject({ cells: ['1', '2', '3', '4'] });
    expect((await contents(path, { fillShortRows: true }))[3]).toEqual(['1', '2', '']);
  });

  it('takes a heading with a broken quote for the heading all the same, and no ticket for it', async () => {
    const table = await opened(fileOf('Name,Su"bject,Text\nAnna,Cold,x\nBen,Water,y\n'));
    expect(table.header).toEqual(['Name', 'Su"bject', 'Text']);
    expect(table.sample.map((row) => row.cells[0])).toEqual(['Anna', 'Ben']);
  });

  it('holds few of very long rows when it opens a file, and reads them all', async () => {
    const path = fileOf(`a,b\n${`x,${'y'.repeat(1_000_000)}\n`.repeat(14)}`);
    const table = await opened(path);
    expect(table.sample.length).toBeLessThan(12);
    expect(table.sampleIsAll).toBe(false);
    expect(await allRows(path)).toHaveLength(14);
  });

  it('cleans and shortens the names of columns', async () => {
    expect((await opened(fileOf(`" a\0\n b ",${'x'.repeat(5000)}\n1,2\n`), { headerRow: 1 })).header).toEqual([
      'a b',
      'x'.repeat(250),
    ]);
  });

  it('names a column without a name by its letter', async () => {
    expect((await opened(fileOf('a,,c\n1,2,3\n'))).header).toEqual(['a', 'Column B', 'c']);
  });

  it('knows a table without a heading, and one below a title', async () => {
    const bare = await opened(fileOf('1,anna@example.org,Heating\n2,ben@example.org,Lift\n'));
    expect(bare.shape).toMatchObject({ headerRow: null, firstRow: 1 });
    expect(bare.header).toEqual(['Column A', 'Column B', 'Column C']);
    const titled = await opened(fileOf('Tickets of May,,\n,,\nNo,Mail,Subject\n1,anna@example.org,Heating\n'));
    expect(titled.shape).toMatchObject({ headerRow: 3 });
    expect(titled.header).toEqual(['No', 'Mail', 'Subject']);
    expect(titled.sample).toHaveLength(1);
  });
});

describe('pieces', () => {
  async function inPieces(text: string, size: number): Promise<ReadRow[]> {
    const bytes = Buffer.from(text);
    async function* source(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
    }
    const rows: ReadRow[] = [];
    for await (const row of csvRecords(source, ',', 1)) rows.push(row);
    return rows;
  }

  const tangle = fc.array(fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'x', 'é', '😀', 'a,b\n', '"q\n",'), {
    maxLength: 40,
  });
  test.prop([tangle, fc.integer({ min: 1, max: 7 })], { numRuns: 400 })(
    'of any size give the same rows, broken ones too',
    async (parts, size) => {
      const text = parts.join('');
      expect(await inPieces(text, size)).toEqual(await inPieces(text, 1_000_000));
    },
  );

  test.prop([
    fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.string({ unit: 'binary', maxLength: 4 }).map((s) => Buffer.from(s)),
      ),
    ),
  ])('are UTF-8 where Node finds them to be', (parts) => {
    const scan = new ByteScan();
    for (const part of parts) scan.add(part);
    expect(scan.end().broken === 0).toBe(isUtf8(Buffer.concat(parts)));
  });

  it('cut no character of UTF-16 in two', async () => {
    const text = `a,b\n${'x😀é,y\n'.repeat(60_000)}`;
    for (const shift of ['', 'z'])
      for (const bytes of [Buffer.from(MARK + shift + text, 'utf16le'), utf16be(MARK + shift + text)]) {
        const rows = await allRows(fileOf(bytes));
        expect(rows).toHaveLength(60_000);
        expect(rows.every((row) => row.ok && row.cells[0] === 'x😀é')).toBe(true);
      }
  });
});

describe('whatever is written comes back', () => {
  // A first column that is never blank: blank rows are passed by, as a spreadsheet program would.
  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
  const special = fc.constantFrom(
    '',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    ' x ',
    "it's",
    'é',
    '=1+1',
    '主题',
    '😀',
  );
  const rows = fc.array(fc.tuple(fc.constant('id'), fc.oneof(cell, special), fc.oneof(cell, special)), {
    minLength: 1,
    maxLength: 8,
  });
  const encoders: Record<string, (text: string) => Buffer> = {
    'utf-8': (text) => Buffer.from(text),
    'utf-8 mark': (text) => Buffer.from(MARK + text),
    'utf-16le mark': (text) => Buffer.from(MARK + text, 'utf16le'),
    'utf-16be mark': (text) => utf16be(MARK + text),
  };

  for (const [name, encode] of Object.entries(encoders))
    test.prop([rows, fc.constantFrom(',', ';', '\t'), fc.constantFrom('unix', 'windows', 'mac')], { numRuns: 60 })(
      `written by csv-stringify as ${name}`,
      async (written, delimiter, record_delimiter) => {
        const path = fileOf(encode(stringify([HEADER, ...written], { delimiter, record_delimiter, quoted: true })));
        expect(await contents(path, { delimiter: delimiter as ',', headerRow: 1 })).toEqual([HEADER, ...written]);
      },
    );

  test.prop([fc.uint8Array({ maxLength: 400 })], { numRuns: 150 })(
    'and bytes of any kind are refused or read, never thrown',
    async (bytes) => {
      const path = fileOf(bytes);
      const found = await openTable(path);
      if (!found.ok) return;
      for await (const row of readRows(path, found.table.shape)) expect(row.rowNumber).toBeGreaterThan(0);
    },
  );

  test.prop([fc.array(fc.constantFrom('"', ',', '\n', '\r', 'x', '""'), { maxLength: 60 })], { numRuns: 300 })(
    'and in any tangle of quotes each line is in a row or refused, in order',
    async (parts) => {
      const path = fileOf(`a,b\n${parts.join('')}\nlast,row\n`);
      const rows = await allRows(path, { headerRow: 1, delimiter: ',' });
      const lines = rows.map((row) => row.line ?? 0);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
      const last = rows.at(-1);
      expect(last?.cells.join() ?? '').toContain('row');
    },
  );
});
