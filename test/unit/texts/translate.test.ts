import { describe, expect, expectTypeOf, test } from 'vitest';
import { ERROR_CODES } from '../../../src-main/contract/errors.ts';
import { en } from '../../../src-renderer/texts/en.ts';
import { LANGUAGES, type TextKey } from '../../../src-renderer/texts/language.svelte.ts';
import type { ArgumentsOf, Translation } from '../../../src-renderer/texts/translate.ts';
import { plural, translate, type Plural, type Texts } from '../../../src-renderer/texts/translate.ts';

const sample = {
  plain: 'Nothing here',
  greeting: 'For {who}, from {sender}',
  deep: { count: plural({ one: '{n} ticket of {who}', other: '{n} tickets of {who}' }) },
} as const;

/** Every leaf with its dotted key. */
const leaves = (texts: Texts, path = ''): [string, string | Plural][] =>
  Object.entries(texts).flatMap(([name, value]): [string, string | Plural][] =>
    typeof value === 'string' || '$n' in value
      ? [[path + name, value as string | Plural]]
      : leaves(value, `${path}${name}.`),
  );
const namesIn = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
const formsOf = (leaf: string | Plural) => (typeof leaf === 'string' ? [leaf] : Object.values(leaf.$n));

describe('texts', () => {
  test('a text takes its values', () => {
    expect(translate(sample, 'en-GB', 'plain')).toBe('Nothing here');
    expect(translate(sample, 'en-GB', 'greeting', { who: 'Anna', sender: 'Ben' })).toBe('For Anna, from Ben');
  });

  test('a value that looks like a placeholder stays as it was typed', () => {
    expect(translate(sample, 'en-GB', 'greeting', { who: '{sender}', sender: '$& $1' })).toBe(
      'For {sender}, from $& $1',
    );
  });

  test('the number chooses the form and is written as the language writes it', () => {
    expect(translate(sample, 'en-GB', 'deep.count', { n: 1, who: 'Anna' })).toBe('1 ticket of Anna');
    expect(translate(sample, 'en-GB', 'deep.count', { n: 48_212, who: 'Anna' })).toBe('48,212 tickets of Anna');
  });

  test('Polish has its own forms for few and many', () => {
    const polish = { files: plural({ one: '{n} plik', few: '{n} pliki', many: '{n} plików', other: '{n} pliku' }) };
    const said = [1, 3, 5, 22, 1.5].map((n) => translate(polish, 'pl', 'files', { n }));
    expect(said).toEqual(['1 plik', '3 pliki', '5 plików', '22 pliki', '1,5 pliku']);
  });

  test('a key that names no text is an error, also one that every object has', () => {
    for (const key of ['deep', 'deep.missing', 'constructor', 'plain.length', '__proto__', ''])
      expect(() => translate(sample, 'en-GB', key), key).toThrow('no text');
  });

  test('the compiler knows keys and values', () => {
    expectTypeOf<'common.save'>().toExtend<TextKey>();
    expectTypeOf<'common.missing'>().not.toExtend<TextKey>();
    expectTypeOf<ArgumentsOf<typeof sample, 'plain'>>().toEqualTypeOf<[]>();
    expectTypeOf<{ who: string; sender: string }>().toExtend<ArgumentsOf<typeof sample, 'greeting'>[0]>();
    expectTypeOf<{ who: string }>().not.toExtend<ArgumentsOf<typeof sample, 'greeting'>[0]>();
    expectTypeOf<{ n: string; who: string }>().not.toExtend<ArgumentsOf<typeof sample, 'deep.count'>[0]>();
    type Sample = Translation<typeof sample>;
    expectTypeOf<{ plain: string; greeting: string }>().not.toExtend<Sample>();
  });

  test('every code of a refusal has its sentence', () => {
    expect(Object.keys(en.errors).sort()).toEqual([...ERROR_CODES].sort());
  });
});

describe.each(Object.entries(LANGUAGES))('the language %s', (_code, { locale, texts }) => {
  const english = new Map(leaves(en));
  const own = new Map(leaves(texts));

  test('has every text and no other', () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('has a form for each category of its numbers', () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, leaf] of own)
      if (typeof leaf !== 'string') expect(Object.keys(leaf.$n), key).toEqual(expect.arrayContaining(categories));
  });

  test('uses the values English uses', () => {
    for (const [key, leaf] of own) {
      const known = english.get(key);
      const wanted = new Set(known === undefined ? [] : formsOf(known).flatMap((form) => [...namesIn(form)]));
      for (const form of formsOf(leaf)) for (const name of namesIn(form)) expect(wanted, key).toContain(name);
    }
  });

  test('blames nobody, pleads with nobody, shouts at nobody', () => {
    for (const [key, leaf] of own)
      for (const form of formsOf(leaf)) expect(form, key).not.toMatch(/\bplease\b|\boops\b|!|compliant|irreversible/i);
  });
});
