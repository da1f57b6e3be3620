import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KILL_POINTS } from '../../../src-main/store/kill-points.ts';

/** Everything the tests say, in one text. */
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join('test', name), 'utf8'))
  .join('\n');

test('each place at which a power cut would hurt is one at which a test ends the program', () => {
  expect(KILL_POINTS.filter((point) => !tests.includes(`'${point}'`))).toEqual([]);
});
