import type { ChosenFile } from '../../../src-main/contract/desktop.ts';
import type { CustomField } from '../../../src-main/contract/office.ts';
import type { Person } from '../../../src-main/contract/people.ts';
import type { Channel } from '../../../src-main/contract/terms.ts';
import { desk } from '../../desk.ts';
import { whenForgotten } from '../../forgetting.ts';
import { office } from '../../office.svelte.ts';
import { letGo } from '../../outside-files.ts';
import { format } from '../../texts/language.svelte.ts';
import { NO_PERSON, personOfTyped, type NewPersonFields } from './typed-person.ts';

/** How somebody comes to the desk, in the order of the keys. */
export const CAME_BY = ['walk-in', 'phone', 'letter', 'mail'] as const satisfies Channel[];
export type CameBy = (typeof CAME_BY)[number];

const DAY = 86_400_000;

/**
 * The ticket that is being taken in. It outlives its dialog, so that another dialog, or a key pressed by mistake,
 * loses nothing of what was typed; saving it or throwing it away empties it.
 */
class IntakeForm {
  channel = $state<CameBy>('walk-in');
  /** What stands in the box. */
  typed = $state('');
  person = $state.raw<Person | null>(null);
  /** A person who is not known yet; null while somebody is looked for. */
  fresh = $state<NewPersonFields | null>(null);
  subject = $state('');
  message = $state('');
  /** Null: as the way it came says. */
  ownWords = $state<boolean | null>(null);
  categoryId = $state<number | null>(null);
  /** Undefined: as the category says. */
  priorityId = $state<number | undefined>(undefined);
  ownerId = $state<number | null | undefined>(undefined);
  /** `2026-11-24`; empty: none; null: as the category says. */
  day = $state<string | null>(null);
  values = $state.raw<Readonly<Record<number, readonly string[]>>>({});
  followers = $state.raw<readonly { id: number; name: string }[]>([]);
  files = $state.raw<readonly ChosenFile[]>([]);
  notice = $state(false);
  /** The open ticket that Alt Enter adds to; null: the first. */
  targetId = $state<number | null>(null);
  /** The uid of the office it belongs to. */
  office = '';
  /** It stands in the office file as well, as it was a moment ago. */
  isKept = false;
  /** For whom it was begun: they alone are nothing that would be missed. */
  #given = $state<number | null>(null);
  /** Who was chosen last is known once this is over; it never fails. */
  chosen: Promise<void> = Promise.resolve();
  /** Somebody was chosen, and the office has not said yet who it is. */
  choosing = false;
  #choice = 0;

  /** What the category decides where the clerk does not. */
  readonly category = $derived(
    office.category(this.categoryId) ??
      office.settings?.categories.find(({ isDefault, archived }) => isDefault && !archived) ??
      office.settings?.categories.find(({ archived }) => !archived),
  );
  readonly priority = $derived(
    office.priority(this.priorityId ?? null) ??
      usable(office.priority(this.category?.priorityId ?? null)) ??
      office.settings?.priorities.find(({ isDefault }) => isDefault) ??
      office.settings?.priorities[0],
  );
  readonly owner = $derived.by(() => {
    if (this.ownerId !== undefined) return office.staff(this.ownerId) ?? null;
    const preset = office.staff(this.category?.ownerId ?? null);
    return preset && !preset.deactivated ? preset : null;
  });
  readonly dueDay = $derived.by(() => {
    if (this.day !== null) return this.day;
    const days = this.category?.dueDays ?? null;
    if (days === null) return '';
    const midnight = format().fromFieldDate(format().fieldDate(Date.now())) ?? Date.now();
    // Noon of that day: an hour of summer time more or less leaves it the same day.
    return format().fieldDate(midnight + days * DAY + DAY / 2);
  });
  readonly inTheirWords = $derived(this.ownWords ?? (this.channel === 'letter' || this.channel === 'mail'));
  /** The office's own fields of the category. */
  readonly fields = $derived.by((): CustomField[] => {
    const { category } = this;
    return (office.settings?.fields ?? []).filter(
      ({ archived, categories }) =>
        !archived && (categories === 'all' || (category !== undefined && categories.includes(category.id))),
    );
  });
  /** True once there is something that would be missed. */
  readonly touched = $derived(
    this.subject !== '' ||
      this.message !== '' ||
      this.files.length > 0 ||
      this.followers.length > 0 ||
      Object.values(this.values).some((values) => values.length > 0) ||
      (this.fresh !== null && Object.values(this.fresh).some((value) => value !== '')) ||
      (this.person !== null ? this.person.id !== this.#given : this.typed.trim() !== ''),
  );

  /** What was typed for the open office still stands here. */
  get isBegun(): boolean {
    return this.office === office.settings?.uid && this.touched;
  }

  /** Anew, for somebody where one is given. */
  async begin(personId: number | null): Promise<void> {
    this.reset();
    this.#given = personId;
    if (personId !== null) await this.choose(personId);
  }

  /** Somebody known. Throws what the call refuses. */
  choose(id: number): Promise<void> {
    const choice = ++this.#choice;
    this.choosing = true;
    const chosen = this.#open(id, choice).finally(() => {
      if (choice === this.#choice) this.choosing = false;
    });
    this.chosen = chosen.catch(() => undefined);
    return chosen;
  }

  /** Somebody may be chosen by this; who asks who it is waits for it too. It never fails. */
  mayChoose(choosing: Promise<unknown>): void {
    const waited: Promise<void> = choosing.then(() => (this.chosen === waited ? undefined : this.chosen));
    this.chosen = waited;
  }

  async #open(id: number, choice: number): Promise<void> {
    const person = await desk.people.open({ id });
    if (choice !== this.#choice) return;
    this.person = person;
    this.typed = person.name;
    this.fresh = null;
    this.targetId = null;
  }

  /** Somebody else is meant now: an answer under way is not. */
  #unchoose(): void {
    this.#choice += 1;
    this.choosing = false;
  }

  /** The box was changed: whoever was chosen is not meant any more. */
  type(text: string): void {
    this.#unchoose();
    this.typed = text;
    if (this.person && text !== this.person.name) {
      this.person = null;
      this.targetId = null;
    }
  }

  /** Somebody new, from what stands in the box. */
  makeNew(): void {
    this.#unchoose();
    this.person = null;
    this.targetId = null;
    this.fresh = personOfTyped(this.typed);
  }

  /** Back to the box, with what was typed of the new person. */
  lookAgain(): void {
    const { name, email, phone } = this.fresh ?? NO_PERSON;
    this.typed = name || email || phone;
    this.fresh = null;
  }

  valuesOf(id: number): readonly string[] {
    return this.values[id] ?? [];
  }
  setValues(id: number, values: readonly string[]): void {
    this.values = { ...this.values, [id]: values.filter((value) => value !== '') };
  }

  /** These people are about to go: none of them is meant any more. */
  letGo(people: readonly number[]): void {
    if (this.person && people.includes(this.person.id)) this.type('');
    this.followers = this.followers.filter(({ id }) => !people.includes(id));
  }

  reset(): void {
    this.#unchoose();
    letGo(this.files);
    this.office = office.settings?.uid ?? '';
    this.isKept = false;
    this.#given = null;
    this.channel = 'walk-in';
    this.typed = '';
    this.person = null;
    this.fresh = null;
    this.subject = '';
    this.message = '';
    this.ownWords = null;
    this.categoryId = null;
    this.priorityId = undefined;
    this.ownerId = undefined;
    this.day = null;
    this.values = {};
    this.followers = [];
    this.files = [];
    this.notice = false;
    this.targetId = null;
  }
}

const usable = <T extends { archived: boolean }>(row: T | undefined): T | undefined =>
  row && !row.archived ? row : undefined;

export type { IntakeForm };
export const form = new IntakeForm();
whenForgotten(({ people }) => form.letGo(people));
