import { en } from './en.ts';
import type { DateFormat } from './format.ts';
import { Formats } from './format.ts';
import type { ArgumentsOf, KeyOf, Texts } from './translate.ts';
import { translate } from './translate.ts';

/** Languages the window speaks, with the locale whose rules for numbers, plurals and dates go with each. */
export const LANGUAGES = { en: { name: 'English', locale: 'en-GB', texts: en } } as const satisfies Record<
  string,
  { name: string; locale: string; texts: Texts }
>;
export type Language = keyof typeof LANGUAGES;
export type TextKey = KeyOf<typeof en>;

/** How this window speaks: its language, and the zone and date format of the office it shows. */
class Speech {
  language = $state<Language>('en');
  zone = $state('UTC');
  dateFormat = $state<DateFormat>('d MMM yyyy');
  /** Present time, in steps of some seconds: what shows an age grows with it. */
  now = $state(Date.now());
  readonly pack = $derived(LANGUAGES[this.language]);
  readonly formats = $derived(
    new Formats({
      locale: this.pack.locale,
      zone: this.zone,
      dateFormat: this.dateFormat,
      texts: this.pack.texts,
      now: () => this.now,
    }),
  );

  /** Takes a language by its code; one that is not there leaves the present one. */
  speak(code: string): void {
    if (Object.hasOwn(LANGUAGES, code)) this.language = code as Language;
    document.documentElement.lang = this.pack.locale;
  }

  /** Lets the present time go on; hand the result to `onDestroy` or an effect. */
  keepTime(everyMs = 15_000): () => void {
    const timer = setInterval(() => (this.now = Date.now()), everyMs);
    return () => clearInterval(timer);
  }
}

export const speech = new Speech();

/** The text of a key in the user's language; follows a change of language where it is shown. */
export const t = <K extends TextKey>(key: K, ...values: ArgumentsOf<typeof en, K>): string =>
  translate(speech.pack.texts, speech.pack.locale, key, values[0]);

/** Numbers, dates and ages of the office, in the user's language: `format().age(row.changedAt)`. */
export const format = (): Formats => speech.formats;
