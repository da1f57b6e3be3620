import { shell } from 'electron';
import { createHash, randomBytes, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { app } from 'electron';
import type { InputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import { writeDown } from '../exchange/index.ts';
import { desk, type Actor } from '../gate.ts';
import { killPoint } from '../store/kill-points.ts';
import { Refused } from '../store/index.ts';
import { diskFileName, readAttachment } from '../tickets/index.ts';
import type { Desktop } from './desktop.ts';
import { withEnding } from './dialogs.ts';
import { writeOut } from './opened-copies.ts';

type Writing = { path: string; part: string; file: number; hash: Hash; bytes: number };
type In<K extends keyof typeof desktop> = InputOf<(typeof desktop)[K]>;

/** Calls that write files where the user says: attachments and workbooks. A failed one leaves the old file untouched. */
export function fileCalls({ offices, dialogs, copies }: Desktop) {
  const writing = new Map<string, Writing>();
  const openOffice = () => {
    const open = offices.current;
    if (!open) throw new Refused('no-office');
    return open;
  };
  const of = (token: string) => {
    const found = writing.get(token);
    if (!found) throw new Refused('not-found', { reason: 'file' });
    return found;
  };
  const abort = (token: string) => {
    const found = writing.get(token);
    if (!found) return;
    writing.delete(token);
    closeSync(found.file);
    rmSync(found.part, { force: true });
  };

  return {
    openWith: desk('view tickets', async (_actor, { attachmentId }: { attachmentId: number }) => {
      const path = await copies.make(await readAttachment(openOffice().store, attachmentId));
      const failed = await shell.openPath(path);
      if (failed) throw new Refused('refused', { reason: 'no-program' });
      return null;
    }),
    saveAttachment: desk('export', async (actor, { attachmentId }: { attachmentId: number }) => {
      const { store } = openOffice();
      const attachment = await readAttachment(store, attachmentId);
      const path = await dialogs.save({ defaultPath: join(app.getPath('downloads'), diskFileName(attachment.name)) });
      if (path === null) return null;
      const part = `${path}.part`;
      try {
        await writeOut(attachment, part);
        renameSync(part, path);
      } finally {
        rmSync(part, { force: true });
      }
      await store.write((tx) =>
        writeDown(tx, who(actor), {
          kind: 'attachment',
          selection: { ids: [attachment.ticketId] },
          destination: path,
          sha256: attachment.sha256,
          bytes: attachment.size,
        }),
      );
      return { fileName: basename(path) };
    }),
    beginFile: desk('export', async (_actor, { suggestedName }: In<'beginFile'>) => {
      openOffice();
      const chosen = await dialogs.save({
        defaultPath: join(app.getPath('documents'), withEnding(diskFileName(suggestedName), '.xlsx')),
        filters: [{ name: 'Excel', extensions: ['xlsx'] }],
      });
      if (chosen === null) return null;
      const path = withEnding(chosen, '.xlsx');
      const part = `${path}.part`;
      const token = randomBytes(16).toString('hex');
      writing.set(token, { path, part, file: openSync(part, 'w', 0o600), hash: createHash('sha256'), bytes: 0 });
      return { file: token, fileName: basename(path) };
    }),
    writeFile: desk('export', async (_actor, { file, bytes }: In<'writeFile'>) => {
      const it = of(file);
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(it.file, bytes, at);
      } catch (error) {
        abort(file);
        throw error;
      }
      it.hash.update(bytes);
      it.bytes += bytes.length;
      killPoint('export: half written');
      return null;
    }),
    endFile: desk('export', async (actor, { file, selection, sheets }: In<'endFile'>) => {
      const it = of(file);
      const { store } = openOffice();
      writing.delete(file);
      try {
        fsyncSync(it.file);
      } finally {
        closeSync(it.file);
      }
      try {
        renameSync(it.part, it.path);
      } catch (error) {
        rmSync(it.part, { force: true });
        throw error;
      }
      const sha256 = it.hash.digest('hex');
      await store.write((tx) =>
        writeDown(tx, who(actor), {
          kind: 'xlsx',
          selection,
          destination: it.path,
          sha256,
          bytes: it.bytes,
          parts: sheets,
        }),
      );
      return { sha256, bytes: it.bytes, fileName: basename(it.path) };
    }),
    abortFile: desk('export', async (_actor, { file }: { file: string }) => {
      abort(file);
      return null;
    }),
  };
}

const who = (actor: Actor | null): Actor => {
  if (!actor) throw new Refused('no-office');
  return actor;
};
