import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { attachmentsOf, makeAttachment, readSampleOffice } from '../../../../src-main/exchange/sample-office/index.ts';
import { ask, testWith } from './judges.ts';
import { countsInReadme, sampleFolder } from './sample-folder.ts';

const office = await readSampleOffice(sampleFolder);
const folder = await mkdtemp(join(tmpdir(), 'sample-files-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const made = await Promise.all(
  office.tickets.flatMap((ticket) =>
    attachmentsOf(ticket).map(async (attachment) => {
      const bytes = await makeAttachment(office, attachment, new Date(ticket.created));
      const description = [...office.worded, ...office.further].find(({ id }) => id === attachment.id);
      const kind = description?.kind ?? 'none';
      const path = join(folder, `${attachment.id}.${kind.toLowerCase()}`);
      await writeFile(path, bytes);
      const names = office.worded.find(({ id }) => id === attachment.id)?.names ?? [];
      const source = description?.source ? await sourceOf(attachment.id) : null;
      return { attachment, kind, bytes, path, created: ticket.created, words: names.map(({ words }) => words), source };
    }),
  ),
);
const of = (...kinds: string[]) => made.filter(({ kind }) => kinds.includes(kind));

async function sourceOf(id: string): Promise<string> {
  const worded = office.worded.find((file) => file.id === id);
  const further = office.further.find((file) => file.id === id);
  const path = worded ? `attachments/${worded.source}` : `further/${further?.source}`;
  return readFile(join(sampleFolder, path), 'utf8');
}

const plain = (text: string) => text.normalize('NFC').replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');
const withoutTags = (markup: string) => plain(markup.replace(/<[^>]+>/g, ' ').replace(/&(?:#39|apos);/g, "'"));

describe("the sample's files", () => {
  test('are all there, each under the name the ticket gives', async () => {
    expect([made.length]).toEqual(await countsInReadme(/notes, (\d+) files/));
    const longest = Math.max(...made.map(({ attachment }) => attachment.name.length));
    expect([longest]).toEqual(await countsInReadme(/(\d+) letters: f020/));
  });

  test('have the size shown where their format has room for it', () => {
    for (const { attachment, kind, bytes } of made) {
      if (kind === 'TXT' || kind === 'EML') continue;
      if (kind === 'XLSX' && attachment.size < 16_000) expect(bytes.length).toBeLessThan(attachment.size);
      else if (kind === 'PDF') expect(Math.abs(bytes.length - attachment.size)).toBeLessThan(16);
      else expect(bytes.length, attachment.id).toBe(attachment.size);
    }
  });

  test('are the same bytes when they are made again', async () => {
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const twoOfEach = ['PDF', 'JPEG', 'XLSX', 'DOCX', 'ODT'].flatMap((kind) => of(kind).slice(0, 2));
    for (const { attachment, bytes, created } of twoOfEach) {
      const again = await makeAttachment(office, attachment, new Date(created));
      expect(sha(again), attachment.id).toBe(sha(bytes));
    }
  });

  test('of a kind that is all text are the words themselves', () => {
    for (const { bytes, source } of of('TXT')) expect(Buffer.from(bytes).toString('utf8')).toBe(source);
    for (const { bytes, source } of of('EML'))
      expect(Buffer.from(bytes).toString('utf8')).toBe(source?.replaceAll('\n', '\r\n'));
  });
});

describe('other programs', () => {
  testWith('file')('know each file as what it is', async () => {
    const types: Record<string, RegExp> = {
      PDF: /^application\/pdf/,
      JPEG: /^image\/jpeg/,
      XLSX: /spreadsheetml\.sheet/,
      DOCX: /wordprocessingml\.document/,
      ODT: /opendocument\.text/,
      EML: /^(message\/rfc822|text\/plain)/,
      TXT: /^text\/plain/,
    };
    for (const { path, kind } of made)
      expect(await ask('file', '--brief', '--mime-type', path), path).toMatch(types[kind] ?? /nothing/);
  });

  testWith('pdftotext')('read every name in the PDFs, Arabic ones too', async () => {
    for (const { path, words, attachment } of of('PDF')) {
      const text = plain(await ask('pdftotext', '-layout', path, '-'));
      for (const word of words) expect(text, attachment.id).toContain(plain(word));
    }
  });

  testWith('pdftotext')('read every paragraph of a PDF in its order', async () => {
    for (const { path, source, attachment } of of('PDF')) {
      if (source === null || source.includes('dir="rtl"')) continue;
      const text = plain(await ask('pdftotext', '-layout', path, '-'));
      const paragraphs = [...source.matchAll(/<(?:p|h1)>(.*?)<\/(?:p|h1)>/g)].map((found) =>
        withoutTags(found[1] ?? ''),
      );
      let from = 0;
      for (const paragraph of paragraphs) {
        const at = text.indexOf(paragraph.trim(), from);
        expect(at, `${attachment.id}: ${paragraph}`).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }
  });

  testWith('pdftotext')('find no words in a scan', async () => {
    const scans = of('PDF').filter(({ source }) => source === null);
    expect(scans.length).toBeGreaterThan(0);
    for (const { path } of scans) expect((await ask('pdftotext', path, '-')).trim()).toBe('');
  });

  testWith('pdffonts')('find the font inside every PDF that has words', async () => {
    for (const { path, source } of of('PDF')) {
      const fonts = (await ask('pdffonts', path)).split('\n').slice(2).filter(Boolean);
      expect(fonts.length).toBe(source === null ? 0 : 1);
      for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes (?:yes|no) +yes/);
    }
  });

  testWith('identify')('see a photograph in each JPEG', async () => {
    for (const { path } of of('JPEG'))
      expect(await ask('identify', '-regard-warnings', '-format', '%m %w %h', path)).toBe('JPEG 1200 900');
  });

  testWith('unzip')('find the archives whole and every word in them', async () => {
    for (const { path, kind, source, attachment } of of('DOCX', 'ODT')) {
      expect(await ask('unzip', '-tqq', path)).toBe('');
      const content = withoutTags(await ask('unzip', '-p', path, kind === 'ODT' ? 'content.xml' : 'word/document.xml'));
      const words = withoutTags((source ?? '').replace(/<!doctype.*?>|<meta.*?>/g, '')).split(' ');
      for (const word of words.filter(Boolean)) expect(content, attachment.id).toContain(word);
    }
    for (const { path } of of('ODT')) expect(await ask('unzip', '-p', path, 'mimetype')).toMatch(/opendocument\.text$/);
  });

  testWith('soffice')(
    'read the cells of each workbook',
    async () => {
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
      const csv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';
      const paths = of('XLSX').map(({ path }) => path);
      await ask('soffice', profile, '--headless', '--convert-to', csv, '--outdir', folder, ...paths);
      for (const { path, source } of of('XLSX')) {
        const read = await readFile(path.replace('.xlsx', '.csv'), 'utf8');
        const figures = (line: string) =>
          line
            .replaceAll('"', '')
            .replace(/(\d)\.(\d*?)0+(?=,|$)/g, '$1.$2')
            .replace(/\.(?=,|$)/g, '');
        const lines = (text: string) => text.trim().split('\n').map(figures);
        expect(lines(read).slice(0, lines(source ?? '').length)).toEqual(lines(source ?? ''));
      }
    },
    120_000,
  );
});
