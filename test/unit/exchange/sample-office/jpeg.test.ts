import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { lengthenJpeg } from '../../../../src-main/exchange/sample-office/attachments/jpeg.ts';
import { sampleFolder } from './sample-folder.ts';

const mark = new Uint8Array(await readFile(join(sampleFolder, 'pictures/mark.jpg')));

/** The segments between start of image and start of scan, as every reader walks them. */
function segmentsOf(picture: Uint8Array): { marker: number; bytes: Uint8Array }[] {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  const segments: { marker: number; bytes: Uint8Array }[] = [];
  let at = 2;
  while (view.getUint16(at) !== 0xffda) {
    expect(view.getUint8(at)).toBe(0xff);
    const length = view.getUint16(at + 2);
    segments.push({ marker: view.getUint8(at + 1), bytes: picture.subarray(at, at + 2 + length) });
    at += 2 + length;
  }
  segments.push({ marker: 0xda, bytes: picture.subarray(at) });
  return segments;
}

describe('a lengthened picture', () => {
  test.prop([fc.integer({ min: 4, max: 400_000 }), fc.integer()])(
    'is longer by exactly what was asked, and the same picture',
    (extra, seed) => {
      const longer = lengthenJpeg(mark, extra, seed);
      expect(longer.length).toBe(mark.length + extra);
      const kept = segmentsOf(longer).filter(({ marker }) => marker !== 0xe4);
      expect(kept).toEqual(segmentsOf(mark));
    },
  );

  test.prop([fc.integer({ min: -100_000, max: 3 })])('stays as it is when there is no room for a segment', (extra) => {
    expect(lengthenJpeg(mark, extra, 1)).toBe(mark);
  });

  test('has its longest segments filled to the last byte', () => {
    for (const extra of [65_536, 65_537, 65_538, 65_540, 65_541, 131_074, 131_075])
      expect(lengthenJpeg(mark, extra, 7).length).toBe(mark.length + extra);
  });

  test('is not made of what is no JPEG', () => {
    expect(() => lengthenJpeg(new Uint8Array([1, 2, 3]), 10, 1)).toThrow(TypeError);
  });
});
