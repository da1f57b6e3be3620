import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { Settings } from './settings.ts';

const KEPT = 10;

/** The program's own list of offices that were open, the last one first; the system's list is never told. */
export function rememberOffice(
  settings: Settings,
  { path, name, uid }: { path: string; name: string; uid: string },
): void {
  const known = settings.get('recent');
  const id = known.find((recent) => recent.path === path)?.id ?? randomBytes(8).toString('hex');
  const others = known.filter((recent) => recent.path !== path);
  settings.set('recent', [{ id, path, name, uid, openedAt: Date.now() }, ...others].slice(0, KEPT));
}

/** What a list of offices shows of a path. */
export const placeOf = (path: string) => ({ fileName: basename(path), folder: dirname(path) });
