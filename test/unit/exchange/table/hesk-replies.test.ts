import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { heskReplies } from '../../../../src-main/exchange/table/mapping/hesk-replies.ts';

const DATE = '2026-01-05T11:30:00.000';
const written = (replies: { author: string; text: string }[], by = 'Reply by', date = 'Date') =>
  replies.map(({ author, text }) => `${by} ${author}\n${date} ${DATE}\n${text}\n---\n`).join('');

it.each([
  ['English', 'Reply by', 'Date'],
  ['English with colons', 'Reply by:', 'Date:'],
  ['German', 'Antwort von', 'Datum'],
  ['French', 'Réponse de', 'Date'],
])('parts the replies HESK puts into one cell: %s', (_language, by, date) => {
  const cell = written(
    [
      { author: 'Tom Berg', text: 'One\n---\ntwo' },
      { author: 'Åsa', text: '' },
    ],
    by,
    date,
  );
  expect(heskReplies(cell)).toEqual([
    { author: 'Tom Berg', date: DATE, text: 'One\n---\ntwo' },
    { author: 'Åsa', date: DATE, text: '' },
  ]);
});

it('leaves a cell of another form alone', () => {
  for (const cell of ['', 'We sent somebody.', 'Hello\n2026-01-05\nthere', `x\n\nDate ${DATE}`, '---'])
    expect(heskReplies(cell)).toBe(null);
});

const word = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\n\r]/g, ' ').trim() || 'x');
const text = fc
  .array(fc.oneof(word, fc.constant('---'), fc.constant('')), { maxLength: 5 })
  .map((all) => all.join('\n'));
test.prop([fc.array(fc.record({ author: word, text }), { minLength: 1, maxLength: 6 })], { numRuns: 100 })(
  'what HESK wrote of each reply is read as it was',
  (replies) => {
    expect(heskReplies(written(replies))?.map(({ author, text: body }) => ({ author, text: body }))).toEqual(replies);
  },
);
