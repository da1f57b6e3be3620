import * as v from 'valibot';
import {
  CATEGORY_VALUES,
  FIELD_VALUES,
  OFFICE_FACTS,
  OfficeFacts,
  PRIORITY_VALUES,
  STATUS_VALUES,
} from '../../contract/office.ts';
import { SETTING_PARTS, type SettingPart } from '../../contract/settings-text.ts';
import { Body, FilledLine } from '../../contract/terms.ts';

/** Written in the first line, read from it. */
export const FORM = 1;
export const HEAD_LINE = /^#\s*Paperdesk settings, form (\d{1,6})\s*$/;

export type Value = string | number | boolean | null | string[];
/** How a value stands in the text: as it is, as digits, as yes or no, or as lines of a block. */
type As = 'text' | 'number' | 'flag' | 'lines';
export type Key = { key: string; as: As; rule: v.GenericSchema<unknown, Value> };

const key = (name: string, as: As, rule: v.GenericSchema<unknown, Value>): Key => ({ key: name, as, rule });
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The facts of the office by their keys: `phone-country` for `phoneCountry`. */
export const FACTS_BY_KEY: ReadonlyMap<string, keyof OfficeFacts> = new Map(
  OFFICE_FACTS.map((fact) => [kebab(fact), fact]),
);
const factKeys = [...FACTS_BY_KEY].map(([name, fact]) => {
  const rule = OfficeFacts.entries[fact];
  return key(name, v.is(rule, 1) ? 'number' : 'text', rule);
});

/** Names of rows in lists; those of other rows are looked up when the text is compared. */
const Names = v.array(FilledLine(200));

/** The keys of each part, in the order in which they are written. */
export const KEYS: Record<SettingPart, readonly Key[]> = {
  office: factKeys,
  statement: [key('name', 'text', FilledLine(200)), key('text', 'text', Body)],
  priority: [
    key('name', 'text', PRIORITY_VALUES.name),
    key('colour', 'text', PRIORITY_VALUES.colour),
    key('mark', 'text', PRIORITY_VALUES.mark),
    key('first-choice', 'flag', PRIORITY_VALUES.isDefault),
  ],
  status: [
    key('name', 'text', STATUS_VALUES.name),
    key('colour', 'text', STATUS_VALUES.colour),
    key('open', 'flag', STATUS_VALUES.open),
    key('does', 'text', v.picklist(['new', 'waiting', 'replied', 'resolved', 'progress', 'hold', 'custom'])),
  ],
  category: [
    key('name', 'text', CATEGORY_VALUES.name),
    key('staff-only', 'flag', CATEGORY_VALUES.isPrivate),
    key('first-choice', 'flag', CATEGORY_VALUES.isDefault),
    key('priority', 'text', v.union([v.literal(''), FilledLine(200)])),
    key('due-days', 'number', CATEGORY_VALUES.dueDays),
  ],
  field: [
    key('name', 'text', FIELD_VALUES.name),
    key('kind', 'text', FIELD_VALUES.kind),
    key('choices', 'lines', FIELD_VALUES.options),
    key('hint', 'text', FIELD_VALUES.hint),
    key('staff-only', 'flag', FIELD_VALUES.staffOnly),
    key('needed', 'flag', FIELD_VALUES.required),
    key('personal', 'flag', FIELD_VALUES.personal),
    key('categories', 'lines', v.union([v.literal('all'), v.pipe(Names, v.minLength(1), v.maxLength(1_000))])),
  ],
};

export const isPart = (name: string): name is SettingPart => SETTING_PARTS.some((part) => part === name);

/** A value as it is shown to people, on one line. */
export const shown = (value: Value): string =>
  Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : value === null
        ? ''
        : String(value);
