import { toasts } from '../../components/toasts.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { office } from '../../office.svelte.ts';
import { t } from '../../texts/language.svelte.ts';

/** A restore closes the office and opens it again: its screen goes meanwhile, the work is told on the first screen. */
class Restoring {
  working = $state(false);

  async run(backup: string): Promise<void> {
    this.working = true;
    const done = await failures.watch(() => desk.desktop.restore({ backup }));
    this.working = false;
    await office.refresh();
    if (done)
      toasts.show(done.kept ? t('settings.restore.done', { name: done.kept }) : t('settings.restore.doneAlone'));
  }
}
export const restoring = new Restoring();
