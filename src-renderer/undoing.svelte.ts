import type { UndoAct } from '../src-main/contract/undo.ts';
import { toasts, type Turn } from './components/toasts.svelte.ts';
import { desk, DeskRefusal, lastAct, on, type Undone } from './desk.ts';
import { failures } from './failures.svelte.ts';
import { office } from './office.svelte.ts';
import { t } from './texts/language.svelte.ts';
import { actInWords, doneInWords } from './texts/undo-words.ts';

type Way = Turn['way'];

/** What Undo and Redo would do now. Main remembers the acts; here are only their words and the keys to them. */
class Undoing {
  undo = $state.raw<UndoAct | null>(null);
  redo = $state.raw<UndoAct | null>(null);
  /** The last act that was taken back or done again. */
  last = $state.raw<Turn | null>(null);
  #asked = 0;
  #words = '';

  /** Listens to main from now on; the returned function ends it. */
  start(): () => void {
    const ends = [on('undo', () => void this.#look()), on('office', () => void this.#look())];
    void this.#look();
    return () => ends.forEach((end) => end());
  }

  /** Says what was just done, with the way back where there is one. `undo` is read right after the answer. */
  said(text: string, undo: Undone = lastAct.undo): void {
    if (undo === 'too-big') toasts.show(`${text}. ${t('undo.tooBig')}`);
    else toasts.show(text, undo === undefined ? undefined : { way: 'undo', id: undo });
  }

  /** Takes the last act back, or does it again, or the named one. Main knows which: its words may come later than keys. */
  turn(way: Way, id?: number): void {
    void this.#turn(way, id);
  }

  async #turn(way: Way, id?: number): Promise<void> {
    toasts.clear();
    const which = id === undefined ? {} : { id };
    const act = id === undefined || id === this[way]?.id ? this[way] : null;
    const doing = t(way === 'undo' ? 'undo.undoing' : 'undo.redoing', { act: act ? actInWords(act) : t('undo.other') });
    const done = await toasts.during(doing, () =>
      failures.watch(async () => {
        try {
          return await (way === 'undo' ? desk.undo.take(which) : desk.undo.redo(which));
        } catch (error) {
          // a key pressed where there is nothing to take back says nothing
          const none = error instanceof DeskRefusal && error.error.detail.reason === `nothing-to-${way}`;
          if (none && id === undefined) return null;
          throw error;
        }
      }),
    );
    if (!done) return;
    this.last = { way, id: done.act.id };
    if (done.act.call === 'desktop.choose') await office.refreshDesk();
    const other = way === 'undo' ? 'redo' : 'undo';
    toasts.show(doneInWords(way, done), done.next === null ? undefined : { way: other, id: done.next });
  }

  async #look(): Promise<void> {
    const turn = ++this.#asked;
    const next = await desk.undo.next().catch(() => ({ undo: null, redo: null }));
    if (turn !== this.#asked) return;
    this.undo = next.undo;
    this.redo = next.redo;
    const words = {
      undo: next.undo ? t('undo.undo', { act: actInWords(next.undo) }) : '',
      redo: next.redo ? t('undo.redo', { act: actInWords(next.redo) }) : '',
    };
    if (JSON.stringify(words) === this.#words) return;
    this.#words = JSON.stringify(words);
    await desk.desktop.editWords(words);
  }
}
export const undoing = new Undoing();
