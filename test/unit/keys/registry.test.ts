import { describe, expect, test } from 'vitest';
import { parseKeybinding } from 'tinykeys';
import { ariaShortcut, capsOf } from '../../../src-renderer/keys/caps.ts';
import type { KeyEntry } from '../../../src-renderer/keys/registry.ts';
import { isSingle, KEY_IDS, KEY_PLACES, KEYS } from '../../../src-renderer/keys/registry.ts';
import { idsByPress } from '../../../src-renderer/keys/scopes.ts';
import { keySheet } from '../../../src-renderer/keys/shown.ts';
import { en } from '../../../src-renderer/texts/en.ts';

const words = en.keys.caps;
const entries = KEY_IDS.map((id): [string, KeyEntry] => [id, KEYS[id]]);

describe('the list of keys', () => {
  test('no two acts of one place share a press', () => {
    for (const place of KEY_PLACES) {
      const presses = entries.filter(([, { where }]) => where === place).flatMap(([, { keys }]) => keys);
      expect(new Set(presses).size, place).toBe(presses.length);
    }
  });

  test('lists and tickets, which are used together, share no press', () => {
    const inLists = ['everywhere', 'go', 'list', 'tickets'];
    const presses = entries.filter(([, { where }]) => inLists.includes(where)).flatMap(([, { keys }]) => keys);
    expect(new Set(presses).size).toBe(presses.length);
  });

  test('every press can be read by the library that listens for it', () => {
    for (const [id, { keys }] of entries)
      for (const press of keys) for (const [, , key] of parseKeybinding(press)) expect(key, id).not.toBe('');
  });

  test('single keys are known as such, so that no field loses a letter', () => {
    for (const single of ['j', 'Shift+j', '[Shift]+?', 'g t', 'Delete', 'Enter', 'ArrowDown', '([1-9])', 'Space'])
      expect(isSingle(single), single).toBe(true);
    for (const held of ['$mod+n', 'Alt+([1-5])', 'F6', 'Shift+F6', 'Escape', '$mod+Shift+Enter'])
      expect(isSingle(held), held).toBe(false);
  });

  test('anonymising has no key', () => {
    expect(KEY_IDS.filter((id) => /anonym|erase|purge/i.test(id))).toEqual([]);
  });

  test('a sequence is listened for before its last letter alone', () => {
    const presses = idsByPress(KEY_IDS, (id) => KEYS[id].keys).map(([press]) => press);
    expect(presses.indexOf('g t')).toBeLessThan(presses.indexOf('t'));
    expect(presses.indexOf('g p')).toBeLessThan(presses.indexOf('p'));
  });

  test('the sheet shows every key under its heading, and can be searched by word and by cap', () => {
    expect(
      keySheet()
        .flatMap(({ lines }) => lines.map(({ id }) => id))
        .sort(),
    ).toEqual([...KEY_IDS].sort());
    expect(keySheet('REPLY').flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(['reply']);
    expect(keySheet('del').flatMap(({ lines }) => lines.map(({ id }) => id))).toEqual(['delete']);
    expect(keySheet('no such thing')).toEqual([]);
  });
});

describe('caps', () => {
  test.each([
    ['$mod+Shift+Enter', ['Ctrl Shift ↵'], ['⇧⌘↵']],
    ['Shift+$mod+n', ['Ctrl Shift N'], ['⇧⌘N']],
    ['g t', ['G', 'T'], ['G', 'T']],
    ['[Shift]+?', ['?'], ['?']],
    ['([1-9])', ['1 – 9'], ['1 – 9']],
    ['Alt+([1-5])', ['Alt 1 – 5'], ['⌥1 – 5']],
    ['Delete', ['Del'], ['Del']],
    ['$mod+,', ['Ctrl ,'], ['⌘,']],
    ['F6', ['F6'], ['F6']],
  ])('%s', (binding, elsewhere, mac) => {
    expect(capsOf(binding, words, false)).toEqual(elsewhere);
    expect(capsOf(binding, words, true)).toEqual(mac);
  });

  test('are told to those who do not see them', () => {
    expect(ariaShortcut('$mod+Shift+Enter', false)).toBe('Control+Shift+Enter');
    expect(ariaShortcut('$mod+e', true)).toBe('Meta+e');
    expect(ariaShortcut('g t', false)).toBeUndefined();
  });
});
