// Rules for the window: what it must not write by itself, because there is a part that does it in the office's own way.

export const windowRules = {
  // its types name 4,000 files, which every check would read
  'no-restricted-imports': [
    'error',
    { paths: [{ name: '@lucide/svelte', message: 'Take components/icon.ts and @lucide/svelte/icons/….' }] },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'SvelteAttribute[key.name="type"] > SvelteLiteral[value=/^(date|datetime-local|month|week|time)$/]',
      message: "Take DateField: Chromium's own field knows the system's date format alone, not the office's.",
    },
  ],
};
