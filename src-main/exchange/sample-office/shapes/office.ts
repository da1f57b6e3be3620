import * as v from 'valibot';
import { Colour, Count, Day, StaffId, Text } from './words.ts';

const Priority = v.strictObject({
  id: Text,
  name: Text,
  order: Count,
  colour: Colour,
  dueWithin: v.nullable(Text),
  default: v.optional(v.boolean(), false),
});

const Status = v.strictObject({
  id: Text,
  name: Text,
  hesk: v.nullable(Count),
  open: v.boolean(),
  colour: Colour,
  meaning: v.optional(Text),
});

const Category = v.strictObject({
  id: Text,
  name: Text,
  owner: v.nullable(StaffId),
  priority: Text,
  keep: Text,
  private: v.optional(v.boolean(), false),
});

const CustomField = v.strictObject({
  id: Text,
  name: Text,
  type: v.picklist(['text', 'textarea', 'radio', 'select', 'checkbox', 'email', 'date', 'hidden']),
  options: v.optional(v.array(Text), []),
  categories: v.union([v.literal('all'), v.array(Text)]),
  for: v.picklist(['all', 'staff']),
  required: v.boolean(),
  personal: v.boolean(),
  hint: v.optional(Text),
});

const Staff = v.strictObject({
  id: StaffId,
  name: Text,
  short: Text,
  username: Text,
  email: v.pipe(v.string(), v.email()),
  phone: Text,
  role: Text,
  function: Text,
  since: Day,
  until: v.nullable(Day),
  active: v.boolean(),
  signature: Text,
  tenant: v.optional(Text),
});

const CannedAnswer = v.strictObject({ id: Text, title: Text, category: Text, text: Text });

const TicketTemplate = v.strictObject({
  id: Text,
  name: Text,
  category: Text,
  priority: Text,
  subject: Text,
  message: Text,
});

const Article = v.strictObject({
  id: Text,
  title: Text,
  visibility: v.picklist(['public', 'private', 'draft']),
  category: Text,
  text: Text,
});

const SavedView = v.strictObject({
  name: Text,
  filter: v.record(v.string(), v.union([v.string(), v.boolean(), v.array(v.string())])),
});

/** `office.json`: the office itself and everything it sets up once. */
export const OfficeShape = v.strictObject({
  name: Text,
  legalName: Text,
  about: Text,
  address: v.strictObject({ street: Text, postcode: Text, city: Text, country: v.pipe(v.string(), v.length(2)) }),
  phone: Text,
  emergencyPhone: Text,
  email: v.pipe(v.string(), v.email()),
  website: v.pipe(v.string(), v.url()),
  bankAccount: v.strictObject({ holder: Text, iban: Text }),
  timeZone: Text,
  language: Text,
  paper: v.picklist(['A4', 'Letter']),
  holidays: v.strictObject({ region: Text, also: v.array(v.strictObject({ date: Day, name: Text })) }),
  openingHours: v.array(v.strictObject({ days: Text, from: Text, to: Text })),
  paperHeader: v.strictObject({ left: Text, right: Text, footer: Text, logo: v.nullable(Text) }),
  buildings: v.array(v.strictObject({ id: Text, address: Text, flats: Count, lift: v.boolean() })),
  dataProtectionContact: StaffId,
  privacyNotice: Text,
  priorities: v.array(Priority),
  statuses: v.array(Status),
  categories: v.array(Category),
  customFields: v.array(CustomField),
  roles: v.array(v.strictObject({ id: Text, name: Text, may: Text })),
  staff: v.array(Staff),
  cannedAnswers: v.array(CannedAnswer),
  templates: v.array(TicketTemplate),
  knowledge: v.array(Article),
  savedViews: v.array(SavedView),
  mutedAddresses: v.array(Text),
  bannedAddresses: v.array(Text),
  bannedIps: v.array(Text),
});

export type SampleOfficeSettings = v.InferOutput<typeof OfficeShape>;
