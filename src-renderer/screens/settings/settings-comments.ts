import { DATE_FORMATS } from '../../../src-main/contract/office.ts';
import { en } from '../../texts/en.ts';
import { t, type TextKey } from '../../texts/language.svelte.ts';
import { FACT_NAMES } from './facts.ts';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const PARTS = ['head', 'office', 'statement', 'priority', 'status', 'category', 'field'] as const;

/** The comments of a settings text in the user's language, by `head`, part, and `part.key`: what Settings says of each. */
export function settingsComments(): Record<string, string> {
  const words: Record<string, string> = {};
  for (const part of PARTS) words[part] = t(`settingsText.comments.${part}`);
  for (const fact of FACT_NAMES)
    words[`office.${kebab(fact)}`] = `${t(`settings.facts.${fact}.label`)}. ${t(`settings.facts.${fact}.about`)}`;
  words['office.date-format'] = `${words['office.date-format'] ?? ''} ${DATE_FORMATS.join(', ')}.`;
  for (const [part, keys] of Object.entries(en.settingsText.comments.keys))
    for (const key of Object.keys(keys)) {
      const own = t(`settingsText.comments.keys.${part}.${key}` as TextKey & 'settingsText.comments.head');
      words[`${part}.${key}`] = [words[`${part}.${key}`], own].filter(Boolean).join(' ');
    }
  return words;
}
