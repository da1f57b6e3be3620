export { makeAttachment } from './attachments/make.ts';
export { loadSampleOffice, type SampleProgress } from './load/load.ts';
export { readSampleOffice } from './read.ts';
export { attachmentsOf, SampleOfficeDamaged, type SampleOffice } from './sample.ts';
export { expandVariants } from './variants.ts';
export type { SamplePerson } from './shapes/people.ts';
export type { SampleAttachment, SampleTicket } from './shapes/tickets.ts';
