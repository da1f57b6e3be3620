import * as v from 'valibot';
import { call } from './call.ts';
import { settingsTextCalls } from './settings-text.ts';
import { Body, FilledLine, Id, Line, Version } from './terms.ts';

export const FIELD_KINDS = ['text', 'textarea', 'radio', 'select', 'checkbox', 'email', 'date', 'hidden'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export const DATE_FORMATS = ['d MMM yyyy', 'dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy-MM-dd'] as const;

export type Category = {
  id: number;
  name: string;
  position: number;
  isPrivate: boolean;
  isDefault: boolean;
  ownerId: number | null;
  priorityId: number | null;
  dueDays: number | null;
  archived: boolean;
  tickets: number;
};
export type Priority = {
  id: number;
  name: string;
  position: number;
  colour: string;
  mark: 'critical' | 'high' | 'medium' | 'low';
  isDefault: boolean;
  archived: boolean;
};
export type Status = {
  id: number;
  name: string;
  position: number;
  colour: string;
  role: 'new' | 'waiting' | 'replied' | 'resolved' | 'progress' | 'hold' | 'custom';
  open: boolean;
  archived: boolean;
};
export type CustomField = {
  id: number;
  name: string;
  kind: FieldKind;
  options: string[];
  hint: string;
  position: number;
  staffOnly: boolean;
  required: boolean;
  personal: boolean;
  categories: number[] | 'all';
  archived: boolean;
};
export type StaffFacts = { id: number; name: string; initials: string; role: string; deactivated: boolean };

export const OfficeFacts = v.strictObject({
  name: FilledLine(200),
  address: v.pipe(Body, v.maxLength(2_000)),
  email: Line(),
  phone: Line(),
  website: Line(),
  zone: v.pipe(
    v.string(),
    v.maxLength(64),
    v.check((zone) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone });
        return true;
      } catch {
        return false;
      }
    }, 'unknown-zone'),
  ),
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  region: v.pipe(v.string(), v.regex(/^([A-Z]{2}-[A-Z0-9]{1,3})?$/)),
  phoneCountry: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  paper: v.picklist(['A4', 'Letter']),
  dateFormat: v.picklist(DATE_FORMATS),
  paperFooter: v.pipe(Body, v.maxLength(500)),
  authority: v.pipe(Body, v.maxLength(2_000)),
  privacyContact: Line(),
  privacyNotice: v.pipe(Body, v.maxLength(20_000)),
  /** Minutes in which staff may correct their own replies and notes; 0: never, null: always. */
  correctOwnMinutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5_256_000))),
  backupDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366)),
  backupMonths: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120)),
});
export type OfficeFacts = v.InferOutput<typeof OfficeFacts>;
export const OFFICE_FACTS = Object.keys(OfficeFacts.entries) as (keyof OfficeFacts)[];

/** Everything of the office that every screen needs; read once and after each change. */
export type OfficeSettings = {
  uid: string;
  version: number;
  facts: OfficeFacts;
  categories: Category[];
  priorities: Priority[];
  statuses: Status[];
  fields: CustomField[];
  staff: StaffFacts[];
  me: StaffFacts & { permissions: string[] };
};

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
const flag = v.optional(v.boolean(), false);
/** Values of the lists' rows, as far as they lead to no other row. */
export const CATEGORY_VALUES = {
  name: FilledLine(200),
  isPrivate: flag,
  isDefault: flag,
  dueDays: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3_660))), null),
};
export const PRIORITY_VALUES = {
  name: FilledLine(200),
  colour,
  mark: v.picklist(['critical', 'high', 'medium', 'low']),
  isDefault: flag,
};
export const STATUS_VALUES = { name: FilledLine(200), colour, open: v.boolean() };
export const FIELD_VALUES = {
  name: FilledLine(200),
  kind: v.picklist(FIELD_KINDS),
  options: v.optional(v.pipe(v.array(FilledLine(200)), v.maxLength(500)), []),
  hint: v.optional(Line(), ''),
  staffOnly: flag,
  required: flag,
  personal: v.boolean(),
};

export const office = {
  ...settingsTextCalls,
  settings: call<OfficeSettings>()(v.optional(v.strictObject({}))),
  change: call<{ version: number }>()(v.strictObject({ version: Version, facts: v.partial(OfficeFacts) })),
  saveCategory: call<{ id: number }>()(
    v.strictObject({
      id: v.optional(Id),
      ...CATEGORY_VALUES,
      ownerId: v.optional(v.nullable(Id), null),
      priorityId: v.optional(v.nullable(Id), null),
    }),
  ),
  savePriority: call<{ id: number }>()(v.strictObject({ id: v.optional(Id), ...PRIORITY_VALUES })),
  saveStatus: call<{ id: number }>()(v.strictObject({ id: v.optional(Id), ...STATUS_VALUES })),
  saveField: call<{ id: number }>()(
    v.strictObject({
      id: v.optional(Id),
      ...FIELD_VALUES,
      categories: v.union([v.literal('all'), v.pipe(v.array(Id), v.minLength(1), v.maxLength(1_000))]),
    }),
  ),
  /** How many tickets lean on each row of a kind, by id; rows nobody uses are left out. */
  usage: call<Record<number, number>>()(
    v.strictObject({ what: v.picklist(['categories', 'priorities', 'statuses', 'fields']) }),
  ),
  /** New order of all rows of a kind, by id. */
  arrange: call<null>()(
    v.strictObject({
      what: v.picklist(['categories', 'priorities', 'statuses', 'fields']),
      ids: v.pipe(v.array(Id), v.minLength(1), v.maxLength(10_000)),
    }),
  ),
  /** Rows in use are archived (kept for old tickets, offered no more); unused ones go. The last open and the last closed status stay. */
  retire: call<{ archived: boolean }>()(
    v.strictObject({ what: v.picklist(['categories', 'priorities', 'statuses', 'fields']), id: Id }),
  ),
  bringBack: call<null>()(
    v.strictObject({ what: v.picklist(['categories', 'priorities', 'statuses', 'fields']), id: Id }),
  ),
};
