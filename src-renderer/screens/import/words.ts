import type { DeskError } from '../../../src-main/contract/errors.ts';
import { bringIn } from '../../texts/en/import.ts';
import { t, type TextKey } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';

const in_ = (group: object, code: string): boolean => Object.hasOwn(group, code);
/** Codes come from main: the texts of a group that have none fall back to the last word given. */
const say = (group: 'wrong' | 'trouble' | 'table' | 'guesses' | 'dates', code: string): string =>
  in_(bringIn[group], code) ? t(`bringIn.${group}.${code}` as TextKey & 'bringIn.title') : code;

/** Why a row or cell is left out. */
export const wrongWords = (code: string): string => say('wrong', code);
/** What is wrong with how the columns are matched. */
export const troubleWords = (code: string): string => say('trouble', code);
export const guessWords = (code: string): string => say('guesses', code);
export const dateWords = (format: string): string => say('dates', format);

/** The sentence for a refusal of a table or mapping; any other as everywhere. */
export function sentenceOfImport(error: DeskError): string {
  const [, group = '', code = ''] = /^(table|mapping)-(.+)$/.exec(error.detail.reason ?? '') ?? [];
  if (group === 'table' && in_(bringIn.table, code)) return say('table', code);
  if (group === 'mapping' && in_(bringIn.trouble, code)) return say('trouble', code);
  return sentenceOf(error);
}

/** Every reason with its sentence, for a list that leaves the desk. */
export const allWrongWords = (): Record<string, string> =>
  Object.fromEntries(Object.keys(bringIn.wrong).map((code) => [code, wrongWords(code)]));
