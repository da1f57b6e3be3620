import type { RefusedSetting, SettingChange, SettingPart, SettingTrouble } from '../../contract/settings-text.ts';
import { fold } from '../../store/words.ts';
import {
  categoryValues,
  fieldValues,
  priorityValues,
  settingsOf,
  statusValues,
  type Current,
  type Row,
} from './current.ts';
import { shown, type Value } from './form.ts';
import type { Given, GivenRow, ReadSettings } from './read.ts';

export type ListPart = Exclude<SettingPart, 'office' | 'statement'>;
/** A row of a list as it is to be: `id` null makes one. `values` are all of its keys, `changed` those that become others. */
export type RowDeed = {
  part: ListPart;
  id: number | null;
  bringBack: boolean;
  values: Map<string, Value>;
  changed: ReadonlySet<string>;
};
export type Plan = {
  changes: SettingChange[];
  refused: RefusedSetting[];
  same: number;
  facts: Map<string, Value>;
  statements: Map<string, string>;
  rows: RowDeed[];
  /** Parts whose rows take the order of the file, by folded names. */
  orders: Map<ListPart, string[]>;
};

/** What a new row has where the text is silent. */
const DEFAULTS: Record<ListPart, Row> = {
  priority: new Map<string, Value>([
    ['colour', '#67665f'],
    ['mark', 'medium'],
    ['first-choice', false],
  ]),
  status: new Map<string, Value>([
    ['colour', '#67665f'],
    ['open', true],
    ['does', 'custom'],
  ]),
  category: new Map<string, Value>([
    ['staff-only', false],
    ['first-choice', false],
    ['priority', ''],
    ['due-days', null],
  ]),
  field: new Map<string, Value>([
    ['kind', 'text'],
    ['choices', []],
    ['hint', ''],
    ['staff-only', false],
    ['needed', false],
    ['personal', true],
    ['categories', 'all'],
  ]),
};
const CHOOSING = new Set(['radio', 'select', 'checkbox']);
const LISTS: readonly ListPart[] = ['priority', 'status', 'category', 'field'];

type Present = { id: number; archived: boolean; values: Row };

const presentOf = ({ all }: Current): Record<ListPart, Present[]> => {
  const of = <T extends { id: number; archived: boolean }>(rows: readonly T[], values: (row: T) => Row): Present[] =>
    rows.map((row) => ({ id: row.id, archived: row.archived, values: values(row) }));
  return {
    priority: of(all.priorities, priorityValues),
    status: of(all.statuses, statusValues),
    category: of(all.categories, (row) => categoryValues(row, all)),
    field: of(all.fields, (row) => fieldValues(row, all)),
  };
};
const nameOf = (values: ReadonlyMap<string, Value>): string => String(values.get('name') ?? '');
const same = (a: Value | undefined, b: Value): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);

/**
 * What loading a settings text would change in an office. Rows are the same by their name, the desk's own statuses by what
 * the desk does with them; rows that the text does not name stay as they are. `kept`: fields with values that a kind does
 * not fit, told by `mayBecome`.
 */
export async function compareSettings(
  current: Current,
  given: ReadSettings,
  mayBecome: (id: number, from: string, to: string) => Promise<boolean>,
): Promise<Plan> {
  const comparing = new Comparing(current, given);
  return comparing.run(mayBecome);
}

class Comparing {
  readonly #current: Current;
  readonly #given: ReadSettings;
  readonly #present: Record<ListPart, Present[]>;
  readonly #plan: Plan;

  constructor(current: Current, given: ReadSettings) {
    this.#current = current;
    this.#given = given;
    this.#present = presentOf(current);
    this.#plan = {
      changes: [],
      refused: [...given.refused],
      same: 0,
      facts: new Map(),
      statements: new Map(Object.entries(current.statements)),
      rows: [],
      orders: new Map(),
    };
  }

  async run(mayBecome: (id: number, from: string, to: string) => Promise<boolean>): Promise<Plan> {
    this.#office();
    this.#statements();
    for (const part of LISTS) await this.#list(part, mayBecome);
    this.#plan.refused.sort((a, b) => a.line - b.line);
    return this.#plan;
  }

  #rows(part: SettingPart): GivenRow[] {
    return this.#given.rows.filter((row) => row.part === part);
  }

  #refuse(line: number, trouble: SettingTrouble, part: SettingPart, row = '', key = ''): void {
    this.#plan.refused.push({ line, trouble, part, row, key });
  }

  /** Notes one value; true when it is another than the one there is. */
  #note(
    part: SettingPart,
    row: string,
    key: string,
    from: Value | undefined,
    { line, value }: Given,
    added = false,
  ): boolean {
    if (!added && same(from, value)) {
      this.#plan.same += 1;
      return false;
    }
    this.#plan.changes.push({ line, part, row, key, from: added ? null : shown(from ?? null), to: shown(value) });
    return true;
  }

  #office(): void {
    const [facts] = settingsOf(this.#current).office;
    const seen = new Set<string>();
    for (const { values } of this.#rows('office'))
      for (const [key, value] of values) {
        if (seen.has(key)) this.#refuse(value.line, 'key-twice', 'office', '', key);
        else if (this.#note('office', '', key, facts?.get(key), value)) this.#plan.facts.set(key, value.value);
        seen.add(key);
      }
  }

  #statements(): void {
    const seen = new Set<string>();
    for (const { line, values } of this.#rows('statement')) {
      const name = values.get('name');
      const text = values.get('text');
      if (!name) this.#refuse(line, 'no-name', 'statement');
      else if (seen.has(String(name.value))) this.#refuse(line, 'row-twice', 'statement', String(name.value));
      else if (text) {
        const called = String(name.value);
        seen.add(called);
        const before = this.#plan.statements.get(called);
        if (this.#note('statement', called, 'text', before, text, before === undefined))
          this.#plan.statements.set(called, String(text.value));
      }
    }
  }

  async #list(part: ListPart, mayBecome: (id: number, from: string, to: string) => Promise<boolean>): Promise<void> {
    const rows = this.#named(part);
    const chosen = rows.find(({ values }) => values.get('first-choice')?.value === true);
    const order: string[] = [];
    for (const { line, values } of rows) {
      const found = this.#matching(part, values);
      const name = String(values.get('name')?.value ?? '');
      this.#checkFirst(part, name, values, found, chosen?.values === values, chosen !== undefined);
      this.#checkReferences(part, name, values);
      if (!(await this.#mayBe(part, name, values, found, mayBecome))) continue;
      order.push(fold(name));
      this.#row(part, line, name, values, found);
    }
    this.#order(part, rows, order);
  }

  /** Rows that have a name which no row before them has, and which no other row of the office keeps. */
  #named(part: ListPart): GivenRow[] {
    const seen = new Set<string>();
    const rows = this.#rows(part).filter(({ line, values }) => {
      const name = values.get('name');
      const folded = fold(String(name?.value ?? ''));
      const trouble = !name ? 'no-name' : seen.has(folded) ? 'row-twice' : null;
      seen.add(folded);
      if (trouble) this.#refuse(line, trouble, part, String(name?.value ?? ''));
      return trouble === null;
    });
    const matched = new Set<number>();
    const once = rows.filter((row) => {
      const found = this.#matching(part, row.values);
      if (found && matched.has(found.id))
        this.#refuse(row.line, 'row-twice', part, String(row.values.get('name')?.value));
      const first = !found || !matched.has(found.id);
      if (found) matched.add(found.id);
      return first;
    });
    const others = this.#present[part].filter(({ id, archived }) => !archived && !matched.has(id));
    return once.filter(({ line, values }) => {
      const given = values.get('name');
      const name = String(given?.value ?? '');
      const taken = others.some((other) => fold(nameOf(other.values)) === fold(name));
      if (taken) this.#refuse(given?.line ?? line, 'name-taken', part, name, 'name');
      return !taken;
    });
  }

  #matching(part: ListPart, values: GivenRow['values']): Present | null {
    const does = part === 'status' ? values.get('does')?.value : undefined;
    if (does !== undefined && does !== 'custom')
      return this.#present.status.find((row) => row.values.get('does') === does) ?? null;
    const folded = fold(String(values.get('name')?.value ?? ''));
    const called = this.#present[part].filter((row) => fold(nameOf(row.values)) === folded);
    return called.find(({ archived }) => !archived) ?? called[0] ?? null;
  }

  /** One row is the first choice: the first that says so. One that is it cannot cease to be without another. */
  #checkFirst(
    part: ListPart,
    name: string,
    values: GivenRow['values'],
    found: Present | null,
    isChosen: boolean,
    any: boolean,
  ): void {
    const first = values.get('first-choice');
    if (!first) return;
    if (first.value === true && !isChosen) {
      this.#refuse(first.line, 'row-twice', part, name, 'first-choice');
      values.delete('first-choice');
    }
    if (first.value === false && found?.values.get('first-choice') === true && !any) {
      this.#refuse(first.line, 'one-needed', part, name, 'first-choice');
      values.delete('first-choice');
    }
  }

  /** Names of other rows: those of the office, and those the text brings. */
  #checkReferences(part: ListPart, name: string, values: GivenRow['values']): void {
    const known = (of: ListPart) =>
      new Set([
        ...this.#present[of].filter(({ archived }) => !archived).map((row) => fold(nameOf(row.values))),
        ...this.#plan.rows.filter((row) => row.part === of).map((row) => fold(nameOf(row.values))),
      ]);
    const priority = part === 'category' ? values.get('priority') : undefined;
    if (priority && priority.value !== '' && !known('priority').has(fold(String(priority.value)))) {
      this.#refuse(priority.line, 'no-such-priority', part, name, 'priority');
      values.delete('priority');
    }
    const categories = part === 'field' ? values.get('categories') : undefined;
    if (categories && Array.isArray(categories.value)) {
      const there = known('category');
      if (categories.value.some((one) => !there.has(fold(one)))) {
        this.#refuse(categories.line, 'no-such-category', part, name, 'categories');
        values.delete('categories');
      }
    }
  }

  /** What the desk needs of its own rows, and what the values of tickets allow. False: the row stays as it is. */
  async #mayBe(
    part: ListPart,
    name: string,
    values: GivenRow['values'],
    found: Present | null,
    mayBecome: (id: number, from: string, to: string) => Promise<boolean>,
  ): Promise<boolean> {
    if (part === 'status') {
      const open = values.get('open');
      const own = found && found.values.get('does') !== 'custom';
      if (own && open && open.value !== found.values.get('open')) {
        this.#refuse(open.line, 'status-needed', part, name, 'open');
        values.delete('open');
      }
      values.delete('does');
    }
    if (part !== 'field') return true;
    const kind = values.get('kind');
    const before = found?.values.get('kind');
    if (found && kind && kind.value !== before && !(await mayBecome(found.id, String(before), String(kind.value)))) {
      this.#refuse(kind.line, 'field-has-values', part, name, 'kind');
      values.delete('kind');
    }
    const merged = mergedRow(part, values, found);
    const choices = merged.get('choices');
    if (CHOOSING.has(String(merged.get('kind'))) && Array.isArray(choices) && choices.length === 0) {
      this.#refuse((values.get('choices') ?? kind)?.line ?? 0, 'no-options', part, name, 'choices');
      return false;
    }
    if (!CHOOSING.has(String(merged.get('kind')))) values.delete('choices');
    return true;
  }

  #row(part: ListPart, line: number, name: string, values: GivenRow['values'], found: Present | null): void {
    const changed = new Set<string>();
    if (found?.archived) {
      this.#plan.changes.push({ line, part, row: name, key: 'in-use', from: 'no', to: 'yes' });
      changed.add('in-use');
    }
    const called = found ? nameOf(found.values) : name;
    for (const [key, value] of values)
      if (this.#note(part, called, key, found?.values.get(key), value, !found)) changed.add(key);
    if (changed.size === 0) return;
    const deed = { part, id: found?.id ?? null, bringBack: found?.archived ?? false };
    this.#plan.rows.push({ ...deed, changed, values: mergedRow(part, values, found) });
  }

  /** Rows that the text names stand in its order, the others behind them in theirs. */
  #order(part: ListPart, rows: readonly GivenRow[], named: readonly string[]): void {
    const renamed = new Map(
      this.#plan.rows
        .filter((row) => row.part === part && row.id !== null)
        .map(({ id, values }) => [id, nameOf(values)]),
    );
    const used = this.#present[part].filter(({ id, archived }) => !archived || renamed.has(id));
    const before = used.map((row) => fold(renamed.get(row.id) ?? nameOf(row.values)));
    const wanted = [...named, ...before.filter((name) => !named.includes(name))];
    const after = [...before, ...named.filter((name) => !before.includes(name))];
    if (wanted.join('\n') === after.join('\n')) return;
    this.#plan.orders.set(part, wanted);
    const made = this.#plan.rows.filter((row) => row.part === part && row.id === null);
    const names = new Map(
      [
        ...used.map((row) => renamed.get(row.id) ?? nameOf(row.values)),
        ...made.map(({ values }) => nameOf(values)),
      ].map((name) => [fold(name), name]),
    );
    const list = (folded: readonly string[]) => folded.map((name) => names.get(name) ?? name).join(', ');
    this.#plan.changes.push({
      line: rows[0]?.line ?? 0,
      part,
      row: '',
      key: 'order',
      from: list(before),
      to: list(wanted),
    });
  }
}

/** A row as it is to be: what the text says, over what is there, over what a new row has. */
function mergedRow(part: ListPart, values: GivenRow['values'], found: Present | null): Map<string, Value> {
  return new Map<string, Value>([
    ...(found ? found.values : DEFAULTS[part]),
    ...[...values].map(([key, { value }]) => [key, value] as const),
  ]);
}
