import { existsSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RestorePreview } from '../contract/desktop.ts';
import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import { settle, type BackupFile } from '../store/backup.ts';
import { connect } from '../store/connection.ts';
import { countersOf, raiseCounters, uidsOf, type Counter } from '../store/counters.ts';
import { migrateFile, probe, WITH_JOURNALS } from '../store/file.ts';
import { countOffice, verify } from '../store/integrity.ts';
import { killPoint } from '../store/kill-points.ts';
import { openStore, Refused } from '../store/index.ts';
import { cautionOf } from '../store/place.ts';
import { replay } from './replay.ts';
import { joinStones, readStones, stonesBeside, type Stones } from './stones.ts';

type Now = { tickets: number; stones: Stones; counters: Counter[]; uids: Set<string> };

const NO_STONES: Stones = { stones: [], erasures: [] };

/** What the present file knows that a restore must keep: erasures, and ids that must not be given out again. Null when it cannot be read. */
async function presentOf(office: string): Promise<Now | null> {
  if (!existsSync(office)) return null;
  try {
    const store = openStore(office, { journal: cautionOf(office) ? 'delete' : 'wal' });
    try {
      const { writer } = store.connections;
      const stones = await readStones(store.db);
      return {
        tickets: countOffice(writer).tickets,
        stones,
        counters: countersOf(writer),
        uids: uidsOf(writer).tickets,
      };
    } finally {
      await store.close();
    }
  } catch {
    return null;
  }
}

/** What restoring would do, the office being closed or open; nothing is touched. Long work: the backup is read whole. */
export async function restorePreview(
  { backup, office }: { backup: BackupFile; office: string },
  working: Pick<Working, 'check'>,
): Promise<RestorePreview> {
  const then = verify(backup.path);
  working.check();
  const now = await presentOf(office);
  const sqlite = connect(backup.path, { readonly: true });
  try {
    const had = uidsOf(sqlite);
    const { stones } = joinStones(now?.stones ?? NO_STONES, stonesBeside(dirname(backup.path)));
    const since = stones.filter(({ uid, withdrawnAt }) => withdrawnAt === null && !had.tombstones.has(uid));
    const { id, at, kind, bytes } = backup;
    return {
      backup: { id, at, kind, bytes, tickets: then.tickets, people: then.people },
      ticketsThen: then.tickets,
      ticketsNow: now?.tickets ?? null,
      lost: now ? [...now.uids].filter((uid) => !had.tickets.has(uid)).length : 0,
      replayed: since.filter(({ act }) => act !== 'forget').length,
      forgotten: since.filter(({ act }) => act === 'forget').length,
    };
  } finally {
    sqlite.close();
  }
}

const restoring = (office: string) => `${office}.restoring`;

/**
 * Puts a backup in the place of a closed office: made ready beside it (migrated, erasures done again, ids raised, read
 * whole), then the present file is kept aside under a name with the day, then the new one takes its place. It can be
 * stopped until it is ready.
 * @throws Refused `damaged`, `newer-version`; the present file is then as it was
 */
export async function restoreOffice(
  given: { backup: BackupFile; office: string; migrations: string; staffId: number; now: number },
  working: Pick<Working, 'progress' | 'check'>,
): Promise<{ kept: string }> {
  const { backup, office, migrations } = given;
  const actor: Actor = { staffId: given.staffId, permissions: new Set() };
  const ready = restoring(office);
  working.progress('check', 0, null);
  verify(backup.path);
  working.check();
  const now = await presentOf(office);
  for (const end of ['', '.part']) rmSync(ready + end, { force: true });
  try {
    await copySlowly(backup.path, `${ready}.part`, working);
    working.progress('check', 0, null);
    const state = probe(`${ready}.part`, migrations);
    if (state === 'newer') throw new Refused('newer-version');
    if (state === 'older') migrateFile(`${ready}.part`, migrations, () => undefined);
    const store = openStore(`${ready}.part`, { journal: 'delete' });
    try {
      await replay(store, actor, joinStones(now?.stones ?? NO_STONES, stonesBeside(dirname(backup.path))));
      raiseCounters(store.connections.writer, now?.counters ?? []);
      killPoint('restore: tombstones replayed');
    } finally {
      await store.close();
    }
    verify(`${ready}.part`);
    working.check();
    settle(`${ready}.part`, ready);
  } finally {
    for (const end of WITH_JOURNALS) rmSync(`${ready}.part${end}`, { force: true });
  }
  const kept = existsSync(office) ? freeName(office, given.now) : '';
  // a damaged office that was not closed may have a journal: it is part of what is kept
  for (const end of ['-wal', '']) if (kept && existsSync(office + end)) renameSync(office + end, kept + end);
  for (const end of ['-wal', '-shm']) rmSync(office + end, { force: true });
  killPoint('restore: present file kept');
  renameSync(ready, office);
  killPoint('restore: file placed');
  return { kept: kept ? basename(kept) : '' };
}

/** Copies a file that nobody has open, in slices of a few ms, told of; it can be stopped between them. */
async function copySlowly(from: string, to: string, working: Pick<Working, 'progress' | 'check'>): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const slice = Buffer.allocUnsafe(4 * 1024 * 1024);
      const { size } = await source.stat();
      for (let at = 0; ;) {
        working.check();
        working.progress('copy', at, size);
        const { bytesRead } = await source.read(slice, 0, slice.length, at);
        if (bytesRead === 0) return;
        await target.writeFile(slice.subarray(0, bytesRead));
        killPoint('restore: copying');
        at += bytesRead;
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * A restore that was cut short between keeping the old file and placing the new one is brought to its end; of one that was
 * cut short before, nothing stays.
 */
export function finishRestore(office: string): boolean {
  const ready = restoring(office);
  for (const end of WITH_JOURNALS) rmSync(`${ready}.part${end}`, { force: true });
  if (!existsSync(ready)) return false;
  if (existsSync(office)) {
    rmSync(ready, { force: true });
    return false;
  }
  renameSync(ready, office);
  return true;
}

function freeName(office: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 16).replace('T', ' ').replace(':', '');
  const stem = join(dirname(office), `${basename(office, '.desk')} before restore ${stamp}`);
  for (let n = 1; ; n++) {
    const path = `${stem}${n > 1 ? ` (${n})` : ''}.desk`;
    if (!existsSync(path)) return path;
  }
}
