// Where tests write: in memory where there is enough of it. Each office they make waits for the disk dozens of times,
// which tells of the disk and nothing of the desk: what is killed in tests is the program, never the machine.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const memory = '/dev/shm';
const enough = 6 * 2 ** 30;

/** Makes a folder for one run of a test tool, in memory if that is wanted and there is room; the caller removes it. */
export function scratch(inMemory) {
  const folder = fs.mkdtempSync(path.join(inMemory && roomy() ? memory : os.tmpdir(), 'paperdesk-'));
  fs.chmodSync(folder, 0o1777); // as any such place: database servers run as users of their own
  return folder;
}

function roomy() {
  if (process.platform !== 'linux' || process.availableMemory() < 2 * enough) return false;
  try {
    const { bavail, bsize } = fs.statfsSync(memory);
    fs.accessSync(memory, fs.constants.W_OK);
    return bavail * bsize >= enough;
  } catch {
    return false; // there is none
  }
}
