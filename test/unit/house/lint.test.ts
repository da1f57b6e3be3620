import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from './planted.ts';

const tx = 'declare const tx: { now: number; $count(): Promise<number>; [x: string]: (...a: unknown[]) => unknown };\n';
const area = (text: string) => `${tx}export async function act() {\n${text}\n}\n`;

/** What is refused, where, by which rule. */
const refused: [promise: string, file: string, text: string, rule: string][] = [
  ['.all() on a query', 'tickets/all.ts', area('return tx.select().all();'), 'no-restricted-syntax'],
  ['.get() on a query', 'people/get.ts', area('return tx.select().get();'), 'no-restricted-syntax'],
  ['.run() on a query', 'privacy/run.ts', area('return tx.select().run();'), 'no-restricted-syntax'],
  ['db.query', 'staff/query.ts', area('return tx.query.people;'), 'no-restricted-syntax'],
  ['raw statements', 'office/raw.ts', area('return tx.execute("select 1");'), 'no-restricted-syntax'],
  [
    'sql.raw',
    'office/sql.ts',
    "import { sql } from 'drizzle-orm';\nexport const x = sql.raw('1');\n",
    'no-restricted-syntax',
  ],
  ['a transaction of its own', 'exchange/own.ts', area('return tx.transaction();'), 'no-restricted-syntax'],
  ['Date.now()', 'tickets/now.ts', area('return Date.now();'), 'no-restricted-syntax'],
  ['new Date()', 'tickets/date.ts', area('return new Date();'), 'no-restricted-syntax'],
  ['Promise.all', 'people/all.ts', area('return Promise.all([]);'), 'no-restricted-syntax'],
  ['like', 'people/like.ts', "import { like } from 'drizzle-orm';\nexport { like };\n", 'no-restricted-imports'],
  ['ilike', 'people/ilike.ts', "import { ilike } from 'drizzle-orm';\nexport { ilike };\n", 'no-restricted-imports'],
  [
    'all of drizzle-orm',
    'people/star.ts',
    "import * as orm from 'drizzle-orm';\nexport { orm };\n",
    'no-restricted-imports',
  ],
  [
    'a dialect of drizzle-orm',
    'office/core.ts',
    "import { alias } from 'drizzle-orm/sqlite-core';\nexport { alias };\n",
    'no-restricted-imports',
  ],
  ['the engine', 'privacy/engine.ts', "import D from 'better-sqlite3';\nexport { D };\n", 'no-restricted-imports'],
  ['Electron', 'staff/app.ts', "import { app } from 'electron';\nexport { app };\n", 'no-restricted-imports'],
  ['a query nobody waits for', 'tickets/floating.ts', area('tx.$count();'), '@typescript-eslint/no-floating-promises'],
  [
    'a thenable nobody waits for',
    'tickets/thenable.ts',
    'declare const q: { then(f: (n: number) => void, g: (e: unknown) => void): void };\nexport function act() {\n  q;\n}\n',
    '@typescript-eslint/no-unused-expressions',
  ],
  ['any', 'office/any.ts', 'export const x = (y: any) => String(y);\n', '@typescript-eslint/no-explicit-any'],
  ['the console', 'store/log.ts', "export const say = () => console.log('x');\n", 'no-console'],
  ['@ts-ignore', 'store/off.ts', "// @ts-ignore\nexport const x: number = 'x';\n", '@typescript-eslint/ban-ts-comment'],
  [
    'a rule switched off in a comment',
    'store/quiet.ts',
    "// eslint-disable-next-line no-console\nexport const say = () => console.log('x');\n",
    'no-console',
  ],
];

const inWindow: [promise: string, file: string, text: string, rule: string][] = [
  [
    '{@html}',
    'Html.svelte',
    '<script lang="ts">\n  let x = $state(\'\');\n</script>\n{@html x}\n',
    'svelte/no-at-html-tags',
  ],
  [
    'a list without keys',
    'Keys.svelte',
    '<script lang="ts">\n  let { rows }: { rows: number[] } = $props();\n</script>\n{#each rows as row}{row}{/each}\n',
    'svelte/require-each-key',
  ],
  [
    'a promise nobody waits for',
    'Floating.svelte',
    '<script lang="ts">\n  const ask = async () => 1;\n  ask();\n</script>\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'every icon there is',
    'Icons.svelte',
    '<script lang="ts">\n  import { User } from \'@lucide/svelte\';\n</script>\n<User />\n',
    'no-restricted-imports',
  ],
  [
    "Chromium's own field for a day",
    'Day.svelte',
    '<script lang="ts">\n  let day = $state(\'\');\n</script>\n<input type="date" bind:value={day} />\n',
    'no-restricted-syntax',
  ],
  ['the console', 'Log.svelte', '<script lang="ts">\n  console.log(\'x\');\n</script>\n', 'no-console'],
];

const allowed = {
  'src-main/tickets/good.ts': `import { and, eq, sql } from 'drizzle-orm';
const names = new Map<string, number>();
export const good = (at: number) => ({ and, eq, sql, at: new Date(at), one: names.get('a') });
`,
  'src-main/shell/clock.ts': 'export const now = () => Date.now();\n',
};

describe('the linter', () => {
  let planted: Planted;
  let found: Map<string, string[]>;

  beforeAll(async () => {
    planted = plant({
      ...allowed,
      ...Object.fromEntries(refused.map(([, file, text]) => [`src-main/${file}`, text])),
      ...Object.fromEntries(inWindow.map(([, file, text]) => [`src-renderer/${file}`, text])),
    });
    const out = await planted.run('node_modules/eslint/bin/eslint.js', [
      '--format',
      'json',
      'src-main',
      'src-renderer',
    ]);
    const results = JSON.parse(out) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
    found = new Map(
      results.map(({ filePath, messages }) => [
        filePath.slice(planted.folder.length + 1).replaceAll('\\', '/'),
        messages.map(({ ruleId, message }) => ruleId ?? message),
      ]),
    );
  }, 120_000);
  afterAll(() => planted.remove());

  test.each(refused)('refuses %s in %s', (_, file, __, rule) => {
    expect(found.get(`src-main/${file}`)).toContain(rule);
  });

  test.each(inWindow)('refuses %s in the window (%s)', (_, file, __, rule) => {
    expect(found.get(`src-renderer/${file}`)).toContain(rule);
  });

  test.each(Object.keys(allowed))('lets %s be', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});
