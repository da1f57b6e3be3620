import { toasts } from './components/toasts.svelte.ts';
import { desk } from './desk.ts';
import { t } from './texts/language.svelte.ts';
import { ToldWork } from './told-work.svelte.ts';

/** "Save a copy": asked for by the menu on whatever screen, so it is told at the top of the window. */
class Copying {
  readonly work = new ToldWork('exchange.copy');

  async run(): Promise<void> {
    if (this.work.since !== null) return;
    const saved = await this.work.run(() => desk.desktop.saveCopy());
    if (saved) toasts.show(t('frame.copySaved', { name: saved.fileName }));
  }
}
export const copying = new Copying();
