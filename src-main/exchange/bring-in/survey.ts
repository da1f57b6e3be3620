import type { ImportMapping } from '../../contract/exchange.ts';
import { foldLabel } from '../table/fold-label.ts';
import { DATE_TARGETS, DateTally, kindOfColumn, type Choice, type DateGuess, type FieldsById } from '../table/index.ts';
import { calledOf, type Incoming } from './incoming.ts';
import type { SourceRow } from './source-row.ts';

/** Refused rows and different values kept for showing; beyond them only counts go on. */
const SHOWN = 1000;

type Words = Record<'category' | 'priority' | 'status', { text: string; rows: number }[]>;
/** What a whole file holds under a mapping, before anything is written. */
export type Surveyed = {
  rows: number;
  good: number;
  refusedCount: number;
  refused: { row: number; reason: string; column: number | null; at: string }[];
  /** Values neither the mapping nor the office knows, most frequent first. */
  unknown: Words;
  /** By column of dates: what all its texts say about the format, where the sample may have said too little. */
  dates: { column: number; guess: DateGuess }[];
  /** Ids of the file's own that come more than once. */
  idsTwice: number;
  /** Addresses that stand beside different names: two people each, never one. */
  sharedEmails: number;
};
type Tally = Map<string, number>;

const listed = (tally: Tally): { text: string; rows: number }[] =>
  [...tally].map(([text, rows]) => ({ text, rows })).sort((a, b) => b.rows - a.rows || a.text.localeCompare(b.text));

/** Looks at the rows of a file as they pass, and counts what is to be said or decided before they come in. */
export class Survey {
  readonly #counts = { rows: 0, refusedCount: 0 };
  readonly #refused: Surveyed['refused'] = [];
  readonly #unknown: Record<keyof Words, Tally> = { category: new Map(), priority: new Map(), status: new Map() };
  readonly #dates: { column: number; tally: DateTally }[];
  readonly #names = new Map<string, string>();
  readonly #shared = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #twice = new Set<string>();

  constructor({ columns }: ImportMapping, fields: FieldsById) {
    this.#dates = columns.flatMap((column) => {
      const kind = column.target === 'custom' ? kindOfColumn(column, fields) : null;
      return DATE_TARGETS.includes(column.target) || kind === 'date'
        ? [{ column: column.column, tally: new DateTally({ numbers: kind !== 'date' }) }]
        : [];
    });
  }

  add(row: SourceRow): void {
    this.#counts.rows++;
    if (row.cells.length > 0) for (const { column, tally } of this.#dates) tally.add(row.cells[column] ?? '');
    if (row.ok) return this.#addTicket(row.ticket);
    this.#counts.refusedCount++;
    const { row: number, reason, column, at } = row;
    if (this.#refused.length < SHOWN) this.#refused.push({ row: number, reason, column, at });
  }

  result(): Surveyed {
    const { category, priority, status } = this.#unknown;
    return {
      ...this.#counts,
      good: this.#counts.rows - this.#counts.refusedCount,
      refused: this.#refused,
      unknown: { category: listed(category), priority: listed(priority), status: listed(status) },
      dates: this.#dates.map(({ column, tally }) => ({ column, guess: tally.result() })),
      idsTwice: this.#twice.size,
      sharedEmails: this.#shared.size,
    };
  }

  #addTicket(ticket: Incoming): void {
    for (const key of ['category', 'priority', 'status'] as const) this.#count(this.#unknown[key], ticket[key]);
    if (ticket.ownId !== null) (this.#ids.has(ticket.ownId) ? this.#twice : this.#ids).add(ticket.ownId);
    const { requester } = ticket;
    // Whom a record gives a uid is told apart already.
    if (requester === null || requester.uid !== undefined) return;
    const name = foldLabel(requester.name === '' ? '' : calledOf(requester));
    for (const { kind, value } of requester.knownBy) {
      if (kind !== 'email') continue;
      const email = value.toLowerCase();
      const known = this.#names.get(email);
      if (known === undefined) this.#names.set(email, name);
      else if (known !== name) this.#shared.add(email);
    }
  }

  #count(tally: Tally, { text, unknown }: Choice): void {
    if (unknown && (tally.has(text) || tally.size < SHOWN)) tally.set(text, (tally.get(text) ?? 0) + 1);
  }
}
