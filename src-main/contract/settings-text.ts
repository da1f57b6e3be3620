import * as v from 'valibot';
import { call } from './call.ts';
import type { Job } from './terms.ts';
import { FileToken, Line } from './terms.ts';

/** Parts of the settings of an office as plain text, in the order in which they are written. */
export const SETTING_PARTS = ['office', 'statement', 'priority', 'status', 'category', 'field'] as const;
export type SettingPart = (typeof SETTING_PARTS)[number];

/** Why a line of a settings text does not come in; the others do. */
export const SETTING_TROUBLES = [
  'not-a-setting',
  'unknown-part',
  'unknown-key',
  'key-twice',
  'row-twice',
  'no-name',
  'value',
  'too-long',
  'empty',
  'unknown-zone',
  'no-such-priority',
  'no-such-category',
  'status-needed',
  'field-has-values',
  'no-options',
  'name-taken',
  'one-needed',
] as const;
export type SettingTrouble = (typeof SETTING_TROUBLES)[number];

/** `part` is empty for a line that stands in none, `key` for the row as a whole. */
export type RefusedSetting = {
  line: number;
  part: SettingPart | '';
  row: string;
  key: string;
  trouble: SettingTrouble;
};
/** One value that becomes another; `from` null: the row is new. `key` is one of the file, `order` or `in-use`. */
export type SettingChange = {
  line: number;
  part: SettingPart;
  /** The row's name; empty for the office itself and for an order. */
  row: string;
  key: string;
  from: string | null;
  to: string;
};
export type SettingsPreview = {
  changes: SettingChange[];
  refused: RefusedSetting[];
  /** Values of the file that are here already. */
  same: number;
  /** Of what would be changed; loading asks for the same. */
  stamp: string;
};

export const settingsTextCalls = {
  /** What loading a settings text would change. Refused `unreadable` (`settings-…`) for a file that is none. */
  previewSettings: call<SettingsPreview>()(v.strictObject({ file: FileToken })),
  /** Loads it. Refused `changed-meanwhile` when something changed since the preview. */
  loadSettings: call<{ changes: number }>()(
    v.strictObject({ file: FileToken, stamp: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  ),
};

/**
 * Saves the settings as plain text where the user says. Long work; null: cancelled at the dialog. `words`: comments in the
 * user's language, by `head`, the part, and `part.key`.
 */
export const saveSettings = call<Job | null>()(
  v.strictObject({ words: v.record(v.pipe(v.string(), v.maxLength(60)), Line(2_000)) }),
);
