import { app } from 'electron';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST = 256 * 1024;

/** A short log of bugs in the program's folder: codes and places in the program, never a message, a name or a path. */
export const log = {
  error(line: string): void {
    const folder = join(app.getPath('userData'), 'logs');
    const file = join(folder, 'paperdesk.log');
    try {
      mkdirSync(folder, { recursive: true });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST)
        renameSync(file, join(folder, 'paperdesk.old.log'));
      appendFileSync(file, `${new Date().toISOString()} ${line.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)}\n`);
    } catch {
      // a full disk must not keep the desk from running
    }
  },
};
