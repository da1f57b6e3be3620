// Lint: types known everywhere, in Svelte's files too, and the house rules of the areas.
import './scripts/lint/components-as-typescript.mjs'; // before the plugin, which asks once
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { areaRules } from './scripts/lint/areas.mjs';
import { windowRules } from './scripts/lint/window.mjs';

const areas = ['tickets', 'people', 'privacy', 'exchange', 'staff', 'office', 'undo'].map(
  (name) => `src-main/${name}/**/*.ts`,
);
const svelteFiles = ['**/*.svelte', '**/*.svelte.ts'];

export default defineConfig(
  { ignores: ['out/', 'dist/', 'tour/', 'node_modules/', 'drizzle/', 'resources/', 'test/electron/', 'test-results/'] },
  {
    // A rule that does not fit is changed here, for everybody, or kept.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...svelte.configs.recommended],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An area's functions are async whether or not they wait for anything today.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
    },
  },
  {
    files: svelteFiles,
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { 'prefer-const': 'off', 'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived'] }] },
  },
  {
    // What a component hands to a snippet, a listener or its owner is `any` here; svelte-check knows its type.
    files: ['**/*.svelte'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
        `@typescript-eslint/no-unsafe-${what}`,
        'off',
      ]),
    ),
  },
  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    rules: windowRules,
  },
  { files: areas, rules: areaRules },
  { files: ['scripts/**/*.mjs', '*.config.js', '*.cjs'], rules: { eqeqeq: 'error', 'no-unused-vars': 'error' } },
);
