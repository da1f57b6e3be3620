import { writeFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { LIMITS, readRows } from '../../../../src-main/exchange/table/index.ts';
import { readNumberFormat, serialToIso } from '../../../../src-main/exchange/table/xlsx/number-format.ts';
import { allRows, contents, convert, endsWith, fileOf, judgeMissing, opened, place, refusal } from './files.ts';

async function zip(
  parts: Record<string, string | Uint8Array>,
  options: { password?: string } = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [name, content] of Object.entries(parts))
    await writer.add(name, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const parts = (sheet: string, shared = '', book = ''): Record<string, string> => ({
  '[Content_Types].xml': '<Types xmlns="x"/>',
  '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="${RELATIONS}">${book}<sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
  'xl/worksheets/sheet1.xml': sheet.includes('<worksheet')
    ? sheet
    : `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
});
const HEAD =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';
const sheetFile = async (sheet: string, shared = '', book = ''): Promise<string> =>
  fileOf(await zip(parts(HEAD + sheet, shared, book)), 'tickets.xlsx');

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<string> {
  const book = new ExcelJS.Workbook();
  fill(book);
  const path = place('tickets.xlsx');
  await book.xlsx.writeFile(path);
  return path;
}

describe('cells', () => {
  it('shows texts, numbers, dates, percentages, truths and results as a spreadsheet program does', async () => {
    const path = await workbook((book) => {
      const sheet = book.addWorksheet('Tickets');
      sheet.addRow(['Kind', 'Value']);
      const add = (kind: string, value: ExcelJS.CellValue, numFmt?: string): void => {
        const row = sheet.addRow([kind, value]);
        if (numFmt !== undefined) row.getCell(2).numFmt = numFmt;
      };
      add('text', '  with space, "quotes" & <signs>\nand a line');
      add('number', 3);
      add('sum', 0.1 + 0.2);
      add('long', 123456789012345);
      add('date', new Date('2023-06-01T00:00:00Z'), 'dd.mm.yyyy');
      add('date and time', new Date('2023-06-01T12:15:36Z'), 'yyyy-mm-dd hh:mm:ss');
      add('time', 0.5, 'h:mm');
      add('worked', 1.5, '[h]:mm:ss');
      add('percent', 0.125, '0.0%');
      add('padded', 4711, '00000');
      add('money', 12.5, '#,##0.00 "days"');
      add('true', true);
      add('formula', { formula: '1+1', result: 2 });
      add('word of a formula', { formula: 'A1', result: 'Kind' });
      add('rich', { richText: [{ text: 'two ' }, { font: { bold: true }, text: 'runs' }] });
      add('link', { text: 'mail', hyperlink: 'mailto:a@example.org' });
      add('error', { error: '#N/A' });
    });
    const rows = new Map((await allRows(path)).map((row) => [row.cells[0], row.cells[1]]));
    expect(Object.fromEntries(rows)).toEqual({
      text: '  with space, "quotes" & <signs>\nand a line',
      number: '3',
      sum: '0.3',
      long: '123456789012345',
      date: '2023-06-01',
      'date and time': '2023-06-01T12:15:36',
      time: '12:00:00',
      worked: '36:00:00',
      percent: '12.5%',
      padded: '04711',
      money: '12.5',
      true: 'TRUE',
      formula: '2',
      'word of a formula': 'Kind',
      rich: 'two runs',
      link: 'mail',
      error: '#N/A',
    });
  });

  it('reads the date system of 1904', async () => {
    const path = await workbook((book) => {
      book.properties.date1904 = true;
      const sheet = book.addWorksheet('Tickets');
      sheet.addRow(['Day', 'Text']);
      sheet.addRow([new Date('2023-06-01T00:00:00Z'), 'x']).getCell(1).numFmt = 'dd/mm/yyyy';
    });
    expect((await contents(path))[1]).toEqual(['2023-06-01', 'x']);
    expect(serialToIso(0, false, true, false)).toBe('1899-12-31');
    expect([
      serialToIso(59, false, true, false),
      serialToIso(60, false, true, false),
      serialToIso(61, false, true, false),
    ]).toEqual(['1900-02-28', null, '1900-03-01']);
  });

  it('leaves out how a word is spoken, and joins its runs', async () => {
    const shared =
      '<si><r><t>東</t></r><r><t xml:space="preserve">京 </t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/></si>';
    const path = await sheetFile(
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>x</t><rPh><t>y</t></rPh></is></c></row>',
      shared,
    );
    expect((await contents(path))[1]).toEqual(['東京 ', 'x']);
  });

  it('decodes escaped characters, entities of XML and CDATA, and finds cells without a reference', async () => {
    const path = await sheetFile(
      '<row><c t="str"><v>a_x000D_b_x005F_x0041_</v></c><c t="inlineStr"><is><t>&lt;&#65;<![CDATA[<&]]></t></is></c></row>',
    );
    expect((await contents(path))[1]).toEqual(['a\rb_x0041_', '<A<&']);
  });

  it('finds each of many shared texts', async () => {
    const many = 5000;
    const shared = Array.from({ length: many }, (_, i) => `<si><t>é${i}${'x'.repeat(i % 600)}</t></si>`).join('');
    const cells = Array.from({ length: many }, (_, i) => `<row><c t="s"><v>${i}</v></c></row>`).join('');
    const rows = await allRows(await sheetFile(cells, shared));
    expect(rows.map((row) => row.cells[0])).toEqual(
      Array.from({ length: many }, (_, i) => `é${i}${'x'.repeat(i % 600)}`),
    );
  });

  it('keeps row numbers across gaps, and the columns of sparse rows', async () => {
    const path = await sheetFile('<row r="7"><c r="B7"><v>1</v></c></row>');
    expect(await allRows(path)).toEqual([{ ok: true, rowNumber: 7, line: null, cells: ['', '1'], raw: null }]);
  });

  it('tells dates from other formats', () => {
    const kind = (code: string): string => readNumberFormat(200, code).kind;
    expect(
      ['yyyy-mm-dd', '[$-407]d. mmmm yyyy;@', 'm/d/yy h:mm AM/PM', 'mmm', 'h:mm:ss.0', 'gge"年"m"月"'].map(kind),
    ).toEqual(Array(6).fill('date'));
    expect(
      ['0.00E+00', '#,##0.00 [$€-407]', '"day" 0', '0.00\\d', '[Red]0', '@', 'General', '_-* #,##0_-'].map(kind),
    ).toEqual(Array(8).fill('general'));
    expect(kind('[hh]:mm')).toBe('duration');
  });
});

describe('sheets', () => {
  it('chooses the first visible sheet with rows and lists the others', async () => {
    const path = await workbook((book) => {
      book.addWorksheet('Empty');
      book.addWorksheet('Secret', { state: 'hidden' }).addRows([['h'], ['1']]);
      book.addWorksheet('Tickets').addRows([
        ['a', 'b'],
        ['1', '2'],
      ]);
      book.addWorksheet('More').addRows([
        ['c', 'd'],
        ['3', '4'],
      ]);
    });
    const { sheets, shape } = await opened(path);
    expect(shape).toMatchObject({ kind: 'xlsx', sheet: 2 });
    expect(sheets).toEqual([
      { index: 0, name: 'Empty', hidden: false, hasRows: false },
      { index: 1, name: 'Secret', hidden: true, hasRows: true },
      { index: 2, name: 'Tickets', hidden: false, hasRows: true },
      { index: 3, name: 'More', hidden: false, hasRows: true },
    ]);
    expect(await contents(path, { sheet: 3 })).toEqual([
      ['c', 'd'],
      ['3', '4'],
    ]);
  });

  it('refuses a workbook without rows', async () => {
    expect(await refusal(await workbook((book) => book.addWorksheet('Empty')))).toBe('no-rows');
    expect(await refusal(await workbook((book) => book.addWorksheet('Head').addRow(['a', 'b'])))).toBe('no-rows');
  });
});

describe('files that are no XLSX, or hostile ones', () => {
  it('says what to do with old, locked and foreign workbooks', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000)]);
    expect(await refusal(fileOf(ole, 'old.xlsx'))).toBe('old-excel');
    expect(await refusal(fileOf(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])))).toBe('encrypted');
    expect(
      await refusal(
        fileOf(await zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' })),
      ),
    ).toBe('open-document');
    expect(await refusal(fileOf(await zip({ '[Content_Types].xml': '<x/>', 'xl/workbook.bin': 'x' })))).toBe(
      'binary-excel',
    );
    expect(await refusal(fileOf(await zip({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' })))).toBe(
      'not-a-table',
    );
    expect(await refusal(fileOf(await zip({ 'readme.txt': 'x' })))).toBe('not-a-table');
    expect(await refusal(fileOf(await zip(parts(HEAD), { password: 'secret' })))).toBe('encrypted');
  });

  it.skipIf(judgeMissing('soffice'))(
    'knows the ODS and XLS that LibreOffice writes',
    async () => {
      const csv = fileOf('a,b\n1,2\n', 'small.csv');
      expect(await refusal(convert(csv, 'ods'))).toBe('open-document');
      expect(await refusal(convert(csv, 'xls'))).toBe('old-excel');
    },
    120_000,
  );

  it('refuses a workbook cut short or with a wrong byte', async () => {
    const bytes = await zip(parts(`${HEAD}<row r="2"><c r="A2"><v>1</v></c></row>`));
    expect(await refusal(fileOf(bytes.subarray(0, bytes.length - 40)))).toBe('damaged');
    expect(await refusal(fileOf(bytes.subarray(0, 200)))).toBe('damaged');
    const bent = Uint8Array.from(bytes);
    const name = Buffer.from(bent).indexOf('xl/worksheets/sheet1.xml');
    bent[name + 60] = (bent[name + 60] ?? 0) ^ 0xff;
    expect(await refusal(fileOf(bent))).toBe('damaged');
  });

  it('expands no entity and allows no document type', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    expect(
      await refusal(
        fileOf(
          await zip(
            parts(
              `${bomb}<worksheet><sheetData>${HEAD}<row r="2"><c r="A2" t="str"><v>&b;</v></c></row></sheetData></worksheet>`,
            ),
          ),
        ),
      ),
    ).toBe('damaged');
    expect(await refusal(await sheetFile('<row r="2"><c r="A2" t="str"><v>&b;</v></c></row>'))).toBe('damaged');
  });

  it.each([
    ['a row before the last one', '<row r="5"><c r="A5"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>'],
    ['a column beyond the last', '<row r="2"><c r="ZZZZ2"><v>1</v></c></row>'],
    ['a shared text that is not there', '<row r="2"><c r="A2" t="s"><v>99</v></c></row>'],
    ['a row number nobody has', '<row r="99999999"><c><v>1</v></c></row>'],
    ['XML that never closes', '<row r="2"><c r="A2"><v>1</v></c></wrong>'],
    ['tags without end, one in the other', '<x>'.repeat(100)],
  ])('refuses %s as damaged', async (_, sheet) => {
    expect(await refusal(await sheetFile(sheet))).toBe('damaged');
  });

  it('stops a zip bomb before it unpacks', async () => {
    const bytes = await zip(parts(`${HEAD}<row r="2"><c r="A2" t="str"><v>1</v></c></row>${' '.repeat(60_000_000)}`));
    expect(bytes.length).toBeLessThan(100_000);
    const path = fileOf(bytes);
    const before = process.memoryUsage.rss();
    expect(await refusal(path)).toBe('zip-bomb');
    expect(process.memoryUsage.rss() - before).toBeLessThan(120 * 1024 * 1024);
  });

  it('stops a bomb among the shared texts as well', async () => {
    expect(await refusal(await sheetFile('', `<si><t>${'x'.repeat(60_000_000)}</t></si>`))).toBe('zip-bomb');
  });

  it('refuses only the row of a cell that is too long, and of a cell beyond the last column', async () => {
    let state = 1;
    const noise = Array.from({ length: 3_000_000 }, () =>
      String.fromCharCode(97 + ((state = (state * 48_271) % 2_147_483_647) % 26)),
    ).join('');
    const cell = (row: number, text: string): string =>
      `<row r="${row}"><c r="A${row}" t="inlineStr"><is><t>${text}</t></is></c></row>`;
    const sheet =
      cell(2, noise) +
      cell(3, 'x'.repeat(LIMITS.cellBytes)) +
      cell(4, 'y') +
      '<row r="5"><c r="ZZ5"><v>1</v></c></row><row r="6"><c r="A6"><v>6</v></c></row>';
    const rows = await allRows(await sheetFile(sheet));
    expect(rows.map((row) => (row.ok ? row.cells[0]?.slice(0, 3) : row.code))).toEqual([
      'cell-too-long',
      'xxx',
      'y',
      'too-many-cells',
      '6',
    ]);
  });

  it('stops when told to', async () => {
    const path = await sheetFile(
      Array.from({ length: 30_000 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}"><v>${i * 7919}</v></c></row>`).join(
        '',
      ),
    );
    const { shape } = await opened(path);
    const stop = new AbortController();
    expect(await endsWith(readRows(path, shape, { signal: stop.signal, onProgress: () => stop.abort() }))).toBe(
      'cancelled',
    );
  });

  test.prop([fc.nat(), fc.integer({ min: 1, max: 255 })], { numRuns: 100 })(
    'is refused or read with any byte of it changed, never thrown',
    async (where, by) => {
      const bytes = Uint8Array.from(await sample);
      bytes[where % bytes.length] = (bytes[where % bytes.length] ?? 0) ^ by;
      const path = place('bent.xlsx');
      writeFileSync(path, bytes);
      if ((await refusal(path)) === 'opened') await endsWith(readRows(path, (await opened(path)).shape));
    },
  );
  const sample = zip(parts(`${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c></row>`, '<si><t>text</t></si>'));
});

describe('whatever is written comes back', () => {
  // XML holds neither control characters nor lone surrogates; `_x` and CR have escapes of their own.
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((value) => !/[\0-\x1f\x7f-\x9f\ufffe\uffff]|_x/.test(value));
  const rows = fc.array(
    fc.tuple(fc.constant('id'), text, fc.oneof(text, fc.constantFrom('=1+1', '007', 'line\nline', '<t>&amp;'))),
    { minLength: 1, maxLength: 10 },
  );
  const HEADER = ['Subject', 'Message', 'Room'];

  test.prop([rows], { numRuns: 40 })('written by exceljs', async (written) => {
    const path = await workbook((book) => book.addWorksheet('T').addRows([HEADER, ...written]));
    expect(await contents(path, { headerRow: 1 })).toEqual([HEADER, ...written]);
  });

  test.prop([rows], { numRuns: 15 })('written by exceljs as a stream, with texts in their cells', async (written) => {
    const path = place('stream.xlsx');
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: false });
    const sheet = book.addWorksheet('T');
    for (const row of [HEADER, ...written]) sheet.addRow(row).commit();
    await book.commit();
    expect(await contents(path, { headerRow: 1 })).toEqual([HEADER, ...written]);
  });

  it.skipIf(judgeMissing('soffice'))(
    'written by LibreOffice, as XLSX and in every kind of CSV',
    async () => {
      const written = [
        ['1', 'Grün, "zitiert"', 'zwei\nZeilen; und mehr'],
        ['2', "=1+1 und 'mehr", 'Straße – 5 €'],
      ];
      const path = await workbook((book) => book.addWorksheet('T').addRows([HEADER, ...written]));
      const again = convert(path, 'ods');
      expect(await contents(convert(again, 'xlsx'))).toEqual([HEADER, ...written]);
      const csv = (delimiter: string, encoding: number): string =>
        convert(again, `csv:Text - txt - csv (StarCalc):${delimiter.charCodeAt(0)},34,${encoding},1,,0,false,true`);
      for (const [delimiter, code, encoding] of [
        [',', 76, 'utf-8'],
        [';', 1, 'windows-1252'],
        ['\t', 65535, 'utf-16le'],
      ] as const) {
        const file = csv(delimiter, code);
        expect((await opened(file)).shape).toMatchObject({ encoding, delimiter });
        expect(await contents(file)).toEqual([HEADER, ...written]);
      }
    },
    240_000,
  );
});
