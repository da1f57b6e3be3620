/** Words on key caps, in the user's language: `{ Enter: '↵', Shift: 'Shift', … }`. */
export type CapWords = Readonly<Record<string, string>>;

const MAC: CapWords = { Meta: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' };
const MODIFIERS = ['Control', 'Meta', 'Alt', 'Shift'];
/** Signs that need Shift on some layouts are shown bare. */
const REGULAR = /^\(\[(\w)-(\w)\]\)$/;

/** Presses of a binding with their modifiers in the order of the caps; `$mod` is told apart by platform. */
const pressesOf = (binding: string, mac: boolean) =>
  binding.split(' ').map((press) => {
    const parts = press.split('+').filter((part) => !part.startsWith('['));
    const key = parts.pop() ?? '';
    const held = parts.map((part) => (part === '$mod' ? (mac ? 'Meta' : 'Control') : part));
    return { held: MODIFIERS.filter((modifier) => held.includes(modifier)), key };
  });

const shownKey = (key: string, words: CapWords): string => {
  const range = REGULAR.exec(key);
  if (range) return `${range[1]} – ${range[2]}`;
  return words[key] ?? (key.length === 1 ? key.toUpperCase() : key);
};

/** The caps of one binding, one for each press: `['Ctrl Shift ↵']`, on a Mac `['⇧⌘↵']`, for a sequence `['G', 'T']`. */
export const capsOf = (binding: string, words: CapWords, mac: boolean): string[] =>
  pressesOf(binding, mac).map(({ held, key }) => {
    const cap = shownKey(key, words);
    if (!mac) return [...held.map((modifier) => words[modifier] ?? modifier), cap].join(' ');
    return (
      ['Control', 'Alt', 'Shift', 'Meta']
        .filter((m) => held.includes(m))
        .map((m) => MAC[m] ?? m)
        .join('') + cap
    );
  });

/** `aria-keyshortcuts` for a binding; nothing for a sequence or a range, which the attribute cannot say. */
export const ariaShortcut = (binding: string, mac: boolean): string | undefined => {
  if (binding.includes(' ') || binding.includes('(')) return undefined;
  const [press] = pressesOf(binding, mac);
  return press && [...press.held, press.key].join('+');
};
