import type { ColumnTarget } from '../../../contract/exchange.ts';
import { foldLabel } from '../fold-label.ts';
import { DATE_TARGETS, type ColumnGuess } from './guess-columns.ts';

/** The columns of HESK's export, by their folded names; what it counts or repeats is left out. */
const COLUMNS = new Map<string, ColumnTarget>([
  ['#', 'id'],
  ['tracking id', 'trackingId'],
  ['date', 'created'],
  ['updated', 'updated'],
  ['first reply at', 'firstReply'],
  ['resolved at', 'resolved'],
  ['name', 'name'],
  ['email', 'email'],
  ['followers', 'followers'],
  ['category', 'category'],
  ['priority', 'priority'],
  ['status', 'status'],
  ['subject', 'subject'],
  ['message', 'message'],
  ['owner', 'owner'],
  ['replies', 'ignore'],
  ['replies staff', 'ignore'],
  ['time worked', 'timeWorked'],
  ['due date', 'due'],
  ['ticket history', 'ignore'],
  ['reply messages', 'reply'],
  ['ticket url', 'ignore'],
]);
/** Those that stand together in no other program's list. */
const TELLING = ['#', 'tracking id', 'updated', 'first reply at', 'replies', 'replies staff', 'time worked'];

/** Whether the names of the columns are those of HESK's export. */
export function isHeskHeader(header: readonly string[]): boolean {
  const names = new Set(header.map(foldLabel));
  return TELLING.every((name) => names.has(name));
}

/**
 * The guesses for HESK's export, whose columns mean what they are called also where the first rows leave them empty;
 * its dates are ISO. Its own fields stay as they were guessed.
 */
export function asHesk(guesses: readonly ColumnGuess[]): ColumnGuess[] {
  const seen = new Set<string>();
  return guesses.map((guess) => {
    const name = foldLabel(guess.header);
    const target = COLUMNS.get(name);
    // A field of HESK may be called as a column is: the first one of a name is the column.
    if (target === undefined || seen.has(name)) return guess;
    seen.add(name);
    const { column, header, reason } = guess;
    return {
      column,
      header,
      target,
      confidence: 1,
      reason: target === 'ignore' ? reason : 'name',
      ...(DATE_TARGETS.includes(target) ? { dateFormat: 'iso' as const } : {}),
    };
  });
}
