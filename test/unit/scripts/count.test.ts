import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from '../house/planted.ts';

const tests = `import { expect, test } from 'vitest';
test('passes', () => expect(1).toBe(1));
test('fails', () => expect(1).toBe(2));
test('needs a judge', ({ skip }) => skip('no pdftotext on this machine'));
test('is for Windows', ({ skip }) => skip('Windows only'));
`;
const count = `import { closingLine } from './scripts/testing/count.mjs';
import { unit } from './scripts/testing/unit.mjs';
process.exitCode = closingLine([await unit(), { passed: 10, failed: 0, skipped: 0 }]);
`;

describe('the count over all phases', () => {
  let planted: Planted;
  const lines = async (CI: string) => (await planted.say(count, { CI })).trimEnd().split('\n');
  const closing = async (CI: string) => (await lines(CI)).at(-1);

  beforeAll(() => {
    planted = plant({ 'test/unit/a.test.ts': tests, 'test/unit/broken.test.ts': "import './nowhere.ts';\n" });
  });
  afterAll(() => planted.remove());

  test('adds up what passed, failed and was skipped, a file that cannot be read being a failure', async () => {
    expect(await closing('')).toBe('11 passed, 2 failed, 2 skipped');
  }, 60_000);

  test('says once more at the end what failed and what was seen, a line each', async () => {
    const said = await lines('');
    expect(said.slice(-3, -1).sort()).toEqual([
      expect.stringMatching(/^FAILED {2}.*nowhere/),
      expect.stringMatching(/^FAILED {2}fails: .*expected 1 to be 2/),
    ]);
  }, 60_000);

  test('calls a test that was skipped for want of a judge a failure on CI', async () => {
    expect(await closing('true')).toBe('11 passed, 3 failed, 1 skipped');
  }, 60_000);
});
