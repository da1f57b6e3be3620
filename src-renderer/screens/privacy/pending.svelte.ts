import type { PendingDelete } from '../../../src-main/contract/privacy.ts';
import type { Progress } from '../../../src-main/contract/terms.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import { purgeNow } from '../erase/deletes.ts';

/** Deletes that can still be undone, and the purge of one or all of them. */
class Pending {
  list = $state.raw<readonly PendingDelete[]>([]);
  /** What is being purged, and how far. Goes on when the page is left. */
  purging = $state.raw<{ progress: Progress | null; since: number } | null>(null);

  async look(): Promise<void> {
    this.list = (await failures.watch(() => desk.privacy.pending())) ?? [];
  }

  async purge(erasure?: number): Promise<void> {
    if (this.purging) return;
    toasts.clear();
    const since = Date.now();
    this.purging = { progress: null, since };
    const done = await failures.watch(() => purgeNow(erasure, (progress) => (this.purging = { progress, since })));
    this.purging = null;
    if (done) toasts.show(t('privacy.pending.purged', { n: done.tickets }));
    await this.look();
  }
}
export const pending = new Pending();
