import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Backup } from '../contract/desktop.ts';
import type { Actor } from '../gate.ts';
import type { FileWorking } from '../jobs.ts';
import { purgePending } from '../privacy/index.ts';
import { backupName, bytesInUse, bytesOf, compact, copyInto, prune, settle, type BackupKind } from '../store/backup.ts';
import { eq } from 'drizzle-orm';
import { WITH_JOURNALS } from '../store/file.ts';
import { verify } from '../store/integrity.ts';
import { killPoint } from '../store/kill-points.ts';
import { office, openStore, type Store } from '../store/index.ts';
import { purgeUnfinished } from '../tickets/index.ts';
import { purgeImports } from './bring-in/index.ts';
import type { Place } from './out/leaving-file.ts';
import { writeStonesBeside } from './stones.ts';

export type BackupInput = { folder: string; kind: BackupKind };

/**
 * A backup of the open office, long work: copied at one moment by SQLite, what is deleted and still undoable left out,
 * opened and read whole, and only then in its place. Older ones that are over go.
 * @throws Refused `damaged` when the copy does not read back, and what the disk says
 */
export async function backUp(
  store: Store,
  _actor: Actor,
  { folder, kind }: BackupInput,
  working: FileWorking,
): Promise<Backup> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // names count seconds: the later of two backups of one second is called by the next that is free
  let at = store.db.now - (store.db.now % 1000);
  while (existsSync(join(folder, backupName(kind, at)))) at += 1000;
  const id = backupName(kind, at);
  const target = join(folder, id);
  const part = `${target}.part`;
  try {
    const bytes = await copyWhole(store, part, working);
    const counted = readBack(part, working);
    settle(part, target);
    killPoint('backup: copied');
    await writeStonesBeside(store.db, folder);
    const [keep] = await store.db
      .select({ days: office.backupDays, months: office.backupMonths })
      .from(office)
      .where(eq(office.id, 1));
    if (keep) prune(folder, keep, store.db.now);
    return { id, at, kind, bytes, tickets: counted.tickets, people: counted.people };
  } finally {
    for (const end of WITH_JOURNALS) rmSync(part + end, { force: true });
  }
}

/** Opens the copy and reads it whole; then is the last moment to stop. */
function readBack(part: string, working: FileWorking) {
  working.progress('check', 0, null);
  const counted = verify(part);
  working.check();
  return counted;
}

/**
 * A copy of the open office at `path`, which must not exist, without what is deleted. Answers with its size in bytes.
 * Also for "Save a copy".
 */
export async function copyWhole(store: Store, path: string, working: FileWorking): Promise<number> {
  rmSync(path, { force: true });
  // one call of SQLite's: it cannot be stopped before its end, some seconds for 2 GB
  working.grows('copy', path, bytesInUse(store.connections.reader));
  copyInto(store.connections.reader, path);
  working.check();
  const copy = openStore(path, { journal: 'delete' });
  try {
    const unfinished = (await purgeImports(copy)) + (await purgeUnfinished(copy));
    const gone = await purgePending(copy, working);
    if (unfinished + gone.tickets + gone.people > 0) compact(copy.connections.writer);
    return bytesOf(copy.connections.writer);
  } finally {
    await copy.close();
  }
}

/**
 * "Save a copy": a whole office, in place of what is there; made beside it, and read before it takes the place.
 * Nothing of what is deleted goes with it.
 */
export async function copyToPlace(
  store: Store,
  _actor: Actor,
  { place: { path, part } }: { place: Place },
  working: FileWorking,
): Promise<{ bytes: number }> {
  try {
    const bytes = await copyWhole(store, part, working);
    readBack(part, working);
    settle(part, path);
    return { bytes };
  } finally {
    for (const end of WITH_JOURNALS) rmSync(part + end, { force: true });
  }
}
