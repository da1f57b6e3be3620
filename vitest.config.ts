import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests of what runs in the window; all others run as the main process does. */
const inWindow = [
  'test/unit/{components,keys,print,screens,texts,workbook}/**/*.test.ts',
  'test/unit/**/*.svelte.test.ts',
];

/** For a busy machine. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patience,
          name: 'main',
          include: ['test/unit/**/*.test.ts'],
          exclude: inWindow,
          pool: 'forks',
          globalSetup: 'scripts/testing/bundling.mjs',
        },
      },
      {
        // Svelte's own modules and ours as the browser gets them: for a server effects would never run.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
        resolve: { conditions: ['browser'] },
        ssr: { resolve: { conditions: ['browser'] } },
        test: { ...patience, name: 'window', include: inWindow, server: { deps: { inline: ['svelte'] } } },
      },
    ],
  },
});
