import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor, PastedPicture, Services, SourceFile } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import { killPoint } from '../../store/kill-points.ts';
import { attachments, pieces, Refused, type Store, type Writes } from '../../store/index.ts';
import { mediaType } from './kind.ts';
import { cleanFileName } from './names.ts';
import { dropAttachment } from './remove.ts';

export const PIECE = 262_144;
/** One write holds so many pieces: long enough to be fast, short enough that nobody waits for it. */
const PIECES_A_WRITE = 4;
export const MOST_BYTES = 2 * 1024 ** 3;

/**
 * Takes files and pasted pictures into the office beside a ticket, unseen until `publish`: read once, in slices of 1 MB, a write each, so
 * that neither memory nor other calls feel the size. When one fails, none stays; what a killed program left behind
 * `purgeUnfinished` clears away.
 * @throws Refused `not-found`, `too-large` (over 2 GB), `refused` (`open-office`: the office's own file), `unreadable`
 */
export async function stageFiles(
  { store, attachable }: Pick<Services, 'store' | 'attachable'>,
  actor: Actor,
  ticketId: number,
  tokens: readonly string[],
): Promise<number[]> {
  const sources = [...new Set(tokens)].map((token) => attachable(token));
  for (const source of sources) if (source.size > MOST_BYTES) throw tooLarge();
  const staged: number[] = [];
  try {
    for (const source of sources) await stageFile(store, actor, ticketId, source, staged);
    return staged;
  } catch (error) {
    await unstage(store, staged);
    throw error;
  }
}

/** Clears away what was staged and is not wanted after all. */
export async function unstage(store: Store, staged: readonly number[]): Promise<void> {
  for (const id of staged) await dropAttachment(store, id);
}

async function stageFile(
  store: Store,
  actor: Actor,
  ticketId: number,
  source: SourceFile | PastedPicture,
  staged: number[],
): Promise<void> {
  const reading = 'bytes' in source ? inMemory(source.bytes) : await onDisk(store, source.path);
  try {
    const slice = new Uint8Array(PIECE * PIECES_A_WRITE);
    const hash = createHash('sha256');
    let size = await fill(reading, slice);
    const name = cleanFileName(source.name);
    const kind = await mediaType(name, slice.subarray(0, size));
    const id = await store.write(async (tx) => {
      const [added] = await tx
        .insert(attachments)
        .values({
          uid: newUid(),
          ticketId,
          name,
          kind,
          size: 0,
          sha256: '',
          addedBy: 'staff',
          staffId: actor.staffId,
          createdAt: tx.now,
        })
        .returning({ id: attachments.id });
      if (!added) throw new Error('the attachment was not written');
      await writePieces(tx, added.id, 0, slice.subarray(0, size));
      return added.id;
    });
    staged.push(id);
    killPoint('attachment: pieces half in');
    hash.update(slice.subarray(0, size));
    for (let read = size; read === slice.length; size += read) {
      read = await fill(reading, slice);
      if (size + read > MOST_BYTES) throw tooLarge();
      const bytes = slice.subarray(0, read);
      hash.update(bytes);
      const from = size / PIECE;
      if (read > 0) await store.write((tx) => writePieces(tx, id, from, bytes));
    }
    const sha256 = hash.digest('hex');
    await store.write((tx) => tx.update(attachments).set({ size, sha256 }).where(eq(attachments.id, id)).returning());
  } finally {
    await reading.close();
  }
}

const tooLarge = () => new Refused('too-large', { reason: 'attachment', most: MOST_BYTES });

/** Bytes that come one after the other; 0: no more. */
type Reading = { read(into: Uint8Array): Promise<number>; close(): Promise<void> };

async function onDisk(store: Store, path: string): Promise<Reading> {
  await refuseOwnFiles(store, path);
  const handle = await open(path, 'r');
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw new Refused('refused', { reason: 'not-a-file' });
  }
  return {
    read: async (into) => (await handle.read(into, 0, into.length, null)).bytesRead,
    close: () => handle.close(),
  };
}

function inMemory(bytes: Uint8Array): Reading {
  let at = 0;
  return {
    read(into) {
      const next = bytes.subarray(at, at + into.length);
      into.set(next);
      at += next.length;
      return Promise.resolve(next.length);
    },
    close: () => Promise.resolve(),
  };
}

/** Reads until the slice is full or the file ends. */
async function fill(reading: Reading, slice: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < slice.length) {
    const bytesRead = await reading.read(slice.subarray(filled));
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Bytes as rows, from place `from` on. */
export async function writePieces(tx: Writes, attachmentId: number, from: number, bytes: Uint8Array): Promise<void> {
  const rows = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    rows.push({ attachmentId, n: from + at / PIECE, bytes: bytes.subarray(at, at + PIECE) });
  if (rows.length > 0) await tx.insert(pieces).values(rows);
}

/** The open office's own file: reading it here would drop SQLite's locks on it (POSIX locks go with any descriptor). */
async function refuseOwnFiles(store: Store, path: string): Promise<void> {
  const file = await stat(path, { bigint: true });
  for (const ending of ['', '-wal', '-shm', '-journal']) {
    const own = await stat(store.path + ending, { bigint: true }).catch(() => null);
    if (own && own.dev === file.dev && own.ino === file.ino) throw new Refused('refused', { reason: 'open-office' });
  }
}

/** Shows what was staged: as the ticket's own, or as an entry's. Part of the write that needs them. */
export async function publish(
  tx: Writes,
  ticketId: number,
  staged: readonly number[],
  entryId: number | null,
): Promise<void> {
  if (staged.length === 0) return;
  const shown = await tx
    .update(attachments)
    .set({ complete: true, entryId })
    .where(and(inArray(attachments.id, [...staged]), eq(attachments.ticketId, ticketId), isNull(attachments.entryId)))
    .returning({ id: attachments.id });
  if (shown.length !== staged.length) throw new Refused('not-found', { reason: 'attachment' });
}
