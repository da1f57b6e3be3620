import type { DifferenceField } from '../../../src-main/contract/exchange.ts';
import { format, t } from '../../texts/language.svelte.ts';

const DATES: readonly DifferenceField[] = [
  ...(['created', 'updated', 'firstReply', 'resolved', 'due'] as const),
  ...(['entryDate', 'anonymised', 'restricted'] as const),
];
const FLAGS: readonly DifferenceField[] = ['tagged', 'locked', 'unread', 'provided'];

/** What a ticket or a file says of something, as it is shown; the contract has dates and times as numbers. */
export function shownValue(field: DifferenceField, text: string): string {
  if (text === '') return t('bringIn.differing.nothing');
  if (DATES.includes(field)) return format().exact(Number(text));
  if (text === 'yes' || text === 'no') return FLAGS.includes(field) ? t(`bringIn.differing.${text}`) : text;
  if (field === 'timeWorked') return format().worked(Number(text));
  return text;
}
