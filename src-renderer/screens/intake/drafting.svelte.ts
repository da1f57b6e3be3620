import type { ChosenFile } from '../../../src-main/contract/desktop.ts';
import type { IntakeContent, IntakeDraft } from '../../../src-main/contract/intake.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import { CAME_BY, type IntakeForm } from './intake.svelte.ts';
import type { Saving } from './saving.svelte.ts';

const AFTER_MS = 600;
/** A line that is longer is no line; the message is kept whole. */
const LINE = 10_000;

const cut = (text: string) => text.slice(0, LINE);

/** What is typed in the form now, as the office file keeps it. */
function contentOf(form: IntakeForm): IntakeContent {
  const { fresh } = form;
  return {
    channel: form.channel,
    typed: cut(form.typed),
    fresh: fresh && {
      name: cut(fresh.name),
      email: cut(fresh.email),
      phone: cut(fresh.phone),
      address: cut(fresh.address),
      number: cut(fresh.number),
    },
    subject: cut(form.subject),
    message: form.message,
    ownWords: form.ownWords,
    categoryId: form.categoryId,
    priorityId: form.priorityId ?? null,
    ...(form.ownerId !== undefined && { ownerId: form.ownerId }),
    day: form.day && cut(form.day),
    fields: Object.entries(form.values).map(([id, values]) => ({ fieldId: Number(id), values: values.map(cut) })),
    followers: form.followers.map(({ id }) => id),
    notice: form.notice,
    files: form.files.length,
  };
}

type Kept = { personId: number | null; content: IntakeContent } | null;

/** Keeps a half-typed ticket in the office file while one types, and offers it when intake is opened again. */
export class Drafting {
  /** What was begun earlier, while it is not decided whether it goes on. */
  found = $state.raw<IntakeDraft | null>(null);
  readonly #form: IntakeForm;
  readonly #saving: Saving;
  /** Files of a form that was still there when the question came up. */
  #files: readonly ChosenFile[] = [];
  /** What the office keeps is known; nothing may be written over it before. */
  #answered = false;
  #kept = 'null';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(form: IntakeForm, saving: Saving) {
    this.#form = form;
    this.#saving = saving;
  }

  /**
   * The dialog opens, for somebody where one is given. What is typed from now on belongs to this ticket, before the office
   * has said what was begun earlier. `begun`: what was typed before still stands in it; `emptied`: it did until now.
   */
  async begin(personId: number | null): Promise<'new' | 'begun' | 'emptied'> {
    const form = this.#form;
    const { isBegun, isKept } = form;
    const goesOn = isBegun && (personId === null || personId === form.person?.id);
    if (isBegun && !goesOn) this.#files = form.files;
    const given = goesOn ? null : form.begin(personId);
    const draft = await desk.tickets.intakeDraft();
    this.#answered = true;
    if (goesOn && (draft !== null || !isKept)) {
      this.#kept = draft ? JSON.stringify(this.read()) : 'null';
      return 'begun';
    }
    this.found = draft;
    this.#kept = draft ? '' : 'null';
    // what the office no longer has went with the person it was about
    await (given ?? form.begin(personId));
    return goesOn ? 'emptied' : 'new';
  }

  /** What was begun goes on. */
  async goOn(): Promise<void> {
    const draft = this.found;
    if (!draft) return;
    this.found = null;
    const form = this.#form;
    await fill(form, draft);
    form.files = this.#files;
    const missing = draft.content.files - form.files.length;
    if (missing > 0) this.#saving.say('files', t('intake.filesAgain', { n: missing }));
  }

  /** What was begun is thrown away, and the form is for whom it was opened. */
  async anew(): Promise<void> {
    this.found = null;
    await this.flush();
  }

  /** What stands in the form now; asked inside an effect, it follows each change. */
  read(): Kept {
    const form = this.#form;
    return form.touched ? { personId: form.person?.id ?? null, content: contentOf(form) } : null;
  }

  /** Something was typed: it is kept when nothing follows for a moment. */
  follow(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), AFTER_MS);
  }

  /** Writes what was typed since into the office file; while the ticket is being saved, that decides. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.found !== null) return;
    if (this.#saving.busy || !this.#answered) return this.follow();
    const now = this.read();
    const text = JSON.stringify(now);
    if (text === this.#kept) return;
    const before = this.#kept;
    this.#kept = text;
    const { office } = this.#form;
    const done = await failures.watch(() => desk.tickets.saveIntakeDraft({ office, draft: now }));
    if (done === undefined) this.#kept = before;
    else this.#form.isKept = now !== null;
  }

  /** The form became a ticket: the office has let go of its draft in the same write. */
  done(): void {
    clearTimeout(this.#timer);
    this.#kept = 'null';
  }
}

async function fill(form: IntakeForm, { personId, content, followers }: IntakeDraft): Promise<void> {
  form.reset();
  form.channel = CAME_BY.find((way) => way === content.channel) ?? 'walk-in';
  form.typed = content.typed;
  form.fresh = content.fresh;
  form.subject = content.subject;
  form.message = content.message;
  form.ownWords = content.ownWords;
  form.categoryId = content.categoryId;
  form.priorityId = content.priorityId ?? undefined;
  form.ownerId = content.ownerId;
  form.day = content.day;
  form.values = Object.fromEntries(content.fields.map(({ fieldId, values }) => [fieldId, values]));
  form.followers = followers;
  form.notice = content.notice;
  if (personId !== null) await form.choose(personId);
}
