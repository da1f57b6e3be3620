import anyAscii from 'any-ascii';
import { cut, fold } from '../words.ts';

const SPELLED: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** A text with its umlauts spelled out as people do without them (Müller, Mueller; Århus, Aarhus), folded. */
export const spelledOut = (text: string): string =>
  fold(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöüåø]/g, (letter) => SPELLED[letter] ?? letter),
  );

/** A folded word as it would be folded had its ae, oe, ue, aa been written ä, ö, ü, å. */
export const drawnTogether = (folded: string): string => folded.replace(/([aou])e|aa/g, (pair) => pair.charAt(0));

const OTHER_SCRIPT = /[^\p{Script=Latin}\P{L}]/u;
const INNER_MARK = /(?<=\p{L})['’ʼ‘`´-](?=\p{L})/gu;

/**
 * The folded forms a name is found by: as it is, with umlauts spelled out, without inner apostrophes and hyphens, and
 * in Latin letters where it is written in others.
 */
export function nameForms(name: string): string[] {
  const forms = new Set([fold(name), spelledOut(name), fold(name.replace(INNER_MARK, ''))]);
  if (OTHER_SCRIPT.test(name)) {
    const latin = anyAscii(name);
    forms.add(fold(latin));
    forms.add(fold(latin.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')));
  }
  forms.delete('');
  return [...forms];
}

/** Stands between values of one column, so that no phrase runs from one into the next. */
export const BETWEEN = '|';

/** The words of names in all their forms. */
export const nameWords = (names: readonly string[] = []): string[] =>
  names.flatMap(nameForms).flatMap((form) => [...cut(form), BETWEEN]);
