import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { flat } from '../../../../src-renderer/screens/viewer/flat.ts';
import { fromFrame } from '../../../../src-renderer/screens/viewer/frame/messages.ts';
import { shownAs } from '../../../../src-renderer/screens/viewer/kind-shown.ts';
import { textOf } from '../../../../src-renderer/screens/viewer/text-of.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(big ? bytes.swap16() : bytes);
};
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/[\0\ufeff]/.test(text));

describe('a text attachment', () => {
  property.prop([words])('in UTF-8 reads as it was written', (text) => {
    expect(textOf(utf8(text))).toEqual({ text, encoding: 'UTF-8' });
  });

  property.prop([words, fc.boolean()])('in UTF-16 with its mark reads as it was written', (text, big) => {
    expect(textOf(utf16(`\ufeff${text}`, big))).toEqual({ text, encoding: 'UTF-16' });
  });

  test.each([true, false])('in UTF-16 without a mark is known by its empty bytes (big-endian: %s)', (big) => {
    const text = 'Lärm im Keller, 3. Stock';
    expect(textOf(utf16(text, big))).toEqual({ text, encoding: 'UTF-16' });
  });

  test('that is no UTF-8 is read as Windows-1252', () => {
    const bytes = Uint8Array.from([0x57, 0xe4, 0x73, 0x63, 0x68, 0x65, 0x20, 0x80]);
    expect(textOf(bytes)).toEqual({ text: 'Wäsche €', encoding: 'Windows-1252' });
  });

  test('that is cut in the middle of a character loses that character only, and stays UTF-8', () => {
    const bytes = utf8('Grüße 湿気');
    for (let end = 1; end <= bytes.length; end += 1) {
      const { text, encoding } = textOf(bytes.subarray(0, end), true);
      expect(encoding).toBe('UTF-8');
      expect('Grüße 湿気'.startsWith(text)).toBe(true);
    }
  });

  property.prop([fc.uint8Array({ maxLength: 300 }), fc.boolean()])('of any bytes can be shown', (bytes, cut) => {
    expect(typeof textOf(bytes, cut).text).toBe('string');
  });

  property.prop([fc.string({ unit: 'binary', maxLength: 80 })])('never keeps a sign that turns or hides it', (text) => {
    expect(flat(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/u);
  });
});

describe('what an attachment is shown as', () => {
  test.each([
    ['image/png', 'picture'],
    ['image/svg+xml', 'text'],
    ['text/html', 'text'],
    ['application/xhtml+xml', 'text'],
    ['message/rfc822', 'text'],
    ['application/pdf', 'pdf'],
    ['application/zip', 'facts'],
    ['application/octet-stream', 'facts'],
  ] as const)('%s: %s', (kind, as) => {
    expect(shownAs({ kind, size: 1_000 })).toBe(as);
    expect(shownAs({ kind, size: 0 })).toBe('facts');
  });

  test('a picture or a PDF of 2 GB is not taken into memory, of a text only the beginning is', () => {
    const size = 2 * 1024 ** 3;
    expect(['image/png', 'application/pdf', 'text/plain'].map((kind) => shownAs({ kind, size }))).toEqual([
      'facts',
      'facts',
      'text',
    ]);
  });
});

describe('what the page of a PDF may ask for', () => {
  test('a file of three folders by a plain name, and nothing else', () => {
    const wanted = (folder: unknown, name: unknown) => fromFrame({ kind: 'wanted', id: 1, folder, name });
    expect(wanted('cmaps', 'UniGB-UCS2-H.bcmap')).toEqual({
      kind: 'wanted',
      id: 1,
      folder: 'cmaps',
      name: 'UniGB-UCS2-H.bcmap',
    });
    for (const name of ['../frame.js', 'a/b.wasm', '..', 'x', '%2e%2e.js', `${'a'.repeat(90)}.ttf`, 7, null])
      expect(wanted('cmaps', name)).toBeNull();
    for (const folder of ['', '..', 'assets', 'attachment', null]) expect(wanted(folder, 'a.wasm')).toBeNull();
  });

  property.prop([fc.anything()])('anything else it says is not heard', (data) => {
    const told = fromFrame(data);
    if (told) expect(['ready', 'opened', 'shown', 'wanted', 'failed', 'key']).toContain(told.kind);
  });

  test('keys it hands on are those of the viewer', () => {
    expect(fromFrame({ kind: 'key', key: 'Escape', shift: false })).not.toBeNull();
    for (const key of ['Enter', 'a', 'Delete', '', undefined]) expect(fromFrame({ kind: 'key', key })).toBeNull();
  });
});
