import { en } from '../../texts/en.ts';
import { t } from '../../texts/language.svelte.ts';

type Part = keyof typeof en.frame.failed.partNames;
const isPart = (code: string): code is Part => Object.hasOwn(en.frame.failed.partNames, code);

/** What is damaged in an office file, in words, of the codes that main tells (`tickets,texts`). */
export const damagedParts = (codes: string): string[] =>
  codes
    .split(',')
    .filter(isPart)
    .map((code) => t(`frame.failed.partNames.${code}`));
