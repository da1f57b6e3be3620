import * as v from 'valibot';
import { Count, FileId, PersonId, Text, TicketId } from './words.ts';

const Part = v.picklist([
  'requester',
  'follower',
  'subject',
  'message',
  'reply',
  'note',
  'field',
  'ip',
  'attachment name',
  'attachment text',
  'owner',
  'openedBy',
]);

const Place = v.strictObject({
  ticket: TicketId,
  part: Part,
  n: v.optional(Count),
  field: v.optional(Text),
  file: v.optional(FileId),
  how: v.picklist(['requester', 'follower', 'author', 'mentioned', 'owner', 'openedBy']),
  kind: v.optional(Text),
  passage: v.optional(Text),
  at: v.optional(Count),
  as: v.optional(v.literal('staff')),
});

const NearMiss = v.strictObject({
  ticket: TicketId,
  part: Part,
  n: v.optional(Count),
  field: v.optional(Text),
  file: v.optional(FileId),
  why: Text,
  passage: Text,
  at: Count,
});

/** `truth.json`: where some of the people stand, and what only looks like them. Offsets are in characters. */
export const TruthShape = v.strictObject({
  about: Text,
  people: v.array(
    v.strictObject({ person: PersonId, name: Text, places: v.array(Place), nearMisses: v.array(NearMiss) }),
  ),
});

export type SampleTruth = v.InferOutput<typeof TruthShape>;
