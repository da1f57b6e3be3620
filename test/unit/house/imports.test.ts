import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from './planted.ts';

const of = (target: string) => `import * as other from '${target}';\nexport const mine = other;\n`;
const typeOf = (target: string) => `import type * as other from '${target}';\nexport type Mine = typeof other;\n`;
const leaf = 'export const leaf = 1;\n';

/** What is refused, where, by which rule. */
const refused: [promise: string, file: string, text: string, rule: string][] = [
  ['a circle', 'src-main/store/one.ts', of('./two.ts'), 'no-circles'],
  ['an import that leads nowhere', 'src-main/store/lost.ts', of('./nowhere.ts'), 'nothing-missing'],
  ['the store', 'src-renderer/store.ts', of('../src-main/store/leaf.ts'), 'window-knows-the-contract-only'],
  [
    "a type of an area's",
    'src-renderer/type.ts',
    typeOf('../src-main/people/index.ts'),
    'window-knows-the-contract-only',
  ],
  [
    'the store, from a Svelte file',
    'src-renderer/Screen.svelte',
    '<script lang="ts">\n  import { leaf } from \'../src-main/store/leaf.ts\';\n</script>\n{leaf}\n',
    'window-knows-the-contract-only',
  ],
  ['Electron', 'src-renderer/electron.ts', of('electron'), 'window-has-no-machine'],
  ['Drizzle', 'src-renderer/drizzle.ts', of('drizzle-orm'), 'window-has-no-machine'],
  ["Node's files", 'src-renderer/files.ts', of('node:fs'), 'window-has-no-node'],
  ['the window', 'src-main/shell/window.ts', of('../../src-renderer/leaf.ts'), 'main-knows-no-window'],
  ['the store', 'src-main/contract/store.ts', of('../store/leaf.ts'), 'contract-stands-alone'],
  ["Node's files", 'src-main/contract/files.ts', of('node:fs'), 'contract-has-no-machine'],
  ['Electron', 'src-main/store/electron.ts', of('electron'), 'electron-in-the-shell-only'],
  ['a type of Electron', 'src-main/tickets/electron.ts', typeOf('electron'), 'electron-in-the-shell-only'],
  ['Electron', 'src-main/gate.ts', of('electron'), 'electron-in-the-shell-only'],
  ['the store', 'src-main/preload.ts', of('./store/leaf.ts'), 'preload-knows-the-contract-only'],
  ["another area's inside", 'src-main/tickets/inside.ts', of('../people/leaf.ts'), 'areas-meet-at-the-index'],
  ['the shell', 'src-main/tickets/shell.ts', of('../shell/leaf.ts'), 'areas-meet-at-the-index'],
  ['the program', 'src-main/office/main.ts', of('../main.ts'), 'areas-meet-at-the-index'],
  ["an area's inside", 'src-main/shell/inside.ts', of('../people/leaf.ts'), 'shell-uses-the-index'],
  ['an area', 'src-main/jobs.ts', of('./people/index.ts'), 'gate-knows-no-area'],
  ['the shell', 'src-main/worker.ts', of('./shell/leaf.ts'), 'worker-knows-no-shell'],
  ['an area', 'src-main/store/area.ts', of('../people/index.ts'), 'store-knows-no-area'],
  ['the engine', 'src-main/privacy/engine.ts', of('better-sqlite3'), 'engine-in-the-store-only'],
  ['a dialect', 'src-main/staff/dialect.ts', of('drizzle-orm/sqlite-core'), 'engine-in-the-store-only'],
  ['a test', 'src-main/shell/test.ts', of('../../test/unit/leaf.ts'), 'program-knows-no-test'],
];

const allowed = {
  'src-main/main.ts': of('./shell/index.ts'),
  'src-main/office/good.ts': of('../jobs.ts'),
  'src-main/store/two.ts': of('./one.ts'),
  'src-main/store/leaf.ts': `import Database from 'better-sqlite3';\nexport const leaf = Database;\n`,
  'src-main/store/tables.ts': of('drizzle-orm/sqlite-core'),
  'src-main/contract/leaf.ts': of('valibot'),
  'src-main/people/leaf.ts': leaf,
  'src-main/people/index.ts': of('./leaf.ts'),
  'src-main/shell/leaf.ts': of('electron'),
  'src-main/shell/index.ts': of('../people/index.ts'),
  'src-main/tickets/good.ts': `${of('../store/leaf.ts')}export { mine as a } from '../people/index.ts';\nexport { mine as b } from '../contract/leaf.ts';\nexport { and } from 'drizzle-orm';\n`,
  'src-renderer/leaf.ts': of('../src-main/contract/leaf.ts'),
  'test/unit/leaf.ts': leaf,
};
const inCircle = ['src-main/store/two.ts'];

describe('the rules of import', () => {
  let planted: Planted;
  let found: string[];

  beforeAll(async () => {
    planted = plant({ ...allowed, ...Object.fromEntries(refused.map(([, file, text]) => [file, text])) });
    const out = await planted.run('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'src-main',
      'src-renderer',
    ]);
    const { summary } = JSON.parse(out) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    found = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  }, 120_000);
  afterAll(() => planted.remove());

  test.each(refused)('refuse %s in %s', (_, file, __, rule) => {
    expect(found).toContain(`${file}: ${rule}`);
  });

  test.each(Object.keys(allowed).filter((file) => !inCircle.includes(file)))('let %s be', (file) => {
    expect(found.filter((line) => line.startsWith(`${file}:`))).toEqual([]);
  });
});
