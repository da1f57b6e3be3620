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

/** Codes of ISO 639-1 that people of an office speak; another one that is noted already stays. */
const OFFERED = (
  'am ar az be bg bn bs ca cs da de el en es et fa fi fr ga gu he hi hr hu hy id is it ja ka kk ko ku lt lv mk ml mr ' +
  'ms mt my nb ne nl pa pl ps pt ro ru sk sl so sq sr sv sw ta te th ti tr uk ur uz vi yo zh'
).split(' ');

/** Languages to choose from, by their names. */
export const languages = (): { value: string; label: string }[] =>
  OFFERED.map((value) => ({ value, label: languageName(value) })).sort((a, b) =>
    a.label.localeCompare(b.label, speech.pack.locale),
  );
