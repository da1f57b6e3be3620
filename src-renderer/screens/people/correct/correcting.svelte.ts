import { SvelteMap } from 'svelte/reactivity';
import type { Correction, Identifier, Person } from '../../../../src-main/contract/people.ts';
import type { IdentifierKind } from '../../../../src-main/contract/terms.ts';
import { IDENTIFIER_KINDS } from '../../../../src-main/contract/terms.ts';
import type { DeskError } from '../../../../src-main/contract/errors.ts';
import type { Progress } from '../../../../src-main/contract/terms.ts';
import { desk, DeskRefusal, longWork } from '../../../desk.ts';
import { office } from '../../../office.svelte.ts';
import { format } from '../../../texts/language.svelte.ts';
import { endOfFieldDate } from '../../tickets/filter-words.ts';

type Answer = { version: number; doubles: { id: number; name: string }[] };
/** What is done to one identifier, or a new one. `until`: a field's day, empty for none. */
type Edit = { value?: string; until?: string; removed?: boolean };
type Fresh = { key: string; kind: IdentifierKind; value: string };
export type Row = {
  key: string;
  /** Null: a new one. */ id: number | null;
  kind: IdentifierKind;
  value: string;
  /** As it stands; empty for a new one. */ stands: string;
  /** As it stood when the dialog opened, where that is something else. */ stood: string | null;
  until: string;
  preferred: boolean;
  removed: boolean;
};

const dayOf = (until: number | null) => (until === null ? '' : format().fieldDate(until));

/** What is being corrected about one person: kept apart from what stands there, so that nothing is lost when that changes. */
export class Correcting {
  person = $state.raw<Person>({} as Person);
  /** Values as they stood when the dialog opened, by id. */
  readonly #opened: Readonly<Record<number, string>>;
  readonly edits = new SvelteMap<number, Edit>();
  fresh = $state.raw<readonly Fresh[]>([]);
  /** The key of the row that is to be the one shown, by kind. */
  shown = $state.raw<Partial<Record<IdentifierKind, string>>>({});
  language = $state('');
  remark = $state('');
  forget = $state(false);
  /** Who else has the value of a row, by the row's key. */
  readonly also = new SvelteMap<string, string[]>();
  wrong = $state.raw<DeskError | null>(null);
  meanwhile = $state(false);
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  job: string | null = null;
  readonly #asked: Record<string, number> = {};
  #made = 0;

  constructor(person: Person) {
    this.person = person;
    this.#opened = Object.fromEntries(person.identifiers.map(({ id, value }) => [id, value]));
    this.language = person.language;
    this.remark = person.remark;
  }

  readonly rows = $derived.by((): Row[] => {
    const known = this.person.identifiers.map((one): Row => {
      const edit = this.edits.get(one.id);
      const stood = this.#opened[one.id];
      return {
        key: String(one.id),
        id: one.id,
        kind: one.kind,
        value: edit?.value ?? one.value,
        stands: one.value,
        stood: stood !== undefined && stood !== one.value ? stood : null,
        until: edit?.until ?? dayOf(one.until),
        preferred: this.#isShown(one.kind, String(one.id), one.preferred),
        removed: edit?.removed ?? false,
      };
    });
    const fresh = this.fresh.map(({ key, kind, value }): Row => ({
      ...{ key, id: null, kind, value, stands: '', stood: null, until: '', removed: false },
      preferred: this.#isShown(kind, key, false),
    }));
    return [...known, ...fresh].sort(
      (a, b) =>
        IDENTIFIER_KINDS.indexOf(a.kind) - IDENTIFIER_KINDS.indexOf(b.kind) ||
        Number(a.id === null) - Number(b.id === null),
    );
  });

  #isShown(kind: IdentifierKind, key: string, standing: boolean): boolean {
    const chosen = this.shown[kind];
    return chosen === undefined ? standing : chosen === key;
  }

  /** Rows in which nothing is written, though they are not removed. */
  readonly empty = $derived(
    this.rows.filter(({ id, value, removed }) => id !== null && !removed && value.trim() === ''),
  );

  /** Rows whose end is no day. */
  readonly noDay = $derived(
    this.rows.filter(({ until, removed }) => !removed && until !== '' && endOfFieldDate(until) === undefined),
  );

  /** What the office is asked to do. */
  readonly changes = $derived.by((): Correction[] => {
    const changes: Correction[] = [];
    const { person } = this;
    const standing: Record<number, Identifier> = Object.fromEntries(person.identifiers.map((one) => [one.id, one]));
    for (const row of this.rows) {
      const one = row.id === null ? undefined : standing[row.id];
      if (!one) continue;
      if (row.removed) {
        changes.push({ what: 'remove', identifier: one.id });
        continue;
      }
      if (row.value.trim() !== one.value) changes.push({ what: 'change', identifier: one.id, value: row.value });
      if (row.until !== dayOf(one.until)) {
        const until = row.until === '' ? null : endOfFieldDate(row.until);
        if (until !== undefined) changes.push({ what: 'end', identifier: one.id, until });
      }
    }
    for (const row of this.rows)
      if (row.id === null && row.value.trim() !== '')
        changes.push({ what: 'add', kind: row.kind, value: row.value, preferred: row.preferred, until: null });
    for (const row of this.rows) {
      const one = row.id === null ? undefined : standing[row.id];
      if (one && row.preferred && !one.preferred && !row.removed) changes.push({ what: 'prefer', identifier: one.id });
    }
    if (this.language !== person.language) changes.push({ what: 'language', value: this.language });
    if (this.remark !== person.remark) changes.push({ what: 'remark', value: this.remark });
    return changes;
  });

  /** What stands there now and would no more. */
  readonly leaving = $derived([
    ...this.rows.flatMap((row) =>
      row.id !== null && (row.removed || row.value.trim() !== row.stands) ? [row.stands] : [],
    ),
    ...(this.remark === this.person.remark ? [] : [this.person.remark]),
  ]);

  /** Something would be no more, and whoever sits here may forget it. */
  readonly mayForget = $derived(this.leaving.some((text) => text.trim() !== '') && office.may('anonymise tickets'));
  readonly forgets = $derived(this.forget && this.mayForget);

  edit({ id, key }: Row, change: Edit): void {
    this.wrong = null;
    if (id !== null) this.edits.set(id, { ...this.edits.get(id), ...change });
    else
      this.fresh = this.fresh.flatMap((one) =>
        one.key !== key ? [one] : change.removed ? [] : [{ ...one, value: change.value ?? one.value }],
      );
  }
  prefer({ kind, key }: Row): void {
    this.shown = { ...this.shown, [kind]: key };
  }
  /** A further line of a kind: its key. */
  add(kind: IdentifierKind): string {
    this.#made += 1;
    const key = `new-${this.#made}`;
    this.fresh = [...this.fresh, { key, kind, value: '' }];
    return key;
  }

  /** Who else has what is written in a row now. */
  async lookFor(row: Row): Promise<void> {
    const turn = (this.#asked[row.key] ?? 0) + 1;
    this.#asked[row.key] = turn;
    const value = row.value.trim();
    const found =
      value === '' || value === row.stands || value.length > 500
        ? []
        : await desk.people.alsoKnown({ id: this.person.id, kind: row.kind, value }).catch(() => []);
    if (turn !== this.#asked[row.key]) return;
    const names = found.map(({ name }) => name);
    if (names.length > 0) this.also.set(row.key, names);
    else this.also.delete(row.key);
  }

  /** Undefined when it was refused: `wrong` or `meanwhile` says why. */
  async save(): Promise<Answer | undefined> {
    const { changes } = this;
    this.wrong = null;
    this.meanwhile = false;
    this.busy = true;
    const given = { id: this.person.id, version: this.person.version, changes };
    try {
      if (!this.forgets) return await desk.people.correct(given);
      return await longWork<Answer>(
        () => desk.privacy.correctPersonAndForget(given),
        (told) => (this.progress = told),
        (job) => (this.job = job),
      );
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      await this.#refused(error.error);
      return undefined;
    } finally {
      this.busy = false;
      this.progress = null;
      this.job = null;
    }
  }

  async #refused(error: DeskError): Promise<void> {
    if (error.code === 'cancelled') return;
    if (error.code !== 'changed-meanwhile') {
      this.wrong = error;
      return;
    }
    const now = await desk.people.open({ id: this.person.id }).catch((refused: unknown) => {
      if (refused instanceof DeskRefusal) this.wrong = refused.error;
      return null;
    });
    if (!now) return;
    const { language, remark } = this.person;
    // What was not touched here is as it stands now.
    if (this.language === language) this.language = now.language;
    if (this.remark === remark) this.remark = now.remark;
    this.person = now;
    this.meanwhile = true;
  }
}
