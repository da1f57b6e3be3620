import { existsSync, rmSync } from 'node:fs';
import { settle } from '../store/backup.ts';
import { createOfficeFile, WITH_JOURNALS } from '../store/file.ts';
import { openStore, Refused, type Store } from '../store/index.ts';
import { killPoint } from '../store/kill-points.ts';
import type { Place } from './out/leaving-file.ts';

/**
 * Makes a new office file: beside its place, filled, closed, and only then put there. Stopped or failed, no file is left.
 * @throws Refused `refused` (`exists`), `read-only` (`no-folder`), what `fill` throws, and what the disk says
 */
export async function makeOffice<T>(
  { path, part }: Place,
  migrations: string,
  fill: (store: Store) => Promise<T>,
): Promise<T> {
  const mustBeFree = () => {
    if (existsSync(path)) throw new Refused('refused', { reason: 'exists' });
  };
  mustBeFree();
  try {
    const made = await filled(part, migrations, fill);
    mustBeFree();
    killPoint('founding: whole');
    settle(part, path);
    return made;
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ENOENT' ? new Refused('read-only', { reason: 'no-folder' }) : error;
  } finally {
    for (const end of WITH_JOURNALS) rmSync(part + end, { force: true });
  }
}

async function filled<T>(part: string, migrations: string, fill: (store: Store) => Promise<T>): Promise<T> {
  createOfficeFile(part, migrations);
  // no journal beside a file that is none's yet, which network drives do not take
  const store = openStore(part, { journal: 'delete' });
  try {
    return await fill(store);
  } finally {
    await store.close();
  }
}
