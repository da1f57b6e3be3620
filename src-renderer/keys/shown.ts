import type { TextKey } from '../texts/language.svelte.ts';
import { speech, t } from '../texts/language.svelte.ts';
import { ariaShortcut, capsOf } from './caps.ts';
import { keyPreferences } from './preferences.svelte.ts';
import type { KeyId, KeyPlace } from './registry.ts';
import { KEY_IDS, KEY_PLACES, KEYS } from './registry.ts';

/** True on a Mac, where Ctrl is Cmd and caps are signs. */
export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

const words = () => speech.pack.texts.keys.caps;

/** Caps of any binding, in the user's language. */
export const capsOfBinding = (binding: string): string[] => capsOf(binding, words(), isMac);

/** The caps of an act's first key; none where the user switched it off. */
export const capsFor = (id: KeyId): string[] => {
  const [first] = keyPreferences.pressesOf(id);
  return first === undefined ? [] : capsOfBinding(first);
};

/** `aria-keyshortcuts` of an act. */
export const shortcutFor = (id: KeyId): string | undefined => {
  const shortcuts = keyPreferences.pressesOf(id).map((press) => ariaShortcut(press, isMac));
  return shortcuts.filter((shortcut) => shortcut !== undefined).join(' ') || undefined;
};

export type SheetLine = { id: KeyId; text: string; alternatives: string[][] };
export type SheetGroup = { where: KeyPlace; title: string; lines: SheetLine[] };

/** The sheet behind "?": every key under its heading, narrowed by a word of its text or its cap. */
export const keySheet = (search = ''): SheetGroup[] => {
  const wanted = search.trim().toLocaleLowerCase();
  const groups = KEY_PLACES.map((where): SheetGroup => {
    const lines = KEY_IDS.filter((id) => KEYS[id].where === where).map((id): SheetLine => {
      const text = t(KEYS[id].text as TextKey & `keys.acts.${string}`);
      return { id, text, alternatives: keyPreferences.pressesOf(id).map(capsOfBinding) };
    });
    const fits = ({ text, alternatives }: SheetLine) =>
      alternatives.length > 0 &&
      (text.toLocaleLowerCase().includes(wanted) ||
        alternatives.some((caps) => caps.join(' ').toLocaleLowerCase() === wanted));
    return { where, title: t(`keys.where.${where}`), lines: lines.filter(fits) };
  });
  return groups.filter((group) => group.lines.length > 0);
};
