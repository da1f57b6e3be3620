import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { newUid } from '../../office/index.ts';
import { attachments, type Store } from '../../store/index.ts';
import { mediaType } from './kind.ts';
import { cleanFileName } from './names.ts';
import { dropAttachment } from './remove.ts';
import { PIECE, writePieces } from './stage.ts';

/** One write holds so many bytes. */
const A_WRITE = 4 * PIECE;

export type AttachmentToWrite = Pick<
  typeof attachments.$inferInsert,
  'ticketId' | 'entryId' | 'sensitive' | 'addedBy' | 'personId' | 'staffId' | 'createdAt'
> & {
  name: string;
  /** Null: a new one. */
  uid: string | null;
};

/**
 * Adds a file from bytes as they come, in writes of 1 MB; it counts once the last is in. Its kind, size and hash are its
 * bytes' own. One that fails half way is taken away again.
 * @throws what the bytes throw
 */
export async function writeAttachment(
  store: Store,
  { name: given, uid, ...facts }: AttachmentToWrite,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const name = cleanFileName(given);
  const hash = createHash('sha256');
  let size = 0;
  let id: number | null = null;
  const write = async (some: Uint8Array): Promise<void> => {
    const kind = id === null ? await mediaType(name, some) : '';
    await store.write(async (tx) => {
      if (id === null) {
        const [added] = await tx
          .insert(attachments)
          .values({ ...facts, uid: uid ?? newUid(), name, kind, size: 0, sha256: '' })
          .returning({ id: attachments.id });
        if (!added) throw new Error('the attachment was not written');
        id = added.id;
      }
      await writePieces(tx, id, size / PIECE, some);
    });
    hash.update(some);
    size += some.length;
  };
  try {
    await inWrites(bytes, write);
    if (id === null) await write(new Uint8Array());
  } catch (error) {
    if (id !== null) await dropAttachment(store, id);
    throw error;
  }
  const done = { size, sha256: hash.digest('hex'), complete: true };
  await store.write((tx) =>
    tx
      .update(attachments)
      .set(done)
      .where(eq(attachments.id, id ?? 0)),
  );
}

/** Bytes in pieces of a write each. */
async function inWrites(bytes: AsyncIterable<Uint8Array>, write: (some: Uint8Array) => Promise<void>): Promise<void> {
  let kept: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    kept = kept.length === 0 ? piece : Buffer.concat([kept, piece]);
    for (; kept.length >= A_WRITE; kept = kept.subarray(A_WRITE)) await write(kept.subarray(0, A_WRITE));
  }
  if (kept.length > 0) await write(kept);
}
