import { defineConfig } from '@playwright/test';

/** A file's tests run in order in one worker, so that they can share one started desk. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // one more than processors: tests wait for windows and disks half of their time
  workers: 3,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { trace: 'off' },
});
