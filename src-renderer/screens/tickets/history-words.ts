import type { HistoryCode, HistoryLine } from '../../../src-main/contract/tickets.ts';
import { HISTORY } from '../../../src-main/contract/tickets.ts';
import { office } from '../../office.svelte.ts';
import { speech, t } from '../../texts/language.svelte.ts';
import { translate } from '../../texts/translate.ts';

const known = (what: string): what is HistoryCode => (HISTORY as readonly string[]).includes(what);

function nameOf(what: HistoryCode, id: number | null, field: string): string {
  switch (what) {
    case 'status':
      return office.status(id)?.name ?? t('common.unknown');
    case 'priority':
      return office.priority(id)?.name ?? t('common.unknown');
    case 'category':
      return office.category(id)?.name ?? t('common.unknown');
    case 'owner':
      return id === null ? t('common.nobody') : (office.staff(id)?.initials ?? t('common.unknown'));
    case 'field':
      return (id === null ? undefined : office.field(id)?.name) ?? t('common.unknown');
    case 'undone':
    case 'redone':
      return whatWasDone({ what: field === what ? '' : field, toId: id, field: '' });
    default:
      return '';
  }
}

/** What a line of history says was done. */
export const whatWasDone = ({ what, toId, field }: Pick<HistoryLine, 'what' | 'toId' | 'field'>): string =>
  known(what)
    ? translate(speech.pack.texts, speech.pack.locale, `tickets.history.${what}`, { to: nameOf(what, toId, field) })
    : t('tickets.historyOther');

/** A line of history as a sentence: what was done, and by whom of staff. */
export function historyInWords(line: HistoryLine): string {
  const { staffId } = line;
  const said = whatWasDone(line);
  const who = office.staff(staffId)?.initials;
  return who ? t('tickets.of.by', { what: said, who }) : said;
}
