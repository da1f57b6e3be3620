import type { FurtherFile, WordedFile } from './shapes/attachments.ts';
import type { SampleOfficeSettings } from './shapes/office.ts';
import type { SamplePerson } from './shapes/people.ts';
import type { SampleAttachment, SampleTicket } from './shapes/tickets.ts';
import type { SampleTruth } from './shapes/truth.ts';
import type { SampleVariants } from './shapes/variants.ts';

/** The sample office as it lies in its folder: people and tickets as they were written by hand, variants unexpanded. */
export type SampleOffice = {
  folder: string;
  settings: SampleOfficeSettings;
  people: SamplePerson[];
  tickets: SampleTicket[];
  variants: SampleVariants;
  truth: SampleTruth;
  worded: WordedFile[];
  further: FurtherFile[];
};

/** Every file of a ticket: those of its message and those of its replies, in the order they were added. */
export function attachmentsOf(ticket: SampleTicket): SampleAttachment[] {
  return [...ticket.attachments, ...ticket.replies.flatMap((reply) => reply.attachments)];
}

/** The sample's folder is damaged: `file` says which of its files, the message what is wrong in it. */
export class SampleOfficeDamaged extends Error {
  readonly file: string;

  constructor(file: string, what: string) {
    super(`The sample office cannot be read. ${file}: ${what}`);
    this.name = 'SampleOfficeDamaged';
    this.file = file;
  }
}
