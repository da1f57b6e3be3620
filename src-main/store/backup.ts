import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Connection } from './connection.ts';
import { killPoint } from './kill-points.ts';

export const BACKUP_KINDS = ['day', 'month', 'before-migration', 'before-restore', 'now'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];
export type BackupFile = { /** File name. */ id: string; path: string; kind: BackupKind; at: number; bytes: number };

/** `day-2026-11-24T090000Z.desk`: names carry no word of the office or of anybody. */
export const backupName = (kind: BackupKind, at: number) =>
  `${kind}-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z.desk`;

const NAME = new RegExp(`^(${BACKUP_KINDS.join('|')})-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z\\.desk$`);

/** The backups in a folder, newest first; other files are left alone and unseen. */
export function listBackups(folder: string): BackupFile[] {
  if (!existsSync(folder)) return [];
  const found: BackupFile[] = [];
  for (const id of readdirSync(folder)) {
    const [, kind, day, hour, minute, second] = NAME.exec(id) ?? [];
    if (!kind) continue;
    const path = join(folder, id);
    const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
    found.push({ id, path, kind: kind as BackupKind, at, bytes: statSync(path).size });
  }
  return found.sort((a, b) => b.at - a.at);
}

/**
 * Copies an open office, as it is at this moment, to a file that must not exist: SQLite's `VACUUM INTO`, never a copy of
 * the file, which may be half written. The copy has no free pages, so nothing that was deleted.
 */
export function copyInto(sqlite: Connection, target: string): void {
  // an office is its owner's alone to read, so is each copy of it
  closeSync(openSync(target, 'wx', 0o600));
  sqlite.prepare('VACUUM INTO ?').run(target);
  killPoint('backup: copying');
}

/** Rewrites a copy without its free pages. */
export const compact = (sqlite: Connection): void => void sqlite.exec('VACUUM');

/** Bytes that a copy without free pages has at the most. */
export const bytesInUse = (sqlite: Connection): number =>
  bytesOf(sqlite) -
  (sqlite.pragma('freelist_count', { simple: true }) as number) *
    (sqlite.pragma('page_size', { simple: true }) as number);

/** Bytes of an office as its pages count them. */
export const bytesOf = (sqlite: Connection): number =>
  (sqlite.pragma('page_count', { simple: true }) as number) * (sqlite.pragma('page_size', { simple: true }) as number);

/** Puts a finished file in its place so that it survives a power cut. */
export function settle(temporary: string, target: string): void {
  chmodSync(temporary, 0o600);
  sync(temporary);
  renameSync(temporary, target);
  if (process.platform !== 'win32') sync(dirname(target));
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } catch (error) {
    // some network drives refuse to sync a folder, and read-only handles on Windows
    if (!['EINVAL', 'EPERM', 'ENOTSUP', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(file);
  }
}

export type Keeping = { days: number; months: number };

/** Which backups are over: all but the newest of each of the last `days` days and of each of the last `months` months. Those asked for, and those before a migration or a restore, are kept as long as days are. */
export function over(backups: readonly BackupFile[], keep: Keeping, now: number): BackupFile[] {
  const kept = new Set<string>();
  const newestOf = (periodOf: (at: number) => string, from: number) => {
    const seen = new Set<string>();
    for (const backup of [...backups].sort((a, b) => b.at - a.at)) {
      const period = periodOf(backup.at);
      if (backup.at < from || seen.has(period)) continue;
      seen.add(period);
      kept.add(backup.id);
    }
  };
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const since = now - keep.days * 86_400_000;
  newestOf(day, since);
  const first = new Date(now);
  first.setUTCMonth(first.getUTCMonth() - keep.months + 1, 1);
  first.setUTCHours(0, 0, 0, 0);
  if (keep.months > 0) newestOf((at) => day(at).slice(0, 7), first.getTime());
  for (const backup of backups) if (backup.kind !== 'day' && backup.at >= since) kept.add(backup.id);
  const [newest] = [...backups].sort((a, b) => b.at - a.at);
  if (newest) kept.add(newest.id);
  return backups.filter(({ id }) => !kept.has(id));
}

/** Removes the backups that are over and the leavings of a backup that was cut short. */
export function prune(folder: string, keep: Keeping, now: number): number {
  const gone = over(listBackups(folder), keep, now);
  for (const { path } of gone) rmSync(path, { force: true });
  if (existsSync(folder))
    for (const name of readdirSync(folder))
      if (basename(name).endsWith('.desk.part')) rmSync(join(folder, name), { force: true });
  return gone.length;
}
