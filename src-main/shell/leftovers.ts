import { purgeImports } from '../exchange/index.ts';
import { purgeClosed } from '../privacy/index.ts';
import { openStore } from '../store/index.ts';
import { purgeUnfinished } from '../tickets/index.ts';

/**
 * What a killed program left half done or still to be forgotten goes, to the last byte, before anyone sees the office: attachments
 * and imports that were coming in, deletes that waited for the closing. Nobody may have the office open.
 */
export async function clearLeftovers(path: string, journal: 'wal' | 'delete'): Promise<void> {
  const store = openStore(path, { journal });
  let left = 0;
  try {
    left = (await purgeUnfinished(store)) + (await purgeImports(store));
  } finally {
    await store.close();
  }
  await purgeClosed(path, { journal, wipe: left > 0 });
}
