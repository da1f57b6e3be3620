/** A generator of numbers from 0 to 1 (mulberry32): the same seed, the same office. */
export type Chance = () => number;
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Chance, end: number): number => Math.floor(random() * end);
export function oneOf<T>(random: Chance, list: readonly T[]): T {
  const one = list[below(random, list.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

const BEGINNINGS = [
  'b',
  'br',
  'd',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'k',
  'kl',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
  'w',
  'z',
  '',
];
const MIDDLES = ['a', 'e', 'i', 'o', 'u', 'a', 'e', 'i', 'ä', 'ö', 'ü', 'ei', 'au', 'ie', 'é', 'ø'];
const ENDS = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'rk', 'nd', 'ng', 'sch', 'tz'];

/** A word that can be said, of two to four syllables. */
export function madeUp(random: Chance): string {
  let word = '';
  for (let syllables = 2 + below(random, 3); syllables > 0; syllables -= 1)
    word += oneOf(random, BEGINNINGS) + oneOf(random, MIDDLES) + (random() < 0.5 ? oneOf(random, ENDS) : '');
  return word;
}

const VOCABULARY = 20_000;
const SHARES = 1 << 17;

/** The word that stands in every fifth ticket, and in no text otherwise. */
export const FREQUENT = 'boilerhouse';
/** A phrase that stands in one ticket of a hundred. */
export const PHRASE = 'the valve under the stairs';
/** A word that stands in one ticket of a thousand. */
export const RARE = 'thermocouple';

/** Texts whose words are as frequent as in a language (Zipf): the n-th word one n-th as often as the first. */
export class Texts {
  readonly #random: Chance;
  readonly #shares: string[] = [];
  constructor(random: Chance) {
    this.#random = random;
    const words = [...new Set(Array.from({ length: VOCABULARY * 2 }, () => madeUp(random)))].slice(0, VOCABULARY);
    const whole = words.reduce((sum, _, n) => sum + 1 / (n + 1), 0);
    let share = 0;
    for (const [n, word] of words.entries()) {
      share += 1 / (n + 1) / whole;
      while (this.#shares.length < share * SHARES) this.#shares.push(word);
    }
  }
  word(): string {
    return this.#shares[below(this.#random, this.#shares.length)] ?? '';
  }
  /** Sentences of at least `length` characters together, cut there. */
  text(length: number, with_: readonly string[] = []): string {
    const parts = [...with_];
    let reached = parts.join(' ').length;
    for (let n = 1; reached < length; n += 1) {
      const word = this.word();
      parts.push(n % 12 === 0 ? `${word}.` : word);
      reached += word.length + 1;
    }
    return parts.join(' ').slice(0, length);
  }
}
