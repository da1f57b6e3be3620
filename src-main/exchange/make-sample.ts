import { rmSync } from 'node:fs';
import type { Working } from '../jobs.ts';
import { createOfficeFile } from '../store/file.ts';
import { openStore } from '../store/index.ts';
import { loadSampleOffice } from './sample-office/index.ts';

/** Makes the sample office as a new file; cancelled or failed, no file is left. */
export async function makeSampleOffice(
  { path, migrations, resources }: { path: string; migrations: string; resources: string },
  working: Pick<Working, 'progress' | 'check'>,
): Promise<{ uid: string }> {
  createOfficeFile(path, migrations);
  const store = openStore(path);
  let made = false;
  try {
    const { uid } = await loadSampleOffice(store, resources, (step, done, total) => {
      working.check();
      working.progress(step, done, total);
    });
    made = true;
    return { uid };
  } finally {
    await store.close();
    if (!made) for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  }
}
