import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { cutPassage } from '../../../../src-renderer/screens/tickets/passage-cut.ts';
import { marksIn } from '../../../../src-renderer/screens/tickets/talk.ts';

const marked = ({ passage, marks }: { passage: string; marks: readonly (readonly [number, number])[] }) =>
  marks.map(([from, to]) => passage.slice(from, to));

describe('a passage in one line', () => {
  test('what stands far before the first mark is left out at a word', () => {
    const passage = 'We air the room twice a day and the heating is on';
    const at = passage.indexOf('heating');
    const cut = cutPassage({ passage, marks: [[at, at + 7]] });
    expect(cut.passage).toBe('…twice a day and the heating is on');
    expect(marked(cut)).toEqual(['heating']);
  });

  test('a passage without marks, or with an early one, stays as it is', () => {
    expect(cutPassage({ passage: 'heating', marks: [[0, 7]] }).passage).toBe('heating');
    expect(cutPassage({ passage: 'no mark', marks: [] }).passage).toBe('no mark');
  });

  property.prop([fc.string({ maxLength: 200, unit: 'grapheme' }), fc.nat(200), fc.integer({ min: 1, max: 20 })])(
    'the marked words are the same after the cut',
    (passage, from, length) => {
      const to = Math.min(passage.length, from + length);
      fc.pre(from < to && passage.slice(from, to).isWellFormed());
      expect(marked(cutPassage({ passage, marks: [[from, to]] }))).toEqual([passage.slice(from, to)]);
    },
  );
});

describe('words of a find in a letter', () => {
  test('are marked where a word begins, case aside', () => {
    const text = 'The door, or the Or of old (or)';
    expect(marksIn(text, ['or']).map(([from]) => from)).toEqual([10, 17, 28]);
  });
  test('are marked anywhere in scripts without spaces', () => {
    expect(marksIn('停車位申請', ['位申'])).toEqual([[2, 4]]);
  });
  test('are taken literally', () => {
    expect(marksIn('a+b (c) a.b', ['a.b', '(c'])).toEqual([
      [4, 6],
      [8, 11],
    ]);
    expect(marksIn('anything', [])).toEqual([]);
  });
});
