import type { SettingPart } from '../../contract/settings-text.ts';
import { SETTING_PARTS } from '../../contract/settings-text.ts';
import type { Row, Settings } from './current.ts';
import { FORM, KEYS, shown, type Key, type Value } from './form.ts';

/** Comments by `head`, the part, and `part.key`. */
export type Words = Readonly<Record<string, string>>;

const COMMENT_WIDTH = 100;

/** A comment in lines of some hundred characters. */
function comment(words: string | undefined): string[] {
  const lines: string[] = [];
  for (const word of (words ?? '').split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < COMMENT_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}

/** `key = value`, or below the key a line for each line of it, so that nothing needs an escape. */
function entry({ key, as }: Key, value: Value): string[] {
  const block = Array.isArray(value) ? value : null;
  const text = block === null ? shown(value) : '';
  if (block === null && !text.includes('\n') && text === text.trim())
    return [text === '' ? `${key} =` : `${key} = ${text}`];
  const lines = block ?? (as === 'lines' ? [text] : text.split('\n'));
  return [`${key} =`, ...lines.map((line) => (line === '' ? '|' : `| ${line}`))];
}

function row(part: SettingPart, values: Row, words: Words | null): string[] {
  return [
    `[${part}]`,
    ...KEYS[part].flatMap((key) => {
      const value = values.get(key.key);
      if (value === undefined) return [];
      return [...(words ? comment(words[`${part}.${key.key}`]) : []), ...entry(key, value)];
    }),
    '',
  ];
}

/**
 * The settings of an office as text for people: parts in brackets, `key = value`, longer values as lines after a bar,
 * comments after a number sign. The comments of a key stand at its first row.
 */
export function settingsText(settings: Settings, words: Words): string {
  const lines = [`# Paperdesk settings, form ${FORM}`, ...comment(words['head']), ''];
  for (const part of SETTING_PARTS) {
    const rows = settings[part];
    if (rows.length === 0) continue;
    lines.push(...comment(words[part]));
    for (const [nth, values] of rows.entries()) lines.push(...row(part, values, nth === 0 ? words : null));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
