import { speech } from '../../texts/language.svelte.ts';

/** "Polish" for `pl`; what is no code of a language stays as it was written. */
export function languageName(language: string): string {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return language;
  try {
    return new Intl.DisplayNames(speech.pack.locale, { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
