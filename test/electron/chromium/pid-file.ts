// A file that says which process holds something: taken by one process only, and taken over when that process has died.
import fs from 'node:fs';

/** Takes the file for this process; false when a running stand-in holds it. */
export function claimPidFile(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, String(process.pid));
  try {
    for (let tries = 0; tries < 5; tries++) {
      try {
        fs.linkSync(draft, file); // appears whole or not at all, unlike a file that is created and then written
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(file);
      if (owner !== undefined && isStandIn(owner)) return false;
      removeOf(file, owner);
    }
    return false;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** The process that holds the file; undefined when there is none. */
export function ownerOf(file: string): number | undefined {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** Removes the file of a process that has died, unless another one has taken it meanwhile. */
function removeOf(file: string, owner: number | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
    if (ownerOf(aside) !== owner) fs.linkSync(aside, file);
  } catch {
    // somebody else was faster
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

/**
 * Is this process alive, another one, and a stand-in? A number alone says little: after a restart it may be anything's.
 */
export function isStandIn(pid: number): boolean {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('boot/boot.ts');
  } catch {
    return !fs.existsSync('/proc/self');
  }
}
