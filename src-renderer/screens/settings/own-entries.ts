import { t } from '../../texts/language.svelte.ts';

/** Minutes in each. */
export const UNITS = { minutes: 1, hours: 60, days: 1_440 } as const;
export type Unit = keyof typeof UNITS;
/** What the contract takes at the most: ten years. */
export const MOST_MINUTES = 5_256_000;

/** Minutes in the largest unit in which they are whole: 2880 are 2 days, 90 are 90 minutes. */
export function inUnits(minutes: number): { number: number; unit: Unit } {
  const unit = minutes % UNITS.days === 0 ? 'days' : minutes % UNITS.hours === 0 ? 'hours' : 'minutes';
  return { number: minutes / UNITS[unit], unit };
}

/** "24 hours", "Never": how long one's own words may be corrected. */
export function ownEntriesInWords(minutes: number | null): string {
  if (minutes === null) return t('rectify.rule.always');
  if (minutes === 0) return t('rectify.rule.never');
  const { number: n, unit } = inUnits(minutes);
  return t(`rectify.rule.time.${unit}`, { n });
}
