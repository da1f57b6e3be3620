import * as v from 'valibot';
import type { RefusedSetting, SettingPart, SettingTrouble } from '../../contract/settings-text.ts';
import { Refused } from '../../store/index.ts';
import { FORM, HEAD_LINE, isPart, KEYS, type Key, type Value } from './form.ts';

/** The largest settings text that is read, in bytes. */
export const LARGEST = 5_000_000;

export type Given = { line: number; value: Value };
export type GivenRow = { part: SettingPart; line: number; values: Map<string, Given> };
export type ReadSettings = { rows: GivenRow[]; refused: RefusedSetting[] };

type Raw = { key: string; line: number; inline: string; block: string[] };
type RawRow = { part: SettingPart; line: number; entries: Raw[] };

/**
 * The bytes of a settings text as its values, each with its line. What a line cannot be is told and left out.
 * @throws Refused `unreadable`: `settings-not-ours`, `settings-not-text`; `newer-version`: `settings-newer`
 */
export function readSettingsText(bytes: Uint8Array): ReadSettings {
  const lines = linesOf(bytes);
  const [, form] = HEAD_LINE.exec(lines[0] ?? '') ?? [];
  if (form === undefined) throw new Refused('unreadable', { reason: 'settings-not-ours' });
  if (Number(form) > FORM) throw new Refused('newer-version', { reason: 'settings-newer' });
  const refused: RefusedSetting[] = [];
  const rows = rawRows(lines, refused).map((raw) => rowOf(raw, refused));
  return { rows, refused };
}

function linesOf(bytes: Uint8Array): string[] {
  try {
    return new TextDecoder('utf-8', { fatal: true })
      .decode(bytes)
      .replace(/\r\n?/g, '\n')
      .replaceAll('\0', '')
      .split('\n');
  } catch {
    throw new Refused('unreadable', { reason: 'settings-not-text' });
  }
}

const refusal = (
  line: number,
  trouble: SettingTrouble,
  part: SettingPart | '' = '',
  row = '',
  key = '',
): RefusedSetting => ({
  line,
  part,
  row,
  key,
  trouble,
});

/** Parts, keys and blocks, before anything is asked of the values. A part that is unknown takes its lines along. */
function rawRows(lines: readonly string[], refused: RefusedSetting[]): RawRow[] {
  const rows: RawRow[] = [];
  let row: RawRow | 'unknown' | null = null;
  let last: Raw | null = null;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const [, bar] = /^\| ?(.*)$/su.exec(text) ?? [];
    if (bar !== undefined && (last || row === 'unknown')) {
      last?.block.push(bar);
      continue;
    }
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    const [, part] = /^\s*\[\s*(.*?)\s*\]\s*$/u.exec(text) ?? [];
    const [, key, inline] = /^\s*([\w-]+)\s*=(.*)$/u.exec(text) ?? [];
    last = null;
    if (part !== undefined) {
      row = isPart(part) ? { part, line, entries: [] } : 'unknown';
      if (row === 'unknown') refused.push(refusal(line, 'unknown-part'));
      else rows.push(row);
    } else if (row === 'unknown') continue;
    else if (row && key !== undefined && inline !== undefined) {
      last = { key: key.toLowerCase(), line, inline: inline.trim(), block: [] };
      row.entries.push(last);
    } else refused.push(refusal(line, 'not-a-setting', row?.part ?? ''));
  }
  return rows;
}

function rowOf({ part, line, entries }: RawRow, refused: RefusedSetting[]): GivenRow {
  const values = new Map<string, Given>();
  const name = entries.find(({ key }) => key === 'name' && part !== 'office')?.inline.slice(0, 200) ?? '';
  for (const raw of entries) {
    const key = KEYS[part].find((one) => one.key === raw.key);
    const tell = (trouble: SettingTrouble) =>
      refused.push(refusal(raw.line, trouble, part, name, raw.key.slice(0, 60)));
    if (!key) tell('unknown-key');
    else if (values.has(raw.key)) tell('key-twice');
    else {
      const read = v.safeParse(key.rule, valueOf(key, raw));
      if (read.success) values.set(raw.key, { line: raw.line, value: read.output });
      else tell(troubleOf(read.issues[0]));
    }
  }
  return { part, line, values };
}

/** Fails by every rule. */
const BOTH = Symbol('a value beside the key and one below it');

/** What a key's line and block say; what is neither a number nor yes or no stays as it is, for the rule to refuse. */
function valueOf({ as }: Key, { inline, block }: Raw): unknown {
  if (inline !== '' && block.length > 0) return BOTH;
  if (as === 'lines') return block.length > 0 ? block : inline === '' ? [] : inline;
  const text = block.length > 0 ? block.join('\n') : inline;
  if (as === 'number') return text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (as === 'flag') return text === 'yes' ? true : text === 'no' ? false : text;
  return text;
}

function troubleOf({ message }: { message: string }): SettingTrouble {
  return message === 'too-long' || message === 'empty' || message === 'unknown-zone' ? message : 'value';
}
