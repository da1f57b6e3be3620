import * as v from 'valibot';
import { call } from './call.ts';
import { Body, CHANNELS, Id } from './terms.ts';

export const FieldValues = v.pipe(
  v.array(
    v.strictObject({ fieldId: Id, values: v.pipe(v.array(v.pipe(v.string(), v.maxLength(20_000))), v.maxLength(200)) }),
  ),
  v.maxLength(1_000),
);

/** What stands in a field while somebody writes: as it was typed, not yet checked. */
const Typed = v.pipe(Body, v.maxLength(10_000, 'too-long'));

/** What was typed of a new ticket, without the person who was chosen and without its files. */
export const IntakeContent = v.strictObject({
  channel: v.picklist(CHANNELS),
  typed: Typed,
  fresh: v.nullable(v.strictObject({ name: Typed, email: Typed, phone: Typed, address: Typed, number: Typed })),
  subject: Typed,
  message: Body,
  ownWords: v.nullable(v.boolean()),
  categoryId: v.nullable(Id),
  priorityId: v.nullable(Id),
  /** Left out: as the category says. */
  ownerId: v.optional(v.nullable(Id)),
  /** As the field of the day has it; null: as the category says. */
  day: v.nullable(Typed),
  fields: FieldValues,
  followers: v.pipe(v.array(Id), v.maxLength(100)),
  notice: v.boolean(),
  /** How many files were attached: they are not kept. */
  files: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
});
export type IntakeContent = v.InferOutput<typeof IntakeContent>;
export type IntakeDraft = {
  /** Null where nobody was chosen, or who was chosen is no longer here. */
  personId: number | null;
  content: IntakeContent;
  /** Those of the followers who are still here. */
  followers: { id: number; name: string }[];
  begunAt: number;
};

export const intakeCalls = {
  /** The ticket one had begun to take in; null where there is none. */
  intakeDraft: call<IntakeDraft | null>()(v.optional(v.strictObject({}))),
  /** Keeps what was typed so far in the office of this uid, if it is still the open one; null throws it away. */
  saveIntakeDraft: call<null>()(
    v.strictObject({
      office: v.pipe(v.string(), v.maxLength(64)),
      draft: v.nullable(v.strictObject({ personId: v.nullable(Id), content: IntakeContent })),
    }),
  ),
};
