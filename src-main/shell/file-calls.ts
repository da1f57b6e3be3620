import { shell } from 'electron';
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { InputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import { LeavingFile, putInPlace } from '../exchange/index.ts';
import { desk, type Actor } from '../gate.ts';
import { Refused } from '../store/index.ts';
import { diskFileName, readAttachment } from '../tickets/index.ts';
import type { Desktop } from './desktop.ts';

type In<K extends keyof typeof desktop> = InputOf<(typeof desktop)[K]>;

/** Calls that write files where the user says: attachments and workbooks. A failed one leaves the old file untouched. */
export function fileCalls({ leavings, copies }: Desktop) {
  const writing = new Map<string, LeavingFile>();
  const of = (token: string) => {
    const found = writing.get(token);
    if (!found) throw new Refused('not-found', { reason: 'file' });
    return found;
  };
  const end = (token: string, file: LeavingFile) => {
    writing.delete(token);
    file.abandon();
    leavings.end(file.place);
  };

  return {
    openWith: desk('view tickets', async (_actor, { attachmentId }: { attachmentId: number }) => {
      const path = await copies.make(await readAttachment(leavings.office().store, attachmentId));
      const failed = await shell.openPath(path);
      if (failed) throw new Refused('refused', { reason: 'no-program' });
      return null;
    }),
    saveAttachment: desk('export', async (actor, { attachmentId }: { attachmentId: number }) => {
      const { name } = await readAttachment(leavings.office().store, attachmentId);
      const wanted = { folder: 'downloads' as const, name: diskFileName(name), kind: null };
      const gone = await leavings.run<{ fileName: string }>(who(actor), wanted, 'out.attachment', { attachmentId });
      return gone && { fileName: gone.fileName };
    }),
    beginFile: desk('export', async (_actor, { suggestedName }: In<'beginFile'>) => {
      const name = diskFileName(suggestedName);
      const place = await leavings.place({ folder: 'documents', name, kind: { name: 'Excel', ending: '.xlsx' } });
      if (!place) return null;
      const token = randomBytes(16).toString('hex');
      try {
        writing.set(token, new LeavingFile(place));
      } catch (error) {
        leavings.end(place);
        throw error;
      }
      return { file: token, fileName: basename(place.path) };
    }),
    writeFile: desk('export', async (_actor, { file: token, bytes }: In<'writeFile'>) => {
      const file = of(token);
      try {
        file.write(bytes);
      } catch (error) {
        end(token, file);
        throw error;
      }
      return null;
    }),
    endFile: desk('export', async (actor, { file: token, selection, sheets }: In<'endFile'>) => {
      const file = of(token);
      const { store } = leavings.office();
      writing.delete(token);
      try {
        return await putInPlace(store, who(actor), file, { kind: 'xlsx', selection, parts: sheets });
      } finally {
        end(token, file);
      }
    }),
    abortFile: desk('export', async (_actor, { file: token }: { file: string }) => {
      const file = writing.get(token);
      if (file) end(token, file);
      return null;
    }),
  };
}

const who = (actor: Actor | null): Actor => {
  if (!actor) throw new Refused('no-office');
  return actor;
};
