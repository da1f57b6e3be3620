import * as v from 'valibot';
import { FileId, PersonId, Text, TicketId } from './words.ts';

const Kind = v.picklist(['PDF', 'JPEG', 'XLSX', 'DOCX', 'ODT', 'EML', 'TXT']);

/** One entry of `attachments/attachments.json`: a file whose words were written by hand. */
export const WordedFileShape = v.strictObject({
  id: FileId,
  name: Text,
  kind: Kind,
  ticket: TicketId,
  source: v.pipe(v.string(), v.regex(/^a\d{2}-[a-z0-9-]+\.(html|csv|txt|eml)$/)),
  part: Text,
  names: v.array(v.strictObject({ person: PersonId, words: Text })),
  shows: v.optional(Text),
  wordsInPicture: v.optional(Text),
});

/**
 * One entry of `further/further.json`: a file the hand-written data only names. It names nobody, so that the truth
 * stays true: a JPEG has what it shows, a PDF without a source is a scan that no program can read.
 */
export const FurtherFileShape = v.strictObject({
  id: FileId,
  kind: Kind,
  source: v.optional(v.pipe(v.string(), v.regex(/^b\d{2}-[a-z0-9-]+\.html$/))),
  shows: v.optional(Text),
});

export type FileKind = v.InferOutput<typeof Kind>;
export type WordedFile = v.InferOutput<typeof WordedFileShape>;
export type FurtherFile = v.InferOutput<typeof FurtherFileShape>;
