import type { Passage } from '../../../src-main/contract/find.ts';

/** Characters left standing before the first mark, so that the mark is seen in a narrow line. */
const BEFORE = 24;

/** A passage for one line: what stands far before its first mark is left out, at a word where there is one. */
export function cutPassage({ passage, marks }: Pick<Passage, 'passage' | 'marks'>): Pick<Passage, 'passage' | 'marks'> {
  const first = Math.min(...marks.map(([from]) => from));
  if (!Number.isFinite(first) || first <= BEFORE) return { passage, marks };
  const near = first - BEFORE;
  const space = passage.slice(near, first).search(/\s/);
  const start = space < 0 ? near : near + space + 1;
  return {
    passage: `…${passage.slice(start).toWellFormed()}`,
    marks: marks.map(([from, to]): [number, number] => [from - start + 1, to - start + 1]),
  };
}
