import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from '../house/planted.ts';

const program = "import { program } from './scripts/setup/program.mjs';\n";

const sources = {
  'package-lock.json': '{}',
  'src-main/main.ts': "import { app } from 'electron';\nconst at: number = 1;\napp.name = String(at);\n",
  'src-main/worker.ts': "import { parentPort } from 'node:worker_threads';\nparentPort?.postMessage('up');\n",
  'src-main/preload.ts': "import { contextBridge } from 'electron';\ncontextBridge.exposeInMainWorld('desk', {});\n",
  'src-renderer/index.html': '<!doctype html>\n<div id="app"></div>\n<script type="module" src="./main.ts"></script>\n',
  'src-renderer/App.svelte': '<p>Paperdesk</p>\n<style>\n  p { color: red }\n</style>\n',
  'src-renderer/main.ts':
    "import '@fontsource-variable/inter';\nimport { mount } from 'svelte';\nimport App from './App.svelte';\n" +
    "mount(App, { target: document.body });\nvoid import('./screen.ts');\n",
  'src-renderer/screen.ts': "document.title = 'Paperdesk';\n",
};

describe('building the program', () => {
  let planted: Planted;
  let first: string;
  const out = (...parts: string[]) => fs.readFileSync(path.join(planted.folder, 'out', ...parts), 'utf8');
  const assets = () => fs.readdirSync(path.join(planted.folder, 'out/renderer/assets'));
  const build = (packaged = false) => planted.say(`${program}await program({ packaged: ${String(packaged)} });`);

  beforeAll(async () => {
    planted = plant(sources);
    first = await build();
  }, 60_000);
  afterAll(() => planted.remove());

  test('says so in one line with its time', () => {
    expect(first).toMatch(/^Building the program … done \(\d+\.\d s\)\n$/);
  });

  test('makes main and worker as ESM, and the preload as CommonJS that asks for Electron alone', () => {
    expect(out('main/main.js')).toMatch(/^import \{ app \} from "electron"/);
    expect(out('main/worker.js')).toMatch(/^import \{ parentPort \} from "node:worker_threads"/);
    const asked = [...out('preload/preload.cjs').matchAll(/require\("(.*?)"\)/g)].map(([, name]) => name);
    expect(asked).toEqual(['electron']);
  });

  test('makes a window that the strictest policy lets run: no script in the page, no eval, no data: address', () => {
    const scripts = [...out('renderer/index.html').matchAll(/<script([^>]*)>([^<]*)</g)];
    expect(scripts.map(([, , text]) => text)).toEqual(['']);
    expect(scripts[0]?.[1]).toMatch(/src="\.\/assets\//);
    const texts = assets().filter((name) => /\.(js|css)$/.test(name));
    for (const name of texts)
      expect(out('renderer/assets', name)).not.toMatch(/\beval\(|new Function\(|url\(["']?data:/);
  });

  test('keeps each face as a file, once', () => {
    const faces = assets().filter((name) => /\.(woff2?|ttf)$/.test(name));
    expect(faces.length).toBeGreaterThan(0);
    expect(faces.filter((name) => !name.endsWith('.woff2'))).toEqual([]);
  });

  test('does nothing the second time, and builds again when a source changed', async () => {
    expect(await build()).toBe('');
    fs.appendFileSync(path.join(planted.folder, 'src-renderer/App.svelte'), '<p>changed</p>\n');
    expect(await build()).toMatch(/^Building the program … done/);
    expect(await build()).toBe('');
  }, 60_000);

  test('leaves what only developers need out of a packaged build', async () => {
    const maps = () => fs.globSync('out/**/*.map', { cwd: planted.folder });
    expect(maps().length).toBeGreaterThan(0);
    await build(true);
    expect(maps()).toEqual([]);
  }, 60_000);

  test('refuses a preload that the sandbox would refuse, and builds again once it is mended', async () => {
    const preload = path.join(planted.folder, 'src-main/preload.ts');
    fs.writeFileSync(preload, "import fs from 'node:fs';\nexport const x = fs;\n");
    expect(await build()).toContain('src-main/preload.ts may not import node:fs: it is sandboxed.');
    fs.writeFileSync(preload, sources['src-main/preload.ts']);
    expect(await build()).toMatch(/^Building the program … done/);
  }, 60_000);
});
