export { makeAttachment } from './attachments/make.ts';
export { loadSampleOffice } from './load/load.ts';
export { readSampleOffice } from './read.ts';
export { attachmentsOf, type SampleOffice } from './sample.ts';
export { expandVariants } from './variants.ts';
