import * as v from 'valibot';
import { Channel, Count, Day, FileId, Moment, PersonId, StaffId, Text, TicketId } from './words.ts';

const PersonOrStaff = v.union([PersonId, StaffId]);

const Attachment = v.strictObject({ id: FileId, name: Text, size: Count, addedBy: PersonOrStaff });

const Reply = v.strictObject({
  n: Count,
  by: PersonOrStaff,
  kind: v.picklist(['staff', 'customer']),
  at: Moment,
  text: Text,
  attachments: v.array(Attachment),
});

const Note = v.strictObject({ n: Count, by: StaffId, at: Moment, text: Text });

/** One entry of `tickets.json`: a ticket written by hand, with all that hangs on it. `timeWorked` is in minutes. */
export const TicketShape = v.strictObject({
  id: TicketId,
  trackingId: v.pipe(v.string(), v.regex(/^[A-Z1-9]{3}-[A-Z1-9]{3}-[A-Z1-9]{4}$/)),
  requester: v.nullable(PersonId),
  followers: v.array(PersonId),
  category: Text,
  priority: Text,
  status: Text,
  owner: v.nullable(StaffId),
  channel: Channel,
  openedBy: v.nullable(StaffId),
  ip: v.nullable(v.pipe(v.string(), v.ip())),
  subject: Text,
  created: Moment,
  writtenBy: v.nullable(PersonOrStaff),
  message: Text,
  fields: v.record(v.string(), v.union([v.string(), v.array(v.string())])),
  attachments: v.array(Attachment),
  replies: v.array(Reply),
  notes: v.array(Note),
  firstReply: v.nullable(Moment),
  resolved: v.nullable(Moment),
  due: v.nullable(Moment),
  updated: Moment,
  timeWorked: Count,
  tags: v.array(Text),
  linked: v.array(TicketId),
  mergedInto: v.nullable(TicketId),
  locked: v.boolean(),
  tagged: v.boolean(),
  hold: v.nullable(v.strictObject({ reason: Text, by: StaffId, set: Day, until: Day })),
});

export type SampleTicket = v.InferOutput<typeof TicketShape>;
export type SampleReply = SampleTicket['replies'][number];
export type SampleAttachment = SampleTicket['attachments'][number];
