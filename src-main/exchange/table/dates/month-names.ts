/** Names of months in English, German and French, full and short, without accents. */
const NAMES = [
  'january jan januar janner janv janvier',
  'february feb februar febr fevrier fev fevr feber',
  'march mar marz maerz mrz mars',
  'april apr avril avr',
  'may mai',
  'june jun juni juin',
  'july jul juli juillet juil',
  'august aug aout',
  'september sep sept septembre',
  'october oct oktober okt octobre',
  'november nov novembre',
  'december dec dezember dez decembre',
];

const MONTHS = new Map(NAMES.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)));

/** Days of the week in the same languages; they may stand before a date and say nothing more. */
export const WEEKDAY =
  /^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\.?,?\s+/i;

/** Number of a month by its name, 1 to 12; null where it is none. */
export function monthByName(word: string): number | null {
  const folded = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');
  return MONTHS.get(folded) ?? null;
}
