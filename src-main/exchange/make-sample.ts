import type { Working } from '../jobs.ts';
import { makeOffice } from './make-office.ts';
import type { Place } from './out/leaving-file.ts';
import { loadSampleOffice } from './sample-office/index.ts';

/** Makes the sample office as a new file; cancelled or failed, no file is left. */
export async function makeSampleOffice(
  { place, migrations, resources }: { place: Place; migrations: string; resources: string },
  working: Pick<Working, 'progress' | 'check'>,
): Promise<{ uid: string }> {
  return makeOffice(place, migrations, async (store) => {
    const { uid } = await loadSampleOffice(store, resources, (step, done, total) => {
      working.check();
      working.progress(step, done, total);
    });
    return { uid };
  });
}
