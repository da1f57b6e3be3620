import { MESSAGE_BYTES } from '../../../src-main/contract/terms.ts';
import { desk, DeskRefusal } from '../../desk.ts';
import { pastedFiles, takenIn } from '../../outside-files.ts';
import { t } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';
import type { IntakeForm } from './intake.svelte.ts';
import type { Saving } from './saving.svelte.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Files and texts that come from outside: dropped, pasted, or chosen in the system's dialog. */
export class Attaching {
  /** Files are held over the form. */
  over = $state(false);
  readonly #form: IntakeForm;
  readonly #saving: Saving;

  constructor(form: IntakeForm, saving: Saving) {
    this.#form = form;
    this.#saving = saving;
  }

  async take(files: readonly File[]): Promise<void> {
    await this.#told(async () => {
      for (const file of files) this.#form.files = [...this.#form.files, await takenIn(file)];
    });
  }
  choose(): Promise<void> {
    return this.#told(async () => {
      const chosen = await desk.desktop.chooseFiles({ what: 'attachments' });
      this.#form.files = [...this.#form.files, ...chosen];
    });
  }

  async #told(work: () => Promise<void>): Promise<void> {
    this.#saving.clear('files');
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code !== 'cancelled') this.#saving.say('files', sentenceOf(error.error));
    }
  }

  dragged(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.over = true;
  }
  dropped(event: DragEvent): void {
    this.over = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.take(files);
  }
  pasted(event: ClipboardEvent): void {
    const files = pastedFiles(event);
    if (files.length === 0) return;
    event.preventDefault();
    void this.take(files);
  }

  /** Before text goes into the message: more than it may hold is kept out, and said. */
  entering(event: InputEvent & { currentTarget: HTMLTextAreaElement }): void {
    const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    if (text.length < 2) return;
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const left = value.slice(0, selectionStart) + value.slice(selectionEnd);
    const over = left.length + text.length > MESSAGE_BYTES || bytesOf(left) + bytesOf(text) > MESSAGE_BYTES;
    if (!over) return;
    event.preventDefault();
    this.#saving.say('message', t('intake.wrong.paste'));
  }
}
