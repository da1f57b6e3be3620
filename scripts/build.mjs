// Builds the program with Vite into out/: main and worker as ESM, the preload as CommonJS, the window.
// node scripts/build.mjs [--packaged]     runs on the project's Node; `npm run build` sees to that
import { svelte } from '@sveltejs/vite-plugin-svelte';
import fs from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { root } from './setup/project.mjs';

const sourcemap = !process.argv.includes('--packaged');
const place = (...parts) => path.join(root, ...parts);
const licences = { fileName: 'licences.json' };
const common = { root, configFile: false, logLevel: 'warn', publicDir: false };

/** What a sandboxed preload may ask Electron for; anything else fails when the window opens. */
const sandboxed = ['electron', 'events', 'timers', 'url', 'node:events', 'node:timers', 'node:url'];

const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const main = {
  ...common,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: place('out/main'),
    emptyOutDir: true,
    minify: false, // a stack in the log should name what failed
    sourcemap,
    license: licences,
    rolldownOptions: {
      input: { main: place('src-main/main.ts'), worker: place('src-main/worker.ts') },
      external: ['electron', 'better-sqlite3', ...builtins],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
    },
  },
};

const preload = {
  ...common,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'chrome140',
    outDir: place('out/preload'),
    emptyOutDir: true,
    minify: false,
    sourcemap,
    rolldownOptions: {
      input: place('src-main/preload.ts'),
      external: [...sandboxed, ...builtins],
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
};

const renderer = {
  ...common,
  root: place('src-renderer'),
  base: './',
  plugins: [svelte({ configFile: false })],
  resolve: { alias: workbookAliases() },
  css: { postcss: { plugins: [woff2Only()] } },
  worker: { format: 'es' },
  build: {
    target: 'chrome140',
    outDir: place('out/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // the window's policy allows no data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4096, // loaded from the disk
    sourcemap,
    license: licences,
    // paper is drawn by a page of its own: it needs a third of the window's script
    rolldownOptions: {
      input: ['index.html', 'paper.html']
        .map((name) => place('src-renderer', name))
        .filter((file) => fs.existsSync(file)),
    },
  },
};

/** The page that draws a PDF is sandboxed, with an origin of its own: its scripts can be no modules. */
const viewerPlace = place('src-renderer/screens/viewer/frame');
const viewerScript = (name, input, first) => ({
  ...common,
  build: {
    target: 'chrome140',
    outDir: place('out/renderer/viewer'),
    emptyOutDir: first,
    sourcemap,
    license: { fileName: `${name}.licences.json` },
    rolldownOptions: {
      input,
      output: { format: 'iife', entryFileNames: `${name}.js`, codeSplitting: false },
      checks: { emptyImportMeta: false }, // pdf.js looks for its own address, and does without
    },
  },
});

/** Its script, its worker, its sheet; of pdf.js the maps of characters, the faces and the decoders of pictures. */
async function buildViewer() {
  const pdfjs = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  await build(viewerScript('frame', path.join(viewerPlace, 'frame.ts'), true));
  await build(viewerScript('worker', path.join(pdfjs, 'build/pdf.worker.mjs'), false));
  const to = (...parts) => place('out/renderer/viewer', ...parts);
  for (const name of ['frame.html', 'frame.css']) fs.copyFileSync(path.join(viewerPlace, name), to(name));
  for (const name of ['cmaps', 'standard_fonts', 'wasm', 'LICENSE'])
    fs.cpSync(path.join(pdfjs, name), to('pdf', name), {
      recursive: true,
      filter: (file) => !/quickjs|_nowasm_/.test(path.basename(file)), // what runs a PDF's own scripts stays out
    });
}

/** The faces name each file a second time in an older format, which Chromium never asks for: half of their size. */
function woff2Only() {
  const older = /,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g;
  return {
    postcssPlugin: 'woff2-only',
    Once: (sheet) => sheet.walkDecls('src', (face) => void (face.value = face.value.replace(older, ''))),
  };
}

/** The exceljs stream writer was written for Node: in the window's worker these stand for what it asks of it. */
function workbookAliases() {
  const shim = (name) => place('src-renderer/workbook/shim', name);
  const stands = { archiver: shim('archiver.ts'), fs: shim('empty.ts'), crypto: shim('empty.ts') };
  return Object.entries(stands)
    .filter(([, file]) => fs.existsSync(file))
    .map(([name, replacement]) => ({ find: new RegExp(`^(node:)?${name}$`), replacement }));
}

/** Refuses a preload that Electron's sandbox would refuse, where it is made. */
function checkPreload({ output }) {
  const asked = output.flatMap((part) => (part.type === 'chunk' ? [...part.imports, ...part.dynamicImports] : []));
  const refused = asked.filter((name) => !sandboxed.includes(name));
  if (refused.length > 0) throw new Error(`src-main/preload.ts may not import ${refused.join(', ')}: it is sandboxed.`);
}

try {
  await build(main);
  checkPreload(await build(preload));
  await build(renderer);
  if (fs.existsSync(viewerPlace)) await buildViewer();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
