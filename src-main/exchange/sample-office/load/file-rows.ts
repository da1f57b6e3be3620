import { createHash } from 'node:crypto';
import { newUid } from '../../../office/index.ts';
import { attachments, pieces, type Writes } from '../../../store/index.ts';
import { at, idOf } from './rows-of.ts';
import { replyName } from './entry-rows.ts';
import type { FileKind } from '../shapes/attachments.ts';
import type { SampleAttachment, SampleTicket } from '../shapes/tickets.ts';
import type { Given, Ids } from './rows-of.ts';

/** An attachment's bytes lie in pieces of at most 256 KB. */
const PIECE_BYTES = 256 * 1024;

const MEDIA_TYPES: Record<FileKind, string> = {
  PDF: 'application/pdf',
  JPEG: 'image/jpeg',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  DOCX: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ODT: 'application/vnd.oasis.opendocument.text',
  EML: 'message/rfc822',
  TXT: 'text/plain',
};

/** Tags under which the office keeps what is nobody else's business; papers on such tickets are marked. */
const SENSITIVE_TAGS = ['health', 'sensitive'];

/** A file of a ticket, with the reply it came with, or null for the message's own. */
export type TicketFile = { ticket: SampleTicket; reply: number | null; file: SampleAttachment; addedAt: number };

/** All files of the tickets, in the order they were added. */
export function filesOf(sample: readonly SampleTicket[]): TicketFile[] {
  return sample
    .flatMap((ticket): TicketFile[] => [
      ...ticket.attachments.map((file) => ({ ticket, reply: null, file, addedAt: at(ticket.created) })),
      ...ticket.replies.flatMap((reply) =>
        reply.attachments.map((file) => ({ ticket, reply: reply.n, file, addedAt: at(reply.at) })),
      ),
    ])
    .sort((a, b) => a.addedAt - b.addedAt);
}

/** Writes a file with its bytes in pieces. */
export async function writeFile(
  tx: Writes,
  { ticket, reply, file, addedAt }: TicketFile,
  kind: FileKind,
  bytes: Uint8Array,
  ids: Ids & { tickets: Given; replies: Given },
): Promise<void> {
  const byStaff = ids.staff.has(file.addedBy);
  const [row] = await tx
    .insert(attachments)
    .values({
      uid: newUid(),
      ticketId: idOf(ids.tickets, ticket.id),
      entryId: reply === null ? null : idOf(ids.replies, replyName(ticket.id, reply)),
      name: file.name,
      kind: MEDIA_TYPES[kind],
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sensitive: ticket.tags.some((tag) => SENSITIVE_TAGS.includes(tag)),
      addedBy: byStaff ? 'staff' : 'person',
      personId: byStaff ? null : idOf(ids.people, file.addedBy),
      staffId: byStaff ? idOf(ids.staff, file.addedBy) : null,
      complete: true,
      createdAt: addedAt,
    })
    .returning({ id: attachments.id });
  if (!row) throw new Error('the file was not written');
  for (let n = 0; n * PIECE_BYTES < bytes.length; n += 1) {
    const piece = bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES);
    await tx.insert(pieces).values({ attachmentId: row.id, n, bytes: piece });
  }
}
