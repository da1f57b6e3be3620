/**
 * Draws the sample office's pictures: each `resources/sample-office/pictures/NAME.svg` becomes `NAME.jpg`, with a
 * little grain, as a camera or a scanner leaves it. Run it with `node scripts/sample-office.mjs` after a drawing was
 * changed, and commit both. It needs Chromium and the DejaVu fonts; the desk itself needs neither.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../test/electron/chromium/find.ts';

const folder = fileURLToPath(new URL('../resources/sample-office/pictures/', import.meta.url));
const QUALITY = 72;

const grain = `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" style="position:absolute;inset:0">
  <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7"/>
  <feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.5  0 0 0 0 0.5  0.9 0 0 0 -0.36"/></filter>
  <rect width="100%" height="100%" filter="url(#grain)" opacity="0.35"/></svg>`;

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const drawings = (await readdir(folder)).filter((name) => name.endsWith('.svg')).sort();
  for (const name of drawings) {
    const drawing = await readFile(join(folder, name), 'utf8');
    const [, width, height] = /width="(\d+)" height="(\d+)">/.exec(drawing) ?? [];
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    const film = name === 'mark.svg' ? '' : grain;
    await page.setContent(
      `<meta charset="utf-8"><body style="margin:0;font-family:'DejaVu Sans'">${drawing.replace('<svg ', '<svg style="display:block" ')}${film}`,
    );
    const picture = await page.screenshot({ type: 'jpeg', quality: QUALITY });
    await writeFile(join(folder, name.replace('.svg', '.jpg')), picture);
    console.log(`${name.replace('.svg', '.jpg')} ${picture.length} bytes`);
  }
} finally {
  await browser.close();
}
