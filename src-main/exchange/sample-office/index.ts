export { makeAttachment } from './attachments/make.ts';
export { readSampleOffice } from './read.ts';
export { attachmentsOf, SampleOfficeDamaged } from './sample.ts';
export { expandVariants } from './variants.ts';
export type { SampleOffice } from './sample.ts';
export type { SamplePerson } from './shapes/people.ts';
export type { SampleAttachment, SampleTicket } from './shapes/tickets.ts';
