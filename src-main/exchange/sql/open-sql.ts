import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Working } from '../../jobs.ts';
import { settle } from '../../store/backup.ts';
import { WITH_JOURNALS } from '../../store/file.ts';
import { office, openStore, Refused, staff } from '../../store/index.ts';
import { verify } from '../../store/integrity.ts';
import { killPoint } from '../../store/kill-points.ts';
import { makeFromDump } from '../../store/sql/index.ts';
import type { Place } from '../out/leaving-file.ts';
import { replay } from '../replay.ts';
import { stonesBeside } from '../stones.ts';

export type SqlIn = {
  /** The SQL file. */
  source: string;
  /** Where the office goes, and the file beside it that it is until it is whole. */
  place: Place;
  migrations: string;
  /** The folder with a folder of backups for each office. */
  backups: string;
};
/** What came in; `erased`: tickets and people that were erased on this computer since the file was written. */
export type SqlOpened = { uid: string; tickets: number; people: number; erased: number };

/**
 * Makes an office out of an SQL file of the whole office: rows, search index, new secrets, and erased again what this
 * computer knows as erased since. Read whole before it stands in its place. Long work; what fails leaves no file.
 * @throws Refused `unreadable` with the line of what is wrong, `newer-version`, `refused` (`exists`), and what the disk says
 */
export async function openSql(
  { source, place, migrations, backups }: SqlIn,
  working: Pick<Working, 'progress' | 'check'>,
): Promise<SqlOpened> {
  const { path, part } = place;
  if (existsSync(path)) throw new Refused('refused', { reason: 'exists' });
  try {
    makeFromDump(source, part, migrations, {
      check: () => working.check(),
      progress: (done, total) => working.progress('sql', done, total),
      indexed: (done, total) => working.progress('index', done, total),
    });
    const { uid, erased } = await finished(part, backups);
    const counted = verify(part);
    working.check();
    if (existsSync(path)) throw new Refused('refused', { reason: 'exists' });
    killPoint('sql in: whole');
    settle(part, path);
    return { uid, tickets: counted.tickets, people: counted.people, erased };
  } finally {
    for (const end of WITH_JOURNALS) rmSync(part + end, { force: true });
  }
}

/** Tombstones: what needs the areas' own tables. */
async function finished(part: string, backups: string): Promise<{ uid: string; erased: number }> {
  const store = openStore(part, { journal: 'delete' });
  try {
    const [row] = await store.db.select({ uid: office.uid }).from(office).where(eq(office.id, 1));
    const [owner] = await store.db
      .select({ id: staff.id })
      .from(staff)
      .where(and(eq(staff.role, 'owner'), isNull(staff.deactivatedAt)))
      .orderBy(asc(staff.id))
      .limit(1);
    if (!row || !owner) throw new Refused('unreadable', { reason: 'sql-no-office' });
    // uids are 32 hex digits by now, so this is a folder of ours and no other
    const known = stonesBeside(join(backups, row.uid));
    const erased = await replay(store, { staffId: owner.id, permissions: new Set() }, known);
    return { uid: row.uid, erased };
  } finally {
    await store.close();
  }
}
