import { office } from '../../office.svelte.ts';
import { opened } from '../../opened.svelte.ts';
import { route } from '../../route.svelte.ts';
import { importOf } from './import-page.svelte.ts';

const TABLE = /\.(csv|tsv|xlsx)$/i;

/**
 * A spreadsheet dropped on the window is brought in, unless what it was dropped on took it; anything else that is
 * dropped does nothing, instead of leading the window away. The returned function ends the watching.
 */
export function watchDrops(): () => void {
  const over = (event: DragEvent) => event.preventDefault();
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (!file || !office.settings || opened.now) return;
    if (route.screen !== 'import' && !TABLE.test(file.name)) return;
    route.go('import');
    void importOf(office.settings.uid).drop(file);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', drop);
  };
}
