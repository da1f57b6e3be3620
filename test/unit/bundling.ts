// Before the tests: bundles what they start in processes and threads of their own. From hundreds of sources each start would take twice the time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { PLACE, root } from './bundled.ts';

export default async function (project: TestProject) {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'paperdesk-bundled-'));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  await bundle(path.join(folder, 'out'));
  process.env[PLACE] = path.join(folder, 'out');
  project.onTestsRerun(() => bundle(path.join(folder, 'out')));
  return () => fs.rmSync(folder, { recursive: true, force: true });
}

async function bundle(outDir: string) {
  const sources = ['src-main/worker.ts', ...fs.globSync('test/unit/**/*-in-child.ts', { cwd: root })];
  const named = sources.map((source) => [source.replaceAll('\\', '/').replace(/\.ts$/, ''), path.join(root, source)]);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(named) as Record<string, string>,
        external: ['electron', 'better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  });
}
