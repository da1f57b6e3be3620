import { DATE_TARGETS } from './columns/guess-columns.ts';
import { DateTally } from './dates/guess-dates.ts';
import type { DateGuess } from './dates/guess-dates.ts';
import { foldLabel } from './fold-label.ts';
import { kindOfColumn, prepareMapping } from './mapping/apply-mapping.ts';
import type { CellProblemCode, FieldsById, ImportedTicket } from './mapping/apply-mapping.ts';
import type { Choice, OfficeWords } from './mapping/choices.ts';
import type { Mapping, MappingProblem } from './mapping/mapping.ts';
import { readRows } from './open-table.ts';
import { refusalOf } from './refusal.ts';
import type { TableRefusal } from './refusal.ts';
import type { ReadOptions, RowRefusalCode, TableShape } from './rows.ts';

/** Refused rows and different values kept for showing; beyond them only counts go on. */
const SHOWN = 1000;

export type SurveyedRefusal = {
  rowNumber: number;
  line: number | null;
  code: RowRefusalCode | CellProblemCode;
  column: number | null;
};

/** What the whole file holds under a mapping, before anything is written. */
export type Survey = {
  rows: number;
  good: number;
  refusedCount: number;
  refused: SurveyedRefusal[];
  /** Values neither the mapping nor the office knows, most frequent first. */
  unknown: Record<'category' | 'priority' | 'status', { text: string; rows: number }[]>;
  /** By column of dates: what all its texts say about the format, where the sample may have said too little. */
  dates: { column: number; guess: DateGuess }[];
  /** By column that makes a field to choose from: all its values. */
  options: { column: number; values: string[] }[];
  /** Ids of the file's own that come more than once. */
  idsTwice: number;
  /** Addresses that stand beside different names: two people each, never one. */
  sharedEmails: number;
};

type Tally = Map<string, number>;

function count(tally: Tally, { text, unknown }: Choice): void {
  if (unknown && (tally.has(text) || tally.size < SHOWN)) tally.set(text, (tally.get(text) ?? 0) + 1);
}

const listed = (tally: Tally): { text: string; rows: number }[] =>
  [...tally].map(([text, rows]) => ({ text, rows })).sort((a, b) => b.rows - a.rows || a.text.localeCompare(b.text));

/** Counts people and ids while the tickets pass. */
class Passing {
  readonly unknown = { category: new Map(), priority: new Map(), status: new Map() } as Record<
    keyof Survey['unknown'],
    Tally
  >;
  private readonly names = new Map<string, string>();
  private readonly shared = new Set<string>();
  private readonly ids = new Set<string>();
  private readonly twice = new Set<string>();

  add(ticket: ImportedTicket): void {
    for (const key of ['category', 'priority', 'status'] as const) count(this.unknown[key], ticket[key]);
    if (ticket.ownId !== null) (this.ids.has(ticket.ownId) ? this.twice : this.ids).add(ticket.ownId);
    const name = foldLabel(ticket.name ?? '');
    for (const address of ticket.emails) {
      const email = address.toLowerCase();
      const known = this.names.get(email);
      if (known === undefined) this.names.set(email, name);
      else if (known !== name) this.shared.add(email);
    }
  }

  counts(): Pick<Survey, 'unknown' | 'idsTwice' | 'sharedEmails'> {
    const { category, priority, status } = this.unknown;
    return {
      unknown: { category: listed(category), priority: listed(priority), status: listed(status) },
      idsTwice: this.twice.size,
      sharedEmails: this.shared.size,
    };
  }
}

/**
 * Reads a whole table by a mapping and adds nothing: counts, refused rows with reasons, values to be decided, dates
 * over all rows. A file or mapping that cannot be used, and a cancel, are values.
 */
export async function surveyTable(
  path: string,
  shape: TableShape,
  { mapping, office, fields = new Map() }: { mapping: Mapping; office: OfficeWords; fields?: FieldsById },
  options: ReadOptions = {},
): Promise<
  { ok: true; survey: Survey } | { ok: false; refusal: TableRefusal } | { ok: false; problem: MappingProblem }
> {
  const ready = prepareMapping(mapping, shape.width, office, fields);
  if (!ready.ok) return ready;
  const kinds = mapping.columns.map((column) => ({
    column,
    kind: column.target === 'custom' ? kindOfColumn(column, fields) : null,
  }));
  const dates = kinds
    .filter(({ column, kind }) => DATE_TARGETS.includes(column.target) || kind === 'date')
    .map(({ column, kind }) => ({ column: column.column, tally: new DateTally({ numbers: kind !== 'date' }) }));
  const options_ = kinds
    .filter(
      ({ column, kind }) =>
        column.newField !== undefined && (kind === 'select' || kind === 'radio' || kind === 'checkbox'),
    )
    .map(({ column }) => ({ column: column.column, values: new Set<string>() }));
  const passing = new Passing();
  const refused: SurveyedRefusal[] = [];
  let rows = 0;
  let refusedCount = 0;
  const refuse = (refusal: SurveyedRefusal): void => {
    refusedCount++;
    if (refused.length < SHOWN) refused.push(refusal);
  };
  try {
    for await (const row of readRows(path, shape, options)) {
      rows++;
      const { rowNumber, line } = row;
      if (!row.ok) {
        refuse({ rowNumber, line, code: row.code, column: null });
        continue;
      }
      for (const { column, tally } of dates) tally.add(row.cells[column] ?? '');
      const applied = ready.prepared.apply(row.cells);
      const problem = applied.ok ? undefined : applied.problems[0];
      if (problem !== undefined) refuse({ rowNumber, line, ...problem });
      if (!applied.ok) continue;
      passing.add(applied.ticket);
      for (const { column, values } of options_)
        for (const value of applied.ticket.custom.find((field) => field.column === column)?.values ?? [])
          if (values.size < SHOWN) values.add(value);
    }
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
  return {
    ok: true,
    survey: {
      rows,
      good: rows - refusedCount,
      refusedCount,
      refused,
      ...passing.counts(),
      dates: dates.map(({ column, tally }) => ({ column, guess: tally.result() })),
      options: options_.map(({ column, values }) => ({ column, values: [...values].sort() })),
    },
  };
}
