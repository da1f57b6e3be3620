import { DATE_FORMATS, type OfficeFacts } from '../../../src-main/contract/office.ts';
import type { DateFormat } from '../../texts/format.ts';
import { Formats } from '../../texts/format.ts';
import { speech, t } from '../../texts/language.svelte.ts';
import { countries, zones } from '../start/places.ts';

/** Facts of the office that are one setting each; the days and months of backups stand with the backups. */
export type FactName = Exclude<keyof OfficeFacts, 'correctOwnMinutes' | 'backupDays' | 'backupMonths'>;
type FactKind = 'line' | 'lines' | 'country' | 'zone' | 'paper' | 'dateFormat';

export const FACTS: Record<FactName, { kind: FactKind; most: number }> = {
  name: { kind: 'line', most: 200 },
  address: { kind: 'lines', most: 2_000 },
  email: { kind: 'line', most: 500 },
  phone: { kind: 'line', most: 500 },
  website: { kind: 'line', most: 500 },
  country: { kind: 'country', most: 2 },
  region: { kind: 'line', most: 6 },
  zone: { kind: 'zone', most: 64 },
  phoneCountry: { kind: 'country', most: 2 },
  paper: { kind: 'paper', most: 6 },
  dateFormat: { kind: 'dateFormat', most: 20 },
  paperFooter: { kind: 'lines', most: 500 },
  privacyContact: { kind: 'line', most: 500 },
  privacyNotice: { kind: 'lines', most: 20_000 },
  authority: { kind: 'lines', most: 2_000 },
};

/** Under which heading of the section each fact stands, in their order. */
export const FACT_GROUPS = {
  called: ['name', 'address', 'email', 'phone', 'website'],
  where: ['country', 'region', 'zone', 'phoneCountry'],
  paper: ['paper', 'dateFormat', 'paperFooter'],
  privacy: ['privacyContact', 'privacyNotice', 'authority'],
} as const satisfies Record<string, readonly FactName[]>;
export const FACT_NAMES = Object.values(FACT_GROUPS).flat();

const today = (dateFormat: DateFormat) =>
  new Formats({
    locale: speech.pack.locale,
    zone: speech.zone,
    texts: speech.pack.texts,
    now: () => speech.now,
    dateFormat,
  }).date(speech.now);

/** What can be chosen for a fact, in the user's words; nothing for what is written. */
export function optionsOf(name: FactName): { value: string; label: string }[] {
  const { kind } = FACTS[name];
  if (kind === 'country') return countries();
  if (kind === 'zone') return zones();
  if (kind === 'paper')
    return (['A4', 'Letter'] as const).map((value) => ({ value, label: t(`settings.sizes.${value}`) }));
  if (kind === 'dateFormat') return DATE_FORMATS.map((value) => ({ value, label: today(value) }));
  return [];
}

/** A fact as it is shown: the chosen one's label, or the text itself. */
export const shownFact = (name: FactName, value: string): string =>
  optionsOf(name).find((option) => option.value === value)?.label ?? value;
