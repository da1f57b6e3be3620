import * as v from 'valibot';
import { Day, PersonId, StaffId, Text } from './words.ts';

/** One entry of `people.json`: somebody who writes or is written about. */
export const PersonShape = v.strictObject({
  id: PersonId,
  kind: v.picklist([
    'tenant',
    'former tenant',
    'child',
    'relative',
    'firm',
    'insurer',
    'lawyer',
    'police',
    'applicant',
    'deceased',
    'unknown',
  ]),
  name: Text,
  alsoWritten: v.array(Text),
  emails: v.array(v.pipe(v.string(), v.email())),
  phones: v.array(Text),
  ipv4: v.array(v.pipe(v.string(), v.ipv4())),
  ipv6: v.array(v.pipe(v.string(), v.ipv6())),
  flat: v.nullable(Text),
  since: v.nullable(Day),
  until: v.nullable(Day),
  speaks: v.array(Text),
  born: v.nullable(Day),
  remark: v.nullable(Text),
  registerNumber: v.optional(Text),
  staff: v.optional(StaffId),
});

export type SamplePerson = v.InferOutput<typeof PersonShape>;
