import type { DeskError } from '../../src-main/contract/errors.ts';
import { reasons } from './en/reasons.ts';
import { format, speech, t } from './language.svelte.ts';
import { translate } from './translate.ts';
import { notUndone } from './undo-words.ts';

/** The sentence for a refusal: by its reason where there is one for it, otherwise by its code. */
export function sentenceOf({ code, detail }: DeskError): string {
  const reason = detail.reason;
  if (reason === 'undo') return notUndone(detail);
  if (reason === undefined || !Object.hasOwn(reasons, reason)) return t(`errors.${code}`);
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(detail))
    if (typeof fact === 'string' || typeof fact === 'number') facts[name] = fact;
  if (typeof detail['since'] === 'number') facts['since'] = format().date(detail['since']);
  return translate(speech.pack.texts, speech.pack.locale, `reasons.${reason}`, facts);
}
