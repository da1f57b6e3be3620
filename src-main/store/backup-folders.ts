import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';

/** An office file: copies share the uid with the office they were made from. */
export type OfficePlace = { uid: string; path: string };

/** Says of which office file the backups beside it are. */
const NOTE = 'place.json';
const NAME = /^([0-9a-f]{32})(?:-\d+)?$/;
const uidOf = (folder: string) => NAME.exec(basename(folder))?.[1];

/** Every folder of backups of an office and of the copies made from it. */
export function backupFoldersOf(root: string, uid: string): string[] {
  if (!existsSync(root)) return [];
  const names = readdirSync(root).filter((name) => uidOf(name) === uid);
  return names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map((name) => join(root, name));
}

/** A folder of backups and those of the same office's other files beside it. */
export function withSiblings(folder: string): string[] {
  const uid = uidOf(folder);
  return uid === undefined ? [folder] : [...new Set([folder, ...backupFoldersOf(dirname(folder), uid)])];
}

function placeIn(folder: string): string | null {
  try {
    const note: unknown = JSON.parse(readFileSync(join(folder, NOTE), 'utf8'));
    const path: unknown = typeof note === 'object' && note !== null && 'path' in note ? note.path : null;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

/** Whether a file that is not there may only be away, on a drive that is not plugged in. */
const mayBeAway = (path: string) => !existsSync(parse(path).root) || /^\/(media|run\/media|mnt|Volumes)\//.test(path);

/**
 * The folder of an office file's backups: the one that names it; else one that names nothing, as those of an earlier
 * Paperdesk; else one of a file that was moved from where it was; else a new one. So an office and a copy of it keep
 * their backups apart, and one that was moved or renamed finds its own again.
 */
export function backupFolderOf(root: string, { uid, path }: OfficePlace): string {
  const folders = backupFoldersOf(root, uid);
  const places = new Map(folders.map((folder) => [folder, placeIn(folder)]));
  const where = (fits: (place: string | null) => boolean) => folders.find((folder) => fits(places.get(folder) ?? null));
  const own =
    where((place) => place === path) ??
    where((place) => place === null) ??
    where((place) => place !== null && !existsSync(place) && !mayBeAway(place));
  if (own !== undefined) return own;
  for (let n = 1; ; n += 1) {
    const folder = join(root, n === 1 ? uid : `${uid}-${n}`);
    if (!places.has(folder)) return folder;
  }
}

/** Notes in a folder whose backups it holds; makes the folder where `make` says so. */
export function claimBackupFolder(root: string, place: OfficePlace, make: boolean): string {
  const folder = backupFolderOf(root, place);
  if (make) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(folder) && placeIn(folder) !== place.path)
    writeAtomically(join(folder, NOTE), JSON.stringify({ path: place.path }), { mode: 0o600 });
  return folder;
}
