import { readFileSync, writeFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { guessColumns, LIMITS, readRows } from '../../../../src-main/exchange/table/index.ts';
import { HESK_TICKETS, heskExport } from '../../../fixtures/hesk-export.ts';
import { allRows, contents, convert, endsWith, fileOf, judgeMissing, opened, place, refusal } from './files.ts';

const NAMESPACE = 'urn:schemas-microsoft-com:office:spreadsheet';
const HEAD = '<Row><Cell><Data ss:Type="String">a</Data></Cell><Cell><Data ss:Type="String">b</Data></Cell></Row>';
const book = (rows: string, before = '', after = '') =>
  `<?xml version="1.0"?><Workbook xmlns="${NAMESPACE}" xmlns:ss="${NAMESPACE}" xmlns:x="urn:x">${before}<Worksheet ss:Name="One"><Table>${HEAD}${rows}</Table></Worksheet>${after}</Workbook>`;
const cell = (type: string, value: string, more = '') => `<Cell${more}><Data ss:Type="${type}">${value}</Data></Cell>`;
const row = (...cells: string[]) => `<Row>${cells.join('')}</Row>`;
const rowsOf = async (rows: string, before = '') => (await contents(fileOf(book(rows, before), 'a.xml'))).slice(1);
const style = (id: string, format: string) => `<Style ss:ID="${id}"><NumberFormat ss:Format="${format}"/></Style>`;

describe('cells', () => {
  it('shows texts, numbers, dates, lengths of time and truths as a spreadsheet program does', async () => {
    const styles = `<Styles>${style('d', 'Short Date')}${style('t', 'General Date')}${style('w', '[h]:mm:ss')}${style('c', 'Short Time')}${style('p', '0.0%')}${style('z', '00000')}${style('f', 'Fixed')}</Styles>`;
    const of = (type: string, value: string, id = '') =>
      row(cell('String', 'x'), cell(type, value, id && ` ss:StyleID="${id}"`));
    const rows = await rowsOf(
      [
        of('String', ' two  words '),
        of('Number', '3'),
        of('Number', '0.30000000000000004'),
        of('Number', '4711', 'z'),
        of('Number', '0.125', 'p'),
        of('Number', '2.5', 'f'),
        of('Number', '1.25', 'w'),
        of('DateTime', '2026-01-05T00:00:00.000', 'd'),
        of('DateTime', '2026-01-05T00:00:00.000', 't'),
        of('DateTime', '2026-01-05T10:00:00.000', 't'),
        of('DateTime', '2026-01-05T10:00:01.250'),
        of('DateTime', '1899-12-31T12:15:00.000', 'c'),
        of('DateTime', '1900-01-01T12:00:00.000', 'w'),
        of('DateTime', '1900-03-01T00:00:00.000', 'w'),
        of('DateTime', 'yesterday', 't'),
        of('Boolean', '1'),
        of('Error', '#N/A'),
        row(cell('String', 'x'), cell('Number', '2', ' ss:Formula="=1+1"')),
        row(cell('String', 'x'), '<Cell ss:Formula="=1+1"/>'),
      ].join(''),
      styles,
    );
    expect(rows.map((cells) => cells[1])).toEqual([
      ...[' two  words ', '3', '0.3', '04711', '12.5%', '2.5', '30:00:00'],
      ...['2026-01-05', '2026-01-05T00:00:00', '2026-01-05T10:00:00', '2026-01-05T10:00:01.250'],
      ...['12:15:00', '36:00:00', '1464:00:00', 'yesterday', 'TRUE', '#N/A', '2', ''],
    ]);
  });

  it('keeps gaps of rows and cells, and leaves merged cells empty behind their text', async () => {
    const path = fileOf(
      book(
        '<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="String">x</Data></Cell></Row>' +
          '<Row ss:Span="2"/><Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">m</Data></Cell></Row>',
      ),
      'a.xml',
    );
    expect((await allRows(path)).map(({ rowNumber, cells }) => [rowNumber, cells])).toEqual([
      [4, ['', 'x']],
      [8, ['m', '']],
    ]);
    const after = await rowsOf(
      row('<Cell ss:MergeAcross="0"><Data ss:Type="String">m</Data></Cell>', cell('String', 'n')),
    );
    expect(after).toEqual([['m', 'n']]);
    const wide = `<Row>${cell('String', 'm', ' ss:MergeAcross="1"')}${cell('String', 'n')}</Row>`;
    expect(await contents(fileOf(book(wide), 'a.xml'))).toEqual([
      ['a', 'b', 'Column C'],
      ['m', '', 'n'],
    ]);
  });

  it('joins rich text, and leaves comments out', async () => {
    const rich =
      '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">two <B>bold</B> <I>runs</I></ss:Data><Comment ss:Author="A"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">aside</ss:Data></Comment></Cell>';
    expect(await rowsOf(row(rich, cell('String', '<![CDATA[<a>&]]>&lt;&#65;')))).toEqual([['two bold runs', '<a>&<A']]);
  });

  it('takes the style of the row or column where a cell has none', async () => {
    const styles = `<Styles>${style('w', '[h]:mm')}<Style ss:ID="p" ss:Parent="w"/></Styles>`;
    const before = book('', styles).replace('<Table>', '<Table><Column/><Column ss:StyleID="p"/>');
    const rows = before.replace('</Table>', `${row(cell('String', 'x'), cell('Number', '0.5'))}</Table>`);
    expect((await contents(fileOf(rows, 'a.xml')))[1]).toEqual(['x', '12:00:00']);
  });

  it('has several worksheets, says which are hidden or empty, and reads the one that is asked for', async () => {
    const second = `<Worksheet ss:Name="Two"><Table>${HEAD}${row(cell('String', 'second'))}</Table></Worksheet>`;
    const hidden =
      '<Worksheet ss:Name="Three"><Table/><WorksheetOptions xmlns="urn:x"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>';
    const path = fileOf(book(row(cell('String', 'first')), '', second + hidden), 'a.xml');
    const { sheets, shape } = await opened(path);
    expect(sheets).toEqual([
      { index: 0, name: 'One', hidden: false, hasRows: true },
      { index: 1, name: 'Two', hidden: false, hasRows: true },
      { index: 2, name: 'Three', hidden: true, hasRows: false },
    ]);
    expect(shape).toMatchObject({ kind: 'xml', sheet: 0 });
    expect((await contents(path, { sheet: 1 }))[1]).toEqual(['second', '']);
  });
});

describe('encodings', () => {
  const text = 'Łódź, Žižkov € 東京';
  const declared = (encoding: string) =>
    book(row(cell('String', encoding === 'windows-1250' ? 'Łódź, Žižkov €' : text))).replace(
      '<?xml version="1.0"?>',
      `<?xml version="1.0" encoding="${encoding}"?>`,
    );
  const inBytes = (encoding: string): Buffer => {
    const whole = declared(encoding);
    if (encoding === 'UTF-16') return Buffer.from(`\ufeff${whole}`, 'utf16le');
    if (encoding === 'utf-16be') return Buffer.from(whole, 'utf16le').swap16();
    if (encoding !== 'windows-1250') return Buffer.from(whole);
    const table = new Map(
      [...new TextDecoder('windows-1250').decode(Uint8Array.from({ length: 256 }, (_, n) => n))].map((c, n) => [c, n]),
    );
    return Buffer.from([...whole].map((c) => table.get(c) ?? 63));
  };
  it.each(['utf-8', 'UTF-16', 'utf-16be', 'windows-1250'])('reads %s as it is declared', async (encoding) => {
    const path = fileOf(inBytes(encoding), 'a.xml');
    expect((await contents(path))[1]?.[0]).toBe(encoding === 'windows-1250' ? 'Łódź, Žižkov €' : text);
    expect((await opened(path)).undecodable).toBe(0);
  });
  it('counts bytes that are no characters, and refuses an encoding nobody knows', async () => {
    const broken = Buffer.from(book(row(cell('String', 'gr\xfcn'))), 'latin1');
    const path = fileOf(broken, 'a.xml');
    expect((await opened(path)).undecodable).toBe(1);
    expect((await contents(path))[1]?.[0]).toBe('gr�n');
    expect(await refusal(fileOf(declared('klingon-1'), 'a.xml'))).toBe('unknown-encoding');
  });
  it('passes by what XML forbids and programs write all the same', async () => {
    expect(await rowsOf(row(cell('String', '<![CDATA[a\0b\u0001c\u000b\uffff]]>')))).toEqual([['abc', '']]);
  });
});

describe('hostile documents', () => {
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const outside = '<!DOCTYPE l SYSTEM "file:///etc/passwd">';
  it.each([
    ['a document type', book('').replace('<Workbook', `${laughs}<Workbook`)],
    ['a document type of elsewhere', book('').replace('<Workbook', `${outside}<Workbook`)],
    ['an entity', book(row(cell('String', '&xxe;')))],
    [
      'a parameter entity',
      book('').replace('<Workbook', '<!DOCTYPE l [<!ENTITY % p SYSTEM "http://e/">%p;]><Workbook'),
    ],
  ])('refuses %s', async (_what, text) => {
    expect(await refusal(fileOf(text, 'a.xml'))).toBe('xml-entities');
  });
  it.each([
    ['cut off', book(row(cell('String', 'x'))).slice(0, -40)],
    ['cells that go back', book(row(cell('String', 'x', ' ss:Index="3"'), cell('String', 'y', ' ss:Index="2"')))],
    ['rows that go back', book('<Row ss:Index="1"/>')],
    ['an index that is none', book('<Row ss:Index="1e9"/>')],
    ['too deep', book(`<Row>${'<Cell>'.repeat(80)}`)],
  ])('says that a document is damaged: %s', async (_what, text) => {
    expect(await refusal(fileOf(text, 'a.xml'))).toBe('damaged');
  });
  it('refuses other XML, and an empty workbook', async () => {
    expect(await refusal(fileOf('<?xml version="1.0"?><rss/>', 'a.xml'))).toBe('not-a-table');
    expect(await refusal(fileOf(`<?xml version="1.0"?><feed xmlns:s="${NAMESPACE}"/>`, 'a.xml'))).toBe('not-a-table');
    expect(await refusal(fileOf(`<?xml version="1.0"?><Workbook xmlns="${NAMESPACE}"/>`, 'a.xml'))).toBe('empty-file');
    expect(await refusal(fileOf(book(''), 'a.xml'))).toBe('no-rows');
  });
  it.each([
    ['plain text', (long: string) => long],
    ['CDATA', (long: string) => `<![CDATA[<b>${long}]]>`],
  ])('refuses the row of a cell that is too long, as %s, and reads on', async (_what, of) => {
    const long = 'y'.repeat(LIMITS.cellBytes * 3);
    const rows = await rowsOf(row(cell('String', of(long))) + row(cell('String', 'next')));
    expect(rows).toEqual(['cell-too-long', ['next', '']]);
  });
  it('ends with cancelled when it is stopped', async () => {
    const path = fileOf(book(row(cell('String', 'x')).repeat(50_000)), 'a.xml');
    const { shape } = await opened(path);
    const stop = new AbortController();
    const rows = readRows(path, shape, { signal: stop.signal });
    await rows.next();
    stop.abort();
    expect(await endsWith(rows)).toBe('cancelled');
  });
});

async function zipped(parts: Record<string, string>): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, text] of Object.entries(parts)) await writer.add(name, new TextReader(text));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

describe('HESK’s export', () => {
  const fields = ['Flat'];
  const dateFields = ['Moved in'];
  const whole = heskExport(HESK_TICKETS, { fields, dateFields, history: true, replies: true });

  it('is read, also as HESK packs it', async () => {
    const rows = await contents(fileOf(whole, 'hesk.xml'));
    expect(rows).toHaveLength(4);
    expect(rows[1]?.slice(0, 8)).toEqual([
      ...['41', 'QX7-4NV-1B2D', '2026-01-05T10:00:00', '2026-01-07T12:15:36', '2026-01-05T11:30:00'],
      ...['2026-01-07T12:15:36', 'Åsa Öberg', 'asa.oberg@mail.example'],
    ]);
    const packed = fileOf(await zipped({ 'hesk_export_2026.xml': whole }), 'hesk.zip');
    expect((await opened(packed)).shape).toMatchObject({ kind: 'xml', inside: 'hesk_export_2026.xml' });
    expect(await contents(packed)).toEqual(rows);
  });

  it('a bomb in an archive is stopped before it unpacks', async () => {
    const bomb = book(`${' '.repeat(64 * 1024 * 1024)}${row(cell('String', 'x'))}`);
    expect(await refusal(fileOf(await zipped({ 'a.xml': bomb }), 'a.zip'))).toBe('zip-bomb');
    expect(await refusal(fileOf(await zipped({ 'a.xml': whole, 'b.xml': whole }), 'a.zip'))).toBe('not-a-table');
  });

  it('tells what each column is', async () => {
    const { header, sample } = await opened(fileOf(whole, 'hesk.xml'));
    const guesses = guessColumns(
      header,
      sample.map(({ cells }) => cells),
    );
    expect(Object.fromEntries(guesses.map(({ header: name, target }) => [name, target]))).toEqual({
      '#': 'id',
      'Tracking ID': 'trackingId',
      Date: 'created',
      Updated: 'updated',
      'First reply at': 'firstReply',
      'Resolved at': 'resolved',
      Name: 'name',
      Email: 'email',
      Followers: 'followers',
      Category: 'category',
      Priority: 'priority',
      Status: 'status',
      Subject: 'subject',
      Message: 'message',
      Owner: 'owner',
      Replies: 'ignore',
      'Replies (Staff)': 'ignore',
      'Time worked': 'timeWorked',
      'Due date': 'due',
      Flat: 'custom',
      'Moved in': 'custom',
      'Ticket history': 'ignore',
      'Reply messages': 'reply',
      'Ticket URL': 'ignore',
    });
  });
});

it.skipIf(judgeMissing('soffice'))(
  'reads what LibreOffice writes as XML for Excel, and HESK’s file as LibreOffice does',
  async () => {
    const hesk = fileOf(heskExport(HESK_TICKETS, { replies: true }), 'hesk.xml');
    const viaOffice = convert(hesk, 'xlsx');
    expect(await contents(viaOffice)).toEqual(await contents(hesk));
    const back = convert(viaOffice, 'xml:MS Excel 2003 XML');
    const named = place('again.xml');
    writeFileSync(named, readFileSync(back));
    expect((await contents(named)).map((cells) => cells.slice(0, 15))).toEqual(
      (await contents(hesk)).map((cells) => cells.slice(0, 15)),
    );
  },
);

const written = fc.string({ unit: 'grapheme', maxLength: 40 });
const plain = (text: string) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replace(/\r\n?/g, '\n');
const escaped = (text: string) =>
  plain(text).replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
test.prop([fc.array(fc.array(written, { minLength: 2, maxLength: 2 }), { maxLength: 12 })], { numRuns: 60 })(
  'whatever is written as a cell is read as it was',
  async (table) => {
    const rows = table.map(([a = '', b = '']) => row(cell('String', escaped(a)), cell('String', escaped(b)))).join('');
    const expected = table.map((cells) => cells.map(plain)).filter((cells) => cells.some((text) => text.trim() !== ''));
    const path = fileOf(book(rows + row(cell('String', 'end'))), 'a.xml');
    expect((await contents(path, { headerRow: 1 })).slice(1, -1)).toEqual(expected);
  },
);
