import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, uptime, userInfo } from 'node:os';
import { basename } from 'node:path';
import * as v from 'valibot';
import { Refused } from '../contract/errors.ts';

/** Lies beside an open office and says who has it: SQLite's own lock cannot name anybody, and does not reach every network drive. */
const Note = v.object({ user: v.string(), computer: v.string(), pid: v.number(), since: v.number() });
export type LockNote = v.InferOutput<typeof Note>;

const A_MINUTE = 60_000;

export const notePath = (office: string) => `${office}.lock`;

/** Who has the office open, as the note says; null when nobody does or the note cannot be read. */
export function readNote(office: string): LockNote | null {
  try {
    const parsed = v.safeParse(Note, JSON.parse(readFileSync(notePath(office), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * Takes the office for this program. A note of a program of this computer that has ended counts for nothing.
 * @throws Refused `in-use` with `user`, `computer`, `since`, and `reason` `same-user` or `other`
 */
export function takeNote(office: string): void {
  const mine: LockNote = { user: userName(), computer: hostname(), pid: process.pid, since: Date.now() };
  const text = JSON.stringify(mine);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(notePath(office), text, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = readNote(office);
    if (held && !hasEnded(held, mine)) {
      if (held.computer === mine.computer && held.pid === process.pid) return;
      const same = held.computer === mine.computer && held.user === mine.user;
      throw new Refused('in-use', {
        reason: same ? 'same-user' : 'other',
        user: held.user,
        computer: held.computer,
        since: held.since,
        note: basename(notePath(office)),
      });
    }
    rmSync(notePath(office), { force: true });
  }
  throw new Refused('in-use', { reason: 'other' });
}

/** Takes the note away, if it is this program's. */
export function dropNote(office: string): void {
  const held = readNote(office);
  if (held?.pid === process.pid && held.computer === hostname()) rmSync(notePath(office), { force: true });
}

/** Its program ended, or the computer was started anew since: a process id may have been given out again. */
const hasEnded = (held: LockNote, mine: LockNote) =>
  held.computer === mine.computer &&
  (!isAlive(held.pid) || (held.pid !== mine.pid && held.since < mine.since - uptime() * 1000 - A_MINUTE));

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** Signal 0 only asks; EPERM says that it lives and is another's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
