import type { LedgerFilter, LedgerRow } from '../../../src-main/contract/ledger.ts';
import { format, t } from '../../texts/language.svelte.ts';

/** More lines than this are not read on paper by anybody. */
export const MOST_PRINTED = 5_000;

/** Kinds of paper about nobody but the ledger itself. */
const isPaper = ({ kind }: LedgerRow) => kind === 'print' || kind === 'pdf';

/** Whose data a line is about: names where there are few, else how many; who is gone is counted and not named. */
export function whoseOf(row: LedgerRow): string {
  if (row.people === 0) {
    if (row.tickets > 0)
      return row.trackingIds.length > 0 ? row.trackingIds.join(', ') : t('common.tickets', { n: row.tickets });
    if (isPaper(row)) return t('ledger.ledgerItself');
    return row.kind === 'settings' || row.kind === 'refused-rows' ? t('ledger.nobody') : t('ledger.wholeOffice');
  }
  if (row.people > 2) return t('common.people', { n: row.people });
  const gone = row.people - row.names.length;
  return [...row.names, ...(gone > 0 ? [t('ledger.erased', { n: gone })] : [])].join(', ');
}

/** Its tickets beside: ids where there are few. */
export function ticketsOf(row: LedgerRow): string {
  if (row.tickets === 0 || row.people === 0) return '';
  return row.tickets <= 2 && row.trackingIds.length === row.tickets
    ? row.trackingIds.join(', ')
    : t('common.tickets', { n: row.tickets });
}

/** The last part of a file's place. */
export const fileOf = ({ destination }: Pick<LedgerRow, 'destination'>): string =>
  destination.split(/[\\/]/).at(-1) ?? '';

/** Where it went: the paper folder, the file, or the printer. */
export function whereOf(row: LedgerRow): string {
  const to = fileOf(row) || (row.kind === 'print' ? t('ledger.printer') : '');
  return [row.folder, to].filter(Boolean).join(', ');
}

export const copyOf = ({ copyNumber }: LedgerRow): string => (copyNumber === null ? '' : format().count(copyNumber));

/** What narrows the list, in words: "Print, from 1 Jan 2026, with “heating”". */
export function narrowedBy({ kinds, from, to, text }: LedgerFilter): string {
  return [
    ...(kinds ?? []).map((kind) => t(`ledger.kinds.${kind}`)),
    ...(from === undefined ? [] : [t('ledger.paper.from', { when: format().date(from) })]),
    ...(to === undefined ? [] : [t('ledger.paper.to', { when: format().date(to) })]),
    ...(text ? [t('ledger.paper.words', { text })] : []),
  ].join(', ');
}
