import path from 'node:path';
import process from 'node:process';

export const root = path.resolve(import.meta.dirname, '../..');
/** Where the bundled programs of this run lie. */
export const PLACE = 'PAPERDESK_BUNDLED';

/** The program that tests start in a process or a thread of its own, from its source's path within the project, bundled as the built desk is. */
export function bundled(source: string): string {
  const folder = process.env[PLACE];
  return folder ? path.join(folder, source.replace(/\.ts$/, '.js')) : path.join(root, source);
}
