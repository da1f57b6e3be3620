import { PERSON_HISTORY, type PersonHistoryCode, type PersonHistoryLine } from '../../../src-main/contract/people.ts';
import { IDENTIFIER_KINDS, type IdentifierKind } from '../../../src-main/contract/terms.ts';
import { speech, t } from '../../texts/language.svelte.ts';
import { translate } from '../../texts/translate.ts';
import { whatWasDone } from '../tickets/history-words.ts';

const isCode = (what: string): what is PersonHistoryCode => (PERSON_HISTORY as readonly string[]).includes(what);
const isKind = (field: string): field is IdentifierKind => (IDENTIFIER_KINDS as readonly string[]).includes(field);

/** What a line of a person's history says was done: "Mail corrected", "Undone: Two records joined". */
export function deedInWords({ what, field }: Pick<PersonHistoryLine, 'what' | 'field'>): string {
  if (!isCode(what)) return whatWasDone({ what, field, toId: null });
  const back = what === 'undone' || what === 'redone';
  return translate(speech.pack.texts, speech.pack.locale, `rectify.history.${what}`, {
    kind: isKind(field) ? t(`terms.identifiers.${field}`) : t('rectify.timeline.identifier'),
    what: back && field !== what ? deedInWords({ what: field, field: '' }) : '',
  });
}
