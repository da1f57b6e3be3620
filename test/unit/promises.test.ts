import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Every title of a test in the project, as it is written. */
function titles(folder: string): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) for (const title of titles(path)) found.add(title);
    else if (name.endsWith('.test.ts'))
      for (const [, , title] of readFileSync(path, 'utf8').matchAll(
        /\b(?:test|it)(?:\.prop)?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs,
      ))
        found.add((title ?? '').replace(/\\(.)/g, '$1'));
  }
  return found;
}

const promises = readFileSync('PROMISES.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('- '));

test('every promise names the test that shows it, and that test exists', () => {
  const known = titles('test');
  const broken = promises.filter((line) => {
    const named = [...line.matchAll(/\[([^\]]+)\]/g)].map(([, title]) => title ?? '');
    return named.length === 0 || named.some((title) => !known.has(title));
  });
  expect(promises.length).toBeGreaterThan(30);
  expect(broken).toEqual([]);
});
