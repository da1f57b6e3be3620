import * as v from 'valibot';
import { Channel, Count, Day, Moment, StaffId, Text } from './words.ts';

const Template = v.strictObject({
  id: Text,
  category: Text,
  priority: Text,
  owner: StaffId,
  channel: Channel,
  subjects: v.pipe(v.array(Text), v.nonEmpty()),
  messages: v.pipe(v.array(Text), v.nonEmpty()),
  replies: v.pipe(v.array(Text), v.nonEmpty()),
  thanks: v.nullable(Text),
  resolvedAfterDays: Count,
  timeWorked: Count,
  fields: v.record(v.string(), Text),
});

/** `variants.json`: the small things that recur, and how many tickets are made of them. */
export const VariantsShape = v.strictObject({
  about: Text,
  count: Count,
  start: Day,
  stepDays: v.pipe(v.number(), v.minValue(0)),
  today: Moment,
  openStatuses: v.pipe(v.array(Text), v.nonEmpty()),
  tenants: v.pipe(
    v.array(v.strictObject({ name: Text, email: v.pipe(v.string(), v.email()), building: Text, flat: Text })),
    v.nonEmpty(),
  ),
  slots: v.record(v.string(), v.pipe(v.array(Text), v.nonEmpty())),
  templates: v.pipe(v.array(Template), v.nonEmpty()),
});

export type SampleVariants = v.InferOutput<typeof VariantsShape>;
export type SampleTenant = SampleVariants['tenants'][number];
