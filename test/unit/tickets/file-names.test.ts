import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { mediaType } from '../../../src-main/tickets/attachments/kind.ts';
import { cleanFileName, diskFileName } from '../../../src-main/tickets/attachments/names.ts';

describe('the name of an attachment', () => {
  test.each([
    ['../../x', 'x'],
    ['..\\..\\evil.exe', 'evil.exe'],
    ['/etc/passwd', 'passwd'],
    ['a\0b\u0007c.txt', 'abc.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['  two   blanks .pdf ', 'two blanks .pdf'],
    ['line\nbreak.txt', 'linebreak.txt'],
    ['CON.txt', 'CON.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['folder/', 'file'],
    ['Kündigung.pdf'.normalize('NFD'), 'Kündigung.pdf'.normalize('NFC')],
    ['عقد الإيجار.pdf', 'عقد الإيجار.pdf'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('%j is kept as %j', (given, kept) => expect(cleanFileName(given)).toBe(kept));

  test('of 300 characters keeps its beginning and its ending', () => {
    const kept = cleanFileName(`${'ü'.repeat(300)}.pdf`);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(255);
    expect(kept).toMatch(/^ü+\.pdf$/);
    expect(kept.length).toBeGreaterThan(120);
    expect(cleanFileName(`${'👩‍👩‍👧'.repeat(60)}.txt`)).toMatch(/^(👩‍👩‍👧)+\.txt$/u);
  });

  test.each([
    ['CON.txt', '_CON.txt'],
    ['nul', '_nul'],
    ['COM1.tar.gz', '_COM1.tar.gz'],
    ['console.txt', 'console.txt'],
    ['a<b>:c"d|e?f*.txt', 'a_b__c_d_e_f_.txt'],
    ['ends with dots...', 'ends with dots'],
    ['. . .', 'file'],
  ])('%j goes to a disk as %j', (kept, written) => expect(diskFileName(kept)).toBe(written));

  property.prop([fc.string({ unit: 'binary', maxLength: 400 })])(
    'is never empty, too long, or a way out of a folder, whatever it was',
    (given) => {
      for (const name of [cleanFileName(given), diskFileName(given)]) {
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(['.', '..']).not.toContain(name);
        expect(name.isWellFormed()).toBe(true);
      }
      expect(cleanFileName(cleanFileName(given))).toBe(cleanFileName(given));
      expect(diskFileName(diskFileName(given))).toBe(diskFileName(given));
    },
  );
});

describe('the kind of an attachment', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const MAIL = 'From: a@x.example\r\nSubject: Hello\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nText';
  test.each([
    ['a.txt', bytes('Hello'), 'text/plain'],
    ['a.pdf', bytes('Hello, no PDF'), 'text/plain'],
    ['a.txt', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['a.txt', bytes('  <!DOCTYPE html><p>x'), 'text/html'],
    ['a.txt', bytes('<html lang="en">'), 'text/html'],
    ['a.html', bytes('<p>x</p>'), 'text/html'],
    ['a.svg', bytes('<svg xmlns="x"/>'), 'image/svg+xml'],
    ['a.eml', bytes(MAIL), 'message/rfc822'],
    ['a.txt', bytes(MAIL), 'text/plain'],
    ['a', bytes(`Received: by x\r\n${MAIL}`), 'message/rfc822'],
    ['a.eml', bytes('no mail at all'), 'text/plain'],
    ['a.csv', bytes('a;b\n1;2'), 'text/csv'],
    ['a.csv', new Uint8Array([0xff, 0xfe, 0x61, 0]), 'text/csv'],
    ['a.txt', new Uint8Array([1, 2, 3, 0]), 'application/octet-stream'],
    ['a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'application/octet-stream'],
    ['empty', new Uint8Array(), 'application/octet-stream'],
  ])('%j is told from its bytes (%#)', async (name, first, kind) => expect(await mediaType(name, first)).toBe(kind));

  property.prop([fc.uint8Array({ maxLength: 3_000 })])('never fails, whatever the bytes', async (first) => {
    expect(await mediaType('x', first)).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
  });
});
