/** A text that changes with a number `n`: one form for each plural category the language has (`Intl.PluralRules`). */
export type Plural = { readonly $n: { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>> };
export type Texts = { readonly [key: string]: string | Plural | Texts };

/** Marks forms of one text by number; what is written literally stays known to the compiler. */
export const plural = <const F extends Plural['$n']>(forms: F): { readonly $n: F } => ({ $n: forms });

/** Dotted keys of all texts: `'tickets.empty.title'`. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

type At<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never;
type Placeholder<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type ArgumentsIn<Leaf> = Leaf extends { readonly $n: infer Forms }
  ? { n: number } & { [Name in Exclude<Placeholder<Forms[keyof Forms]>, 'n'>]: string | number }
  : { [Name in Placeholder<Leaf>]: string | number };

/** What has to be handed over with a key: nothing, or one object with a value for each `{name}` of the text. */
export type ArgumentsOf<T, K extends string> = keyof ArgumentsIn<At<T, K>> extends never
  ? []
  : [values: ArgumentsIn<At<T, K>>];

/** The shape another language has to have, to the last key: `export const pl = { … } satisfies Translation<typeof en>`. */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends Plural ? Plural : Translation<T[K]>;
};

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

const remembered = <V>(store: Map<string, V>, locale: string, make: (locale: string) => V): V => {
  const known = store.get(locale) ?? make(locale);
  store.set(locale, known);
  return known;
};

/** A number with the language's separators; a string as it is. */
const shown = (value: string | number, locale: string) =>
  typeof value === 'string'
    ? value
    : remembered(numbers, locale, (l) => new Intl.NumberFormat(l, { maximumFractionDigits: 3 })).format(value);

/** The leaf at a dotted key, or undefined where there is none. */
const leafAt = (texts: Texts, key: string): string | Plural | undefined => {
  let here: string | Plural | Texts | undefined = texts;
  for (const part of key.split('.')) {
    if (typeof here !== 'object' || !Object.hasOwn(here, part)) return undefined;
    here = (here as Texts)[part];
  }
  return typeof here === 'string' || (here !== undefined && '$n' in here) ? (here as string | Plural) : undefined;
};

/**
 * The text of a key in one language, with values put in.
 * Values are put in once and literally: a value that looks like `{n}` stays so. An unknown key throws.
 */
export const translate = (
  texts: Texts,
  locale: string,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string => {
  const leaf = leafAt(texts, key);
  if (leaf === undefined) throw new Error(`no text for ${key}`);
  let text: string;
  if (typeof leaf === 'string') text = leaf;
  else {
    const form = remembered(rules, locale, (l) => new Intl.PluralRules(l)).select(Number(values['n']));
    text = leaf.$n[form] ?? leaf.$n.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : shown(value, locale);
  });
};
