import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { blocksText, readBlocks } from '../../../../src-main/exchange/table/blocks.ts';

const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom('[', ']', '\\', '|', ' ', '\n', '\r', '\u2028', 'a'), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const anyFact = anyText.map((text) => text.replaceAll('\n', ''));

describe('several texts in one cell', () => {
  it('are read by people as well', () => {
    expect(
      blocksText([
        { facts: ['2026-11-24 10:07:00', 'person', 'mail', 'Ada Byron'], text: 'The tap drips.\n[see photo]\n' },
        { facts: ['2026-11-24 11:00:00', 'staff', 'phone', 'H | [L]'], text: '' },
        { facts: ['photo.jpg', 'image/jpeg'], text: null },
      ]),
    ).toBe(
      '[2026-11-24 10:07:00 | person | mail | Ada Byron]\nThe tap drips.\n\\[see photo]\n\n[2026-11-24 11:00:00 | staff | phone | H \\| [L\\]]\n\n[photo.jpg | image/jpeg]',
    );
  });

  test.prop([fc.array(fc.record({ facts: fc.array(anyFact, { minLength: 1 }), text: fc.option(anyText) }))], {
    numRuns: 2_000,
  })('come back as they were, whatever stands in them', (blocks) => {
    expect(readBlocks(blocksText(blocks))).toEqual(blocks);
  });

  it.each(['no brackets', '[open', '[a] and more', 'text\n[a]'])('refuses a cell of another form: %s', (cell) =>
    expect(readBlocks(cell)).toBeNull(),
  );
});
