// Before the unit tests: bundles what they start in processes and threads of their own, as the built desk is.
// From its hundreds of sources each start would take several times as long.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { inRoot, root } from '../setup/project.mjs';

/** Vitest calls it once for a run, and what it gives when the run is over. */
export default async function bundling(project) {
  const sources = fs.globSync(['src-main/worker.ts', 'test/unit/**/*-in-child.ts'], { cwd: root });
  if (sources.length === 0) return undefined;
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'paperdesk-bundled-'));
  const out = path.join(folder, 'out');
  fs.symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'), 'junction');
  await bundle(sources, out);
  process.env.PAPERDESK_BUNDLED = out;
  project.onTestsRerun(() => bundle(sources, out));
  return () => fs.rmSync(folder, { recursive: true, force: true });
}

function bundle(sources, outDir) {
  const named = sources.map((source) => [source.replaceAll('\\', '/').replace(/\.ts$/, ''), inRoot(source)]);
  return build({
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
        input: Object.fromEntries(named),
        external: ['electron', 'better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  });
}
