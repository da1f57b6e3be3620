import type { Correction } from '../contract/people.ts';
import { MOST_IDENTIFIERS } from '../contract/people.ts';
import { isVisible, type IdentifierKind } from '../contract/terms.ts';
import { Refused, type identifiers } from '../store/index.ts';
import { fold } from '../store/words.ts';
import { asGiven, normalise } from './normalise.ts';

export type IdentifierRow = typeof identifiers.$inferSelect;
/** One identifier while it is being corrected; `row`: as it stands, null for a new one. */
export type Known = {
  row: IdentifierRow | null;
  kind: IdentifierKind;
  value: string;
  normalised: string;
  preferred: boolean;
  until: number | null;
  removed: boolean;
  /** Its value is another one than before. */
  corrected: boolean;
};

/**
 * What a person is known by, with changes made to it in their order. Nothing is written.
 * @throws Refused `not-found` (`identifier`), `invalid` (`nothing-visible`), `refused` (`last-name`, `has-already`),
 * `too-large` (`too-many-identifiers`)
 */
export function corrected(
  rows: readonly IdentifierRow[],
  changes: readonly Correction[],
  { country, now }: { country: string; now: number },
): Known[] {
  const all = rows.map((row): Known => ({ ...row, row, removed: false, corrected: false }));
  for (const change of changes) apply(all, change, country);
  check(all, rows.length);
  settlePreferred(all, now);
  return all;
}

function apply(all: Known[], change: Correction, country: string): void {
  if (change.what === 'language' || change.what === 'remark') return;
  if (change.what === 'add') {
    const { kind, until, preferred } = change;
    const one: Known = { row: null, kind, ...valueOf(kind, change.value, country), preferred: false, until, ...FRESH };
    all.push(one);
    if (preferred) prefer(all, one);
    return;
  }
  const one = all.find(({ row, removed }) => row?.id === change.identifier && !removed);
  if (!one) throw new Refused('not-found', { reason: 'identifier' });
  if (change.what === 'change') {
    const next = valueOf(one.kind, change.value, country);
    if (next.value !== one.value) Object.assign(one, next, { corrected: true });
  } else if (change.what === 'end') one.until = change.until;
  else if (change.what === 'remove') one.removed = true;
  else prefer(all, one);
}
const FRESH = { removed: false, corrected: false };

function valueOf(kind: IdentifierKind, given: string, country: string) {
  const value = asGiven(kind, given.trim());
  if (!isVisible(value)) throw new Refused('invalid', { reason: 'nothing-visible', field: kind });
  return { value, normalised: normalise(kind, value, country) };
}

function prefer(all: readonly Known[], one: Known): void {
  for (const other of all) if (other.kind === one.kind) other.preferred = other === one;
}

function check(all: readonly Known[], before: number): void {
  const living = all.filter(({ removed }) => !removed);
  if (!living.some(({ kind }) => kind === 'name')) throw new Refused('refused', { reason: 'last-name' });
  if (living.length > MOST_IDENTIFIERS && living.length > before)
    throw new Refused('too-large', { reason: 'too-many-identifiers', most: MOST_IDENTIFIERS });
  const counts = new Map<string, number>();
  const keyOf = ({ kind, normalised }: Known) => `${kind} ${normalised}`;
  for (const one of living) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const double = living.find((one) => (one.row === null || one.corrected) && (counts.get(keyOf(one)) ?? 0) > 1);
  if (double) throw new Refused('refused', { reason: 'has-already', field: double.kind, value: double.value });
}

/** One of each kind is the one shown: not one that has ended, where another holds. */
function settlePreferred(all: readonly Known[], now: number): void {
  for (const kind of new Set(all.map((one) => one.kind))) {
    const living = all.filter((one) => one.kind === kind && !one.removed);
    const holds = ({ until }: Known) => until === null || until > now;
    const shown = living.find(({ preferred }) => preferred);
    const better = shown && (holds(shown) || !living.some(holds)) ? shown : (living.find(holds) ?? living[0]);
    for (const one of living) one.preferred = one === better;
  }
}

/** The columns of a row that differ from what is wanted now. */
export function differing(one: Known, now: number): Partial<typeof identifiers.$inferInsert> {
  const { row } = one;
  if (!row) return {};
  return {
    ...(one.corrected && {
      value: one.value,
      folded: fold(one.value),
      normalised: one.normalised,
      source: 'correction' as const,
      changedAt: now,
    }),
    ...(one.until !== row.until && { until: one.until }),
    ...(one.preferred !== row.preferred && { preferred: one.preferred }),
  };
}
