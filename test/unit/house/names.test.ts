import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from './planted.ts';

const leaf = 'export const leaf = 1;\n';

/** What is refused, and the line that says so. */
const refused: [promise: string, file: string, text: string, line: string][] = [
  ['a drawer named utils', 'src-main/store/utils.ts', leaf, 'src-main/store/utils.ts: name it'],
  ['a folder named helpers', 'src-renderer/helpers/leaf.ts', leaf, 'src-renderer/helpers: name it'],
  ['a manager', 'src-renderer/scroll-manager.svelte.ts', leaf, 'src-renderer/scroll-manager.svelte.ts: name it'],
  ['a service', 'src-main/office/mail_service.ts', leaf, 'src-main/office/mail_service.ts: name it'],
  ['401 lines', 'src-main/long.ts', leaf.repeat(401), 'src-main/long.ts: 401 lines, at most 400'],
  ['a rule switched off', 'src-main/off.ts', `${leaf}// eslint-${'disable'}\n`, 'src-main/off.ts:2: eslint-disable'],
  [
    'a warning put away without a reason',
    'src-renderer/Quiet.svelte',
    `<p>x</p>\n<!-- svelte-${'ignore'} a11y_autofocus -->\n<input />\n`,
    'src-renderer/Quiet.svelte:2: svelte-ignore',
  ],
  ['a type switched off', 'test/off.ts', `// @ts-${'ignore'}\n${leaf}`, 'test/off.ts:1: @ts-ignore'],
];

const allowed = {
  'src-main/long-enough.ts': leaf.repeat(400),
  'src-main/store/database.ts': leaf,
  'src-renderer/Said.svelte': `<!-- it is why one came -->\n<!-- svelte-${'ignore'} a11y_autofocus -->\n<input />\n`,
  'src-main/office/services-offered.ts': leaf,
};

describe('the house', () => {
  let planted: Planted;
  let lines: string[];

  beforeAll(async () => {
    planted = plant({ ...allowed, ...Object.fromEntries(refused.map(([, file, text]) => [file, text])) });
    lines = (await planted.run('scripts/house.mjs', [])).split('\n');
  });
  afterAll(() => planted.remove());

  test.each(refused)('refuses %s (%s)', (_, __, ___, line) => {
    expect(lines.filter((said) => said.startsWith(line))).toHaveLength(1);
  });

  test('says nothing of what is well', () => {
    const about = Object.keys(allowed);
    expect(lines.filter((said) => about.some((file) => said.startsWith(`${file}:`)))).toEqual([]);
  });
});
