import { speech } from '../../texts/language.svelte.ts';

type Option = { value: string; label: string };

/** ISO 3166-1 alpha-2 codes in use; their names come from the system, in the user's language. */
const CODES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

/** Countries by name. */
export function countries(): Option[] {
  const names = new Intl.DisplayNames(speech.pack.locale, { type: 'region' });
  const options = CODES.split(' ').map((value) => ({ value, label: names.of(value) ?? value }));
  return options.sort((a, b) => a.label.localeCompare(b.label, speech.pack.locale));
}

/** Time zones by their IANA name. */
export const zones = (): Option[] => {
  const known = Intl.supportedValuesOf('timeZone');
  return (known.includes('UTC') ? known : ['UTC', ...known]).map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
};

/** The computer's own zone; UTC when it is one that the list does not have. */
export const zoneHere = (): string => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zones().some(({ value }) => value === here) ? here : 'UTC';
};

/** Zones of a country; TypeScript's types do not have the call yet (ECMA-402, Intl Locale Info). */
const zonesOf = (code: string): string[] =>
  (new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?(): string[] | undefined }).getTimeZones?.() ?? [];

/** The country the computer's zone lies in; where the zone says nothing, that of its language settings. */
export function countryHere(): string {
  const codes = CODES.split(' ');
  const zone = zoneHere();
  const there = codes.filter((code) => zonesOf(code).includes(zone));
  const spoken = navigator.languages
    .flatMap((tag) => new Intl.Locale(tag).region ?? [])
    .filter((code) => codes.includes(code));
  return spoken.find((code) => there.includes(code)) ?? there[0] ?? spoken[0] ?? 'GB';
}
