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

test('a text never needs more columns than were counted for it', () => {
  expect(piecesFor(10)).toBe(1);
  fc.assert(
    fc.property(
      fc.constantFrom('x', '😀', '_x000D_', 'ä ', `${'w'.repeat(300)}${' '.repeat(220)}`),
      fc.integer({ min: 0, max: 300_000 }),
      (part, length) => {
        const text = part.repeat(Math.ceil(length / part.length));
        expect(pieces(text).length).toBeLessThanOrEqual(piecesFor(cellText(text).length));
      },
    ),
    { numRuns: 60 },
  );
});

test('a moment stands in the workbook as the office’s clock showed it, in summer and in winter', () => {
  expect(new Date(wallClock(Date.UTC(2026, 6, 1, 8, 30), 'Europe/Berlin')).toISOString()).toBe(
    '2026-07-01T10:30:00.000Z',
  );
  expect(new Date(wallClock(Date.UTC(2026, 0, 1, 8, 30), 'Europe/Berlin')).toISOString()).toBe(
    '2026-01-01T09:30:00.000Z',
  );
});

test('in any zone, on the days the clock is changed and on all others, a moment stands there as the clock showed it', () => {
  const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Africa/Casablanca', 'Asia/Kathmandu', 'UTC'];
  const formats = new Map(
    zones.map((zone) => [
      zone,
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
    ]),
  );
  const hour = 3_600_000;
  // the clocks of Europe, America and Samoa were changed about these moments
  const changes = [
    Date.UTC(2026, 2, 29, 1),
    Date.UTC(2026, 9, 25, 1),
    Date.UTC(2026, 10, 1, 5),
    Date.UTC(2011, 11, 30, 10),
  ];
  const moments = fc.oneof(
    fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2040, 0, 1) }),
    fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -30 * hour, max: 30 * hour })).map(([at, by]) => at + by),
  );
  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
      const shown = new Date(wallClock(moment, zone)).toISOString().slice(0, 19).replace('T', ' ');
      expect(shown).toBe(formats.get(zone)?.format(moment));
    }),
    { numRuns: 500 },
  );
});
