import { toasts } from '../../components/toasts.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { office } from '../../office.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import { ToldWork } from '../../told-work.svelte.ts';

/** A restore closes the office and opens it again: its screen goes meanwhile, the work is told on the first screen. */
class Restoring {
  readonly work = new ToldWork('exchange.restore');

  async run(backup: string): Promise<void> {
    const done = await failures.watch(() => this.work.run(() => desk.desktop.restore({ backup })));
    await office.refresh();
    if (done)
      toasts.show(done.kept ? t('settings.restore.done', { name: done.kept }) : t('settings.restore.doneAlone'));
  }
}
export const restoring = new Restoring();
