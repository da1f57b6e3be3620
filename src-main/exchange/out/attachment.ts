import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { readAttachment } from '../../tickets/index.ts';
import { leave, type Gone } from './leave.ts';
import type { Place } from './leaving-file.ts';

export type AttachmentOut = { attachmentId: number; place: Place };

/** Saves one attachment as the file it was. Long work. @throws Refused `not-found`, `cancelled`, and what the disk says */
export async function attachmentOut(
  store: Store,
  actor: Actor,
  { attachmentId, place }: AttachmentOut,
  working: Working,
): Promise<Gone<object>> {
  const { ticketId, size, bytes } = await readAttachment(store, attachmentId);
  return leave(store, actor, place, { kind: 'attachment' }, async (file) => {
    let done = 0;
    for await (const piece of bytes) {
      working.check();
      file.write(piece);
      done += piece.length;
      working.progress('bytes', done, size);
    }
    return { selection: { ids: [ticketId] }, told: {} };
  });
}
