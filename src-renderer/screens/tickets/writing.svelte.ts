import type { ChosenFile } from '../../../src-main/contract/desktop.ts';
import type { Channel } from '../../../src-main/contract/terms.ts';
import type { Ticket } from '../../../src-main/contract/tickets.ts';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { desk, DeskRefusal } from '../../desk.ts';
import { letGo, takenIn } from '../../outside-files.ts';
import { t } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';
import { undoing } from '../../undoing.svelte.ts';
import type { Reading } from './reading.svelte.ts';

export type WriteKind = 'reply' | 'note';
export type From = 'staff' | 'person';
/** How a reply goes out or came. */
export const WAYS = ['letter', 'mail', 'phone', 'walk-in'] as const satisfies Channel[];
export type Way = (typeof WAYS)[number];

const DRAFT_MS = 600;

/** What is being written for the open ticket: kept as a draft while one types, files until the window closes. */
export class Writing {
  ticket = $state.raw<Ticket | null>(null);
  kind = $state<WriteKind>('reply');
  from = $state<From>('staff');
  way = $state<Way>('letter');
  texts = $state<Record<WriteKind, string>>({ reply: '', note: '' });
  files = $state.raw<readonly ChosenFile[]>([]);
  /** Why it could not be saved, said where it was written. */
  wrong = $state('');
  /** The draft as it stands is in the office file. */
  kept = $state(false);
  saving = $state(false);
  readonly #reading: Reading;
  readonly #after: () => void;
  readonly #closed: (ticket: Ticket) => void;
  /** Files of tickets that are not shown now; a draft in the office file holds words only. */
  readonly #filesOf = new SvelteMap<number, readonly ChosenFile[]>();
  readonly #unsaved = new SvelteSet<WriteKind>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(reading: Reading, after: () => void, closed: (ticket: Ticket) => void) {
    this.#reading = reading;
    this.#after = after;
    this.#closed = closed;
  }

  get text(): string {
    return this.texts[this.kind];
  }
  get isEmpty(): boolean {
    return this.text.trim() === '';
  }

  /** Another ticket is shown: what was written for the one before is kept, what was kept for this one comes back. */
  async follow(ticket: Ticket | null): Promise<void> {
    if (ticket?.id === this.ticket?.id) {
      const emptied = ticket?.anonymisedAt !== this.ticket?.anonymisedAt;
      this.ticket = ticket;
      // It takes no more texts, and what was begun goes with the others.
      if (emptied) this.#empty(ticket);
      return;
    }
    const before = this.ticket;
    if (before) this.#filesOf.set(before.id, this.files);
    const flushed = this.flush();
    this.ticket = ticket;
    this.#takeDrafts(ticket);
    this.from = 'staff';
    this.way = ticket && WAYS.includes(ticket.channel as Way) ? (ticket.channel as Way) : 'letter';
    this.files = (ticket && this.#filesOf.get(ticket.id)) ?? [];
    this.wrong = '';
    await flushed;
  }

  #empty(ticket: Ticket | null): void {
    clearTimeout(this.#timer);
    this.#unsaved.clear();
    this.files = [];
    this.#takeDrafts(ticket);
  }
  #takeDrafts(ticket: Ticket | null): void {
    const draftOf = (kind: WriteKind) => ticket?.drafts.find((draft) => draft.kind === kind)?.body ?? '';
    this.texts = { reply: draftOf('reply'), note: draftOf('note') };
    this.kind = this.texts.reply === '' && this.texts.note !== '' ? 'note' : 'reply';
    this.kept = !this.isEmpty;
  }

  typed(text: string): void {
    this.texts[this.kind] = text;
    this.wrong = '';
    this.kept = false;
    this.#unsaved.add(this.kind);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DRAFT_MS);
  }

  /** Something was taken back or done again: drafts come and go with it. What is being typed just now stays. */
  async turned(): Promise<void> {
    await this.#reading.again();
    const { ticket } = this.#reading;
    if (ticket && ticket.id === this.ticket?.id && this.#unsaved.size === 0) this.#takeDrafts(ticket);
  }

  /** Files that were chosen for these tickets go. */
  letGo(tickets: readonly number[]): void {
    for (const id of tickets) this.#filesOf.delete(id);
  }

  /** Writes what was typed since into the office file. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const { ticket } = this;
    const kinds = [...this.#unsaved];
    this.#unsaved.clear();
    if (!ticket) return;
    for (const kind of kinds) {
      const body = this.texts[kind];
      const done = await this.#told(() => desk.tickets.saveDraft({ id: ticket.id, kind, body }));
      if (done !== undefined && this.ticket?.id === ticket.id && !this.#unsaved.has(kind))
        this.kept = body.trim() !== '';
    }
  }

  /** Goes back to the list; what was written stays a draft. */
  leave(): void {
    this.#after();
  }

  /** Takes dropped or pasted files in; one that cannot be taken in does not keep the others out. */
  async take(files: Iterable<File>): Promise<void> {
    let wrong = '';
    for (const file of files) {
      const taken = await this.#told(() => takenIn(file));
      if (taken) this.files = [...this.files, taken];
      else ({ wrong } = this);
    }
    this.wrong = wrong;
  }
  async chooseFiles(): Promise<void> {
    await this.#told(async () => {
      this.files = [...this.files, ...(await desk.desktop.chooseFiles({ what: 'attachments' }))];
    });
  }
  dropFile(token: string): void {
    letGo(this.files.filter((file) => file.token === token));
    this.files = this.files.filter((file) => file.token !== token);
  }

  /** Saves what was written, closes the ticket with it where asked, and goes back to the list. */
  async save(close: boolean): Promise<void> {
    const { ticket, kind, text, files } = this;
    if (!ticket || this.saving) return;
    if (this.isEmpty) {
      this.wrong = t('tickets.write.empty');
      return;
    }
    this.saving = true;
    clearTimeout(this.#timer);
    this.#unsaved.delete(kind);
    const done = await this.#told(() =>
      desk.tickets.reply({
        id: ticket.id,
        kind,
        body: text,
        from: kind === 'reply' ? this.from : 'staff',
        channel: this.way,
        close,
        begunAsTicket: false,
        files: files.map(({ token }) => token),
      }),
    );
    this.saving = false;
    if (!done) return;
    letGo(files);
    this.#filesOf.delete(ticket.id);
    if (this.ticket?.id === ticket.id) {
      this.texts[kind] = '';
      this.files = [];
      this.kept = false;
      this.from = 'staff';
    }
    undoing.said(t(kind === 'reply' ? 'tickets.done.replied' : 'tickets.done.noted'));
    await this.#reading.again();
    if (close) this.#closed(ticket);
    else this.#after();
  }

  async #told<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.wrong = '';
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code !== 'cancelled') this.wrong = sentenceOf(error.error);
      return undefined;
    }
  }
}
