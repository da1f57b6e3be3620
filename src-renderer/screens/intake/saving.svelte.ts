import type { InputOf } from '../../../src-main/contract/call.ts';
import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { tickets } from '../../../src-main/contract/tickets.ts';
import { desk, DeskRefusal, lastAct, type Undone } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { t, type TextKey } from '../../texts/language.svelte.ts';
import { sentenceOf } from '../../texts/refusal.ts';
import { endOfFieldDate } from '../tickets/filter-words.ts';
import type { IntakeForm } from './intake.svelte.ts';

/** Places of the form where something can be wrong; `field-3` is the own field of that id, `form` the foot. */
export type Place =
  | 'who'
  | 'name'
  | 'email'
  | 'phone'
  | 'address'
  | 'number'
  | 'subject'
  | 'message'
  | 'due'
  | 'files'
  | 'form'
  | `field-${number}`;

const FIELD_REASONS: Readonly<Record<string, TextKey>> = {
  'field-required': 'intake.wrong.required',
  'field-email': 'intake.wrong.mail',
  'field-date': 'intake.wrong.due',
  'field-option': 'intake.wrong.choice',
  'field-one': 'intake.wrong.choice',
  'field-elsewhere': 'intake.wrong.elsewhere',
  'too-long': 'intake.wrong.long',
};
const PERSON_PLACES = ['name', 'email', 'phone', 'address', 'number'] as const;

/** Where a refusal belongs in the form, and what is said there. */
export function placeOf(error: DeskError): [Place, string] {
  const { reason = '', field = '', fieldId } = error.detail;
  if (typeof fieldId === 'number')
    return [
      `field-${fieldId}`,
      FIELD_REASONS[reason] ? t(FIELD_REASONS[reason] as 'intake.wrong.required') : sentenceOf(error),
    ];
  if (error.code === 'not-found' && reason === 'person') return ['who', t('intake.wrong.whoGone')];
  if (error.code === 'not-found' && reason === 'file') return ['files', t('intake.wrong.file')];
  if (reason === 'not-a-file' || field.startsWith('files')) return ['files', sentenceOf(error)];
  const part = PERSON_PLACES.find((each) => field === `person.create.${each}`);
  if (part) return [part, t(reason === 'empty' ? 'intake.wrong.name' : 'intake.wrong.long')];
  if (field === 'subject') return ['subject', t(reason === 'empty' ? 'intake.wrong.subject' : 'intake.wrong.long')];
  if (field === 'message' || field === 'body') return ['message', t('intake.wrong.size')];
  if (field === 'dueAt') return ['due', t('intake.wrong.due')];
  return ['form', sentenceOf(error)];
}

/** Checks and saves a form; what is wrong stands at its place. */
export class Saving {
  wrong = $state.raw<Partial<Record<Place, string>>>({});
  busy = $state(false);
  readonly #form: IntakeForm;

  constructor(form: IntakeForm) {
    this.#form = form;
  }

  say(place: Place, text: string): void {
    this.wrong = { ...this.wrong, [place]: text };
  }
  clear(place: Place): void {
    if (this.wrong[place] === undefined) return;
    const { [place]: _said, ...rest } = this.wrong;
    this.wrong = rest;
  }

  /** The new ticket, or undefined with what is wrong said in its place. */
  save(): Promise<{ id: number; trackingId: string } | undefined> {
    return this.#run(async () => {
      const given = this.#given();
      return given && desk.tickets.create(given);
    });
  }

  /** Puts the words and files into an open ticket, as a message of its requester. */
  addTo(ticketId: number): Promise<{ id: number; undo: Undone } | undefined> {
    return this.#run(async () => {
      const form = this.#form;
      const { person, subject, message } = form;
      const body = [subject, message].filter((text) => text.trim() !== '').join('\n\n');
      if (body === '') {
        this.wrong = { message: t('intake.wrong.message') };
        return undefined;
      }
      await desk.tickets.reply({
        id: ticketId,
        kind: 'reply',
        from: 'person',
        channel: form.channel,
        body,
        close: false,
        begunAsTicket: true,
        files: form.files.map(({ token }) => token),
      });
      const { undo } = lastAct;
      // The message stands: what goes wrong from here is said on top, so that nobody saves it twice.
      await failures.watch(async () => {
        if (form.notice && person) await desk.people.noticeGiven({ id: person.id, given: true });
        for (const { id } of form.followers) await desk.tickets.addFollower({ id: ticketId, person: { id } });
      });
      return { id: ticketId, undo };
    });
  }

  async #run<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.wrong = {};
    try {
      await this.#form.chosen;
      return await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      const [place, text] = placeOf(error.error);
      this.say(place, text);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  #given(): InputOf<typeof tickets.create> | undefined {
    const form = this.#form;
    const { person, fresh } = form;
    const dueAt = form.day === null ? undefined : form.day === '' ? null : endOfFieldDate(form.day);
    const wrong: Partial<Record<Place, string>> = {};
    if (!person && !fresh) wrong.who = t(form.typed.trim() === '' ? 'intake.wrong.who' : 'intake.wrong.whoOpen');
    if (fresh && fresh.name.trim() === '') wrong.name = t('intake.wrong.name');
    if (form.subject.trim() === '') wrong.subject = t('intake.wrong.subject');
    if (form.day && dueAt === undefined) wrong.due = t('intake.wrong.due');
    for (const { id, required } of form.fields)
      if (required && form.valuesOf(id).every((value) => value.trim() === ''))
        wrong[`field-${id}`] = t('intake.wrong.required');
    this.wrong = wrong;
    const who = person ? { id: person.id } : fresh && { create: { ...fresh } };
    if (Object.keys(wrong).length > 0 || !who) return undefined;
    return {
      channel: form.channel,
      person: who,
      followers: form.followers.map(({ id }) => id),
      subject: form.subject,
      message: form.message,
      inTheirWords: form.inTheirWords,
      ...(form.category && { categoryId: form.category.id }),
      ...(form.priorityId !== undefined && { priorityId: form.priorityId }),
      ...(form.ownerId !== undefined && { ownerId: form.ownerId }),
      ...(dueAt !== undefined && { dueAt }),
      fields: form.fields
        .map(({ id }) => ({ fieldId: id, values: [...form.valuesOf(id)] }))
        .filter(({ values }) => values.length > 0),
      noticeGiven: form.notice,
      files: form.files.map(({ token }) => token),
    };
  }
}
