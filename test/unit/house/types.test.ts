import { afterAll, beforeAll, expect, test } from 'vitest';
import { plant, type Planted } from './planted.ts';

const wrong = 'export const count: number = "three";\n';
let planted: Planted;
beforeAll(() => {
  planted = plant({
    'src-main/wrong.ts': wrong,
    'test/unit/wrong.ts': wrong,
    'src-renderer/Wrong.svelte': `<script lang="ts">\n  const count: number = 'three';\n</script>\n{count}\n`,
  });
});
afterAll(() => planted.remove());

test('the one check of types reads the window’s components and every other file', async () => {
  const check = `import { staticChecks } from './scripts/testing/checks.mjs';
console.log(JSON.stringify(await staticChecks(new Set(['types']))));`;
  const said = await planted.say(check);
  for (const file of ['src-main/wrong.ts', 'test/unit/wrong.ts', 'src-renderer/Wrong.svelte'])
    expect(said).toContain(file);
  expect(said).toContain('"failed":1');
});
