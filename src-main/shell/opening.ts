import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { expected } from '../gate.ts';
import { officeUid } from '../store/counters.ts';
import { damageOf } from '../store/damage.ts';
import { looking } from '../store/file.ts';
import { office, Refused, staff, type Reads } from '../store/index.ts';

/** Up to this size a file is read whole before it is opened, which takes a third of a second; larger ones are looked through behind the desk, and with each backup. */
const READ_WHOLE = 64 * 1024 * 1024;

/** One name for one file, however it was come by. A file that is not there keeps the name it was asked by. */
export function realPathOf(given: string): string {
  try {
    return realpathSync.native(resolve(given));
  } catch {
    return resolve(given);
  }
}

/** @throws Refused `not-found`, `refused` (`not-a-file`) */
export function mustBeFile(path: string): void {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) throw new Refused('not-found', { reason: 'file' });
  if (!facts.isFile()) throw new Refused('refused', { reason: 'not-a-file' });
}

export const isReadAtOpening = (path: string) => statSync(path).size <= READ_WHOLE;

/** @throws Refused `damaged` with `parts` when a file that is not too large for it does not read back whole */
export function mustBeWhole(path: string): void {
  if (!isReadAtOpening(path)) return;
  const parts = damageOf(path);
  if (parts.length > 0) throw damaged(parts);
}

const damaged = (parts: readonly string[]) =>
  new Refused('damaged', { reason: 'damaged-parts', parts: parts.join(',') });

/**
 * Why an office could not be opened, as told to the user; null for a bug. A file that is known as an office and is none
 * any more is damaged; of a damaged one it is said what is.
 */
export function whyNotOpened(path: string, error: unknown, known: boolean): Refused | null {
  const refused = expected(error);
  if (!refused) return null;
  if (refused.code === 'read-only') return new Refused('read-only', { reason: 'office-read-only' });
  if (refused.detail.reason === 'damaged-parts') return refused;
  const foreign = refused.code === 'unreadable' || isNoDatabase(error);
  if (foreign && !known)
    return new Refused('unreadable', { reason: isNoDatabase(error) ? 'not-a-database' : 'not-an-office' });
  if (foreign) return damaged(['beginning']);
  if (refused.code !== 'damaged') return refused;
  try {
    const parts = damageOf(path);
    return damaged(parts.length > 0 ? parts : ['other']);
  } catch {
    return damaged(['other']);
  }
}

const isNoDatabase = (error: unknown) => (error as { code?: unknown } | null)?.code === 'SQLITE_NOTADB';

/** The uid of an office that is not open, as far as its file can still be read; it names the folder of its backups. */
export function uidIn(path: string): string | null {
  try {
    return looking(path, () => officeUid(path));
  } catch {
    return null;
  }
}

/** Which office it is and who sits at it: its owner. @throws Refused `damaged` when a row that every office has is missing */
export async function whoIsThere(db: Reads): Promise<{ uid: string; name: string; staffId: number }> {
  const [row] = await db.select({ uid: office.uid, name: office.name }).from(office).where(eq(office.id, 1));
  const [owner] = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.role, 'owner'), isNull(staff.deactivatedAt)))
    .orderBy(asc(staff.id))
    .limit(1);
  if (!row || !owner) throw new Refused('damaged', { reason: 'damaged-parts', parts: 'settings' });
  return { ...row, staffId: owner.id };
}
