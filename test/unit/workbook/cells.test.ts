import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellText, LONGEST_CELL, pieces, piecesFor } from '../../../src-renderer/workbook/cells.ts';
import { wallClock } from '../../../src-renderer/workbook/wall-clock.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

test('a cell holds nothing that XML 1.0 forbids, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const cell = cellText(text);
      expect(cell).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      expect(cell.isWellFormed()).toBe(true);
    }),
  );
});

test('what Excel would decode as a character stays the text it is', () => {
  expect(cellText('_x000D_')).toBe('_x005F_x000D_');
  expect(cellText('a_x_b __x00e4_')).toBe('a_x_b __x005F_x00e4_');
});

test('pieces put together are the text, and none is longer than Excel allows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Wort ', '_x000D_', '😀', 'ä', '\n', '_x'), { minLength: 0, maxLength: 60 }),
      fc.integer({ min: 0, max: 3 }),
      (words, long) => {
        const text = words.join('') + 'lang '.repeat(long * 9_000) + words.join('');
        const cut = pieces(text);
        expect(cut.join('')).toBe(cellText(text));
        for (const piece of cut) {
          expect(piece.length).toBeLessThanOrEqual(LONGEST_CELL);
          expect(piece.isWellFormed()).toBe(true);
        }
      },
    ),
  );
});

test('a text of 100,000 letters needs as many columns as were counted for it', () => {
  expect(pieces('x'.repeat(100_000)).length).toBeLessThanOrEqual(piecesFor(100_000));
  expect(piecesFor(10)).toBe(1);
});

test('a moment stands in the workbook as the office’s clock showed it, in summer and in winter', () => {
  expect(new Date(wallClock(Date.UTC(2026, 6, 1, 8, 30), 'Europe/Berlin')).toISOString()).toBe(
    '2026-07-01T10:30:00.000Z',
  );
  expect(new Date(wallClock(Date.UTC(2026, 0, 1, 8, 30), 'Europe/Berlin')).toISOString()).toBe(
    '2026-01-01T09:30:00.000Z',
  );
});
