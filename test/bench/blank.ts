import { _electron } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = `import { app, BrowserWindow } from 'electron';
app.whenReady().then(() => new BrowserWindow({ show: true }).loadURL('data:text/html,<title>blank</title><p id="blank">blank'));
app.on('window-all-closed', () => app.quit());
`;

/** How long an Electron program of nothing but an empty window takes until its page stands: the browser's own start, in ms. */
export async function blankStart(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-blank-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'blank', type: 'module', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), MAIN);
  try {
    const from = performance.now();
    const app = await _electron.launch({
      ...(process.env['REAL_ELECTRON'] !== '1' && { executablePath: resolve('test/electron/bin/electron') }),
      args: [folder, `--user-data-dir=${join(folder, 'data')}`],
      env: { ...(process.env as Record<string, string>), STANDIN_QUIET: '1' },
    });
    const page = await app.firstWindow();
    await page.locator('#blank').waitFor();
    const took = performance.now() - from;
    await app.close();
    return took;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
