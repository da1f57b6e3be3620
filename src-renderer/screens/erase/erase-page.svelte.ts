import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { ActDone, GoneKind, Preview, Reason } from '../../../src-main/contract/privacy.ts';
import type { Progress } from '../../../src-main/contract/terms.ts';
import { toasts, type Turn } from '../../components/toasts.svelte.ts';
import { desk, DeskRefusal, lastAct, longWork, type Undone } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import type { Erasing } from '../../route.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import { route } from '../../route.svelte.ts';
import { shown } from '../tickets/shown-list.svelte.ts';
import { undoing } from '../../undoing.svelte.ts';
import { passOver } from './pass-over.ts';
import { purgeNow, undoDelete } from './deletes.ts';

/** Work shorter than this shows no page of its own. */
const SHOWN_AFTER_MS = 400;
/** More tickets than this are let go only by typing their number. */
export const TYPED_ABOVE = 20;

export type Done = ActDone & { at: number; reason: Reason; purged: boolean };
type Listed = { items: { text: string; trackingId: string }[]; more: number };

/** One visit to the page: what would go, the act, what was done. The act goes on when the page is left. */
export class ErasePage {
  readonly erasing: Erasing;
  preview = $state.raw<Preview | null>(null);
  /** The one ticket it is for, where it is one. */
  one = $state.raw<{ id: number; trackingId: string; requester: string } | null>(null);
  /** The preview could not be had. */
  failed = $state.raw<DeskError | null>(null);
  note = $state<'stale' | 'stopped' | null>(null);

  reason = $state<Reason | undefined>(undefined);
  words = $state('');
  typed = $state('');
  /** What was wrong with the words, or with the act. */
  wrongWords = $state.raw<DeskError | null>(null);
  wrong = $state.raw<DeskError | null>(null);

  /** The act is under way; its page shows once it takes longer than an instant. */
  busy = $state(false);
  working = $state(false);
  what = $state<'act' | 'purge'>('act');
  progress = $state.raw<Progress | null>(null);
  since = $state(0);
  stopping = $state(false);
  #job: string | null = null;
  /** The ticket that was open before the act. */
  #open: number | null = null;
  #undo: Undone;

  done = $state.raw<Done | null>(null);
  /** What was done was taken back, here or by the line that offers it everywhere. */
  undone = $state(false);
  /** The page is no longer looked at: what comes is said in a line. */
  left = false;
  #asked = 0;

  constructor(erasing: Erasing) {
    this.erasing = erasing;
  }

  /** It is for people by themselves, whom no ticket needs. */
  get alone(): boolean {
    return 'people' in this.erasing.selection;
  }
  /** There is nothing left to act on. */
  get nothing(): boolean {
    return this.preview !== null && this.preview.tickets + (this.alone ? this.preview.peopleGone.length : 0) === 0;
  }
  get needsTyping(): boolean {
    return (this.preview?.tickets ?? 0) > TYPED_ABOVE;
  }
  /** Why the act cannot begin yet. */
  get notYet(): string | null {
    const { preview } = this;
    if (!preview) return t('erase.why.wait');
    if (this.nothing) return t('erase.why.nothing');
    if (this.reason === undefined) return t('erase.why.reason');
    if (this.needsTyping && Number(this.typed.replace(/\D/g, '')) !== preview.tickets) return t('erase.why.confirm');
    return null;
  }

  /** Asks what would go; says so when that is no longer what was shown. */
  async look(): Promise<void> {
    if (this.busy || this.done) return;
    const turn = ++this.#asked;
    const { act, selection } = this.erasing;
    try {
      const preview = await desk.privacy.preview({ act, selection });
      await this.#lookAtOne(selection);
      if (turn !== this.#asked || this.busy || this.done) return;
      if (this.preview && !sameToLookAt(this.preview, preview)) this.note = 'stale';
      this.preview = preview;
      this.failed = null;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (turn === this.#asked) this.failed = error.error;
    }
  }
  async #lookAtOne(selection: Erasing['selection']): Promise<void> {
    if (!('ids' in selection) || selection.ids.length !== 1) return;
    this.one = (await desk.tickets.rows({ ids: selection.ids }))[0] ?? null;
  }

  list(kind: GoneKind): Promise<Listed> {
    return desk.privacy.previewList({ ...this.erasing, kind });
  }

  async carryOut(): Promise<void> {
    const { preview, reason } = this;
    if (this.busy || this.notYet !== null || !preview || reason === undefined) return;
    this.note = this.wrong = this.wrongWords = null;
    const { act, selection } = this.erasing;
    const { words } = this;
    const done = await this.#run('act', () =>
      longWork<ActDone>(
        () => desk.privacy.act({ act, selection, stamp: preview.stamp, reason, words }),
        (told) => (this.progress = told),
        (job) => (this.#job = job),
      ),
    );
    if (!done) return;
    this.done = { ...done, at: Date.now(), reason, purged: act === 'anonymise' };
    if (act === 'delete') {
      this.#open = route.ticketId;
      this.#undo = lastAct.undo;
      undoing.said(this.saying);
      if ('people' in selection) route.personId = null;
      else passOver(shown, selection);
    } else if (this.left) toasts.show(this.saying);
  }

  /** "Ticket 7QH-M2D-9TXA deleted", "3 tickets deleted", "Identifying data removed from 3 tickets". */
  get saying(): string {
    const n = this.done?.tickets ?? 0;
    if (this.alone)
      return t(this.done?.purged ? 'erase.alone.purged' : 'erase.alone.done', { n: this.done?.people ?? 0 });
    if (this.done?.purged && this.erasing.act === 'delete') return t('erase.done.purged', { n });
    if (this.erasing.act === 'anonymise') return t('erase.done.anonymise', { n });
    return this.one && n === 1 ? t('erase.done.deleteOf', { id: this.one.trackingId }) : t('erase.done.delete', { n });
  }

  async undo(): Promise<void> {
    if (this.done && (await undoDelete(this.done.erasure))) await this.#cameBack();
  }
  /** Undo took something back somewhere: if it was this, the page has nothing more to say. */
  async turned({ way, id }: Turn): Promise<void> {
    if (way === 'undo' && id === this.#undo) await this.#cameBack();
  }
  async #cameBack(): Promise<void> {
    // what was open is open again, or the first of those that are back
    const { selection } = this.erasing;
    const id = this.#open ?? ('ids' in selection ? selection.ids[0] : undefined);
    if (id !== undefined) await shown.comeBackTo(id);
    this.undone = true;
  }

  /** Does not wait for the closing. */
  async purge(): Promise<void> {
    const { done } = this;
    if (!done || done.purged) return;
    toasts.clear();
    const purged = await this.#run('purge', () => purgeNow(done.erasure, (told) => (this.progress = told)));
    if (!purged) return;
    this.done = { ...done, purged: true };
    if (this.left) toasts.show(this.saying);
  }

  /** Only what has not been written down yet can be stopped. */
  get canStop(): boolean {
    return this.what === 'act' && this.#job !== null && this.progress?.step !== 'fold';
  }
  stop(): void {
    if (!this.canStop || this.#job === null) return;
    this.stopping = true;
    void desk.desktop.cancelJob({ job: this.#job });
  }

  async #run<T>(what: 'act' | 'purge', work: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.what = what;
    this.progress = null;
    this.stopping = false;
    this.#job = null;
    this.since = Date.now();
    const timer = setTimeout(() => (this.working = true), SHOWN_AFTER_MS);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      await this.#refused(error.error);
      return undefined;
    } finally {
      clearTimeout(timer);
      this.busy = this.working = false;
    }
  }

  async #refused(error: DeskError): Promise<void> {
    this.busy = false;
    if (error.code === 'cancelled') this.note = 'stopped';
    else if (error.detail.reason === 'words-name-someone') this.wrongWords = error;
    else if (error.code === 'changed-meanwhile' || error.code === 'not-found') {
      this.typed = '';
      await this.look();
      this.note = 'stale';
    } else if (this.left) failures.last = error;
    else this.wrong = error;
  }
}

/** The stamp also changes with what no line of the page shows. */
const sameToLookAt = (one: Preview, other: Preview): boolean =>
  one.stamp === other.stamp || JSON.stringify({ ...one, stamp: '' }) === JSON.stringify({ ...other, stamp: '' });
