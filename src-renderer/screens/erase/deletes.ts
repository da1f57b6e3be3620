import { toasts } from '../../components/toasts.svelte.ts';
import { desk, longWork } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import type { Progress } from '../../../src-main/contract/terms.ts';
import { t } from '../../texts/language.svelte.ts';

/** Takes a delete back and says so. True when its tickets are there again. */
export async function undoDelete(erasure: number): Promise<boolean> {
  const back = await failures.watch(() => desk.privacy.undoDelete({ erasure }));
  if (back)
    toasts.show(
      back.tickets > 0 ? t('erase.undone', { n: back.tickets }) : t('erase.alone.undone', { n: back.people }),
    );
  return back !== undefined;
}

/** "Delete now": purges one pending delete, or all. Long work that goes on to its end. */
export const purgeNow = (erasure: number | undefined, told: (progress: Progress) => void) =>
  longWork<{ tickets: number; people: number }>(
    () => desk.privacy.purge(erasure === undefined ? {} : { erasure }),
    told,
  );
