import type { ChosenFile } from '../src-main/contract/desktop.ts';
import { PICTURE_BYTES } from '../src-main/contract/terms.ts';
import { desk, DeskRefusal, tokenOf } from './desk.ts';
import { format, t } from './texts/language.svelte.ts';

/** A file that was dropped or pasted; a picture that is in no file, as a screenshot on the clipboard, becomes one. */
export async function takenIn(file: File): Promise<ChosenFile> {
  try {
    return await tokenOf(file);
  } catch (error) {
    const nowhere = error instanceof DeskRefusal && error.error.code === 'not-found';
    if (!nowhere || !file.type.startsWith('image/')) throw error;
    if (file.size > PICTURE_BYTES)
      throw new DeskRefusal({ code: 'too-large', message: '', detail: { reason: 'picture' } });
    // it may have been a file that is gone by now
    const bytes = await file.arrayBuffer().catch(() => Promise.reject(error));
    const name = t('common.screenshot', { when: format().fileStamp(Date.now()) });
    return desk.desktop.takePicture({ name, bytes: new Uint8Array(bytes) });
  }
}

/** Files that are attached by now, or not wanted any more. */
export function letGo(files: readonly ChosenFile[]): void {
  if (files.length > 0) void desk.desktop.letGo({ files: files.map(({ token }) => token) }).catch(() => undefined);
}

/** Files on the clipboard. Word processors put a picture of a text beside the text: the text is what is meant then. */
export function pastedFiles(event: ClipboardEvent): File[] {
  return event.clipboardData?.types.includes('text/plain') ? [] : [...(event.clipboardData?.files ?? [])];
}
