// The end-to-end tests on the built program, shown as they go.
import { fileURLToPath } from 'node:url';
import { tool } from '../setup/project.mjs';
import { runReported } from './reported.mjs';

/** Runs Playwright on the stand-in or on the real Electron; `more` are further arguments of Playwright's. */
export function endToEnd({ real = false, more = [] } = {}) {
  const reporter = `list,${fileURLToPath(new URL('playwright-reporter.mjs', import.meta.url))}`;
  const args = ['test', `--reporter=${reporter}`, ...more];
  return runReported(
    `end-to-end on ${real ? 'Electron' : 'the stand-in'}`,
    tool('@playwright/test', 'playwright'),
    args,
    {
      env: { REAL_ELECTRON: real ? '1' : '' },
      inMemory: true,
      show: true,
    },
  );
}
