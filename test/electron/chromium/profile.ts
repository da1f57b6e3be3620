// The browser's profile, and the stand-in's other folders that must not outlive it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { claimPidFile, isStandIn } from './pid-file.ts';

/** The app's own profile, or a temporary one when another running instance holds it. */
export function claimProfile(wanted: string): { profile: string; temporary: boolean } {
  sweep();
  fs.mkdirSync(wanted, { recursive: true });
  if (!claimPidFile(path.join(wanted, 'stand-in.pid'))) return { profile: temporaryFolder('profile'), temporary: true };
  fs.rmSync(path.join(wanted, 'DevToolsActivePort'), { force: true });
  return { profile: wanted, temporary: false };
}

/**
 * A folder of this process under the system's temporary folder; what a killed stand-in left there the next one removes.
 */
export function temporaryFolder(purpose: 'profile' | 'paper'): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `stand-in-${purpose}-${process.pid}-`));
}

function sweep(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = /^stand-in-(?:profile|paper)-(\d+)-/.exec(name)?.[1];
    if (pid && Number(pid) !== process.pid && !isStandIn(Number(pid)))
      fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}
