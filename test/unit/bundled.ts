import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * The program that tests start in a process or a thread of its own, from its source's path within the project:
 * bundled by `scripts/testing/bundling.mjs`, or the source itself where nothing was bundled.
 */
export function bundled(source: string): string {
  const folder = process.env['PAPERDESK_BUNDLED'];
  return folder ? path.join(folder, source.replace(/\.ts$/, '.js')) : path.join(root, source);
}
