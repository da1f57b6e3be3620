import type { DeskError } from '../../src-main/contract/errors.ts';
import type { TakenBack, UndoAct } from '../../src-main/contract/undo.ts';
import { speech, t } from './language.svelte.ts';
import { undo } from './en/undo.ts';
import { translate } from './translate.ts';

const has = <T extends object>(texts: T, key: string): key is keyof T & string => Object.hasOwn(texts, key);
const said = (key: string, values: Record<string, string | number>): string =>
  translate(speech.pack.texts, speech.pack.locale, `undo.${key}`, values);

/** "7QH-M2D-9TXA", "40 tickets", "2 people". */
const whatOf = ({ trackingId, tickets, people }: UndoAct): string => {
  if (trackingId) return trackingId;
  return tickets > 0 || people === 0 ? t('common.tickets', { n: tickets }) : t('common.people', { n: people });
};

/** "closing 40 tickets", "the priority of 7QH-M2D-9TXA": by what the act wrote into the history, or by its call. */
export function actInWords(act: UndoAct): string {
  const [deed] = act.deeds;
  const what = whatOf(act);
  if (deed && has(undo.deeds, deed.what)) return said(`deeds.${deed.what}`, { what });
  const [area = '', call = ''] = act.call.split('.');
  if (has(undo.calls, area) && has(undo.calls[area], call)) return said(`calls.${act.call}`, { what });
  return t('undo.other');
}

const fieldInWords = (column: unknown): string =>
  typeof column === 'string' && has(undo.columns, column) ? said(`columns.${column}`, {}) : t('undo.something');

/** What was taken back or done again; where some of many were changed since, which. */
export function doneInWords(way: 'undo' | 'redo', { act, tickets, left, leftCount }: TakenBack): string {
  const [first] = left;
  if (!first) return t(way === 'undo' ? 'undo.undone' : 'undo.redone', { act: actInWords(act) });
  const but =
    leftCount === 1
      ? t('undo.butOne', { id: first.trackingId, field: fieldInWords(first.column) })
      : t('undo.butMany', { n: leftCount });
  return t(way === 'undo' ? 'undo.some' : 'undo.someAgain', { n: tickets, but });
}

/** Why an act was not taken back: what was changed or added since. */
export function notUndone({ why, trackingId, column }: DeskError['detail']): string {
  const id = typeof trackingId === 'string' ? trackingId : null;
  if (why === 'gone') return t('undo.gone');
  if (why === 'hangs') return id === null ? t('undo.hangsHere') : t('undo.hangs', { id });
  const field = fieldInWords(column);
  return id === null ? t('undo.changedHere', { field }) : t('undo.changed', { field, id });
}
