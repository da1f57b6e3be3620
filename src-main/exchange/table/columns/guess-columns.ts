import type { ColumnTarget } from '../../../contract/exchange.ts';
import type { FieldKind } from '../../../contract/office.ts';
import type { DateGuess } from '../dates/guess-dates.ts';
import type { TableDateFormat } from '../dates/read-date.ts';
import { readContent } from './content.ts';
import type { ColumnContent } from './content.ts';
import { holdsName, isCounted, isHistory, namePart, personalByName, targetByName } from './names.ts';

/** Why a column was matched so; the window has a sentence for each. */
export type GuessReason =
  | 'name'
  | 'name-and-content'
  | 'content'
  | 'content-differs'
  | 'other-column-fits-better'
  | 'name-unknown'
  | 'empty'
  | 'counted-anyway'
  | 'history';

export type ColumnGuess = {
  column: number;
  header: string;
  target: ColumnTarget;
  /** 0 to 1. */
  confidence: number;
  reason: GuessReason;
  /** For `custom`. `options` are the values seen in the sample, for kinds that choose from a list. */
  newField?: { name: string; kind: FieldKind; personal: boolean; options: string[] };
  dateFormat?: TableDateFormat;
  /** The dates can be read in more than one way; `dateFormat` is the likelier and has to be asked. */
  ambiguous?: Extract<DateGuess, { kind: 'ambiguous' }>;
};

export const DATE_TARGETS: readonly ColumnTarget[] = ['created', 'updated', 'firstReply', 'resolved', 'due'];
/** Fields that several columns may fill together: a street and a town, two telephones. */
const SEVERAL: readonly ColumnTarget[] = [
  'phone',
  'email',
  'address',
  'followers',
  'note',
  'reply',
  'custom',
  'ignore',
];

const isFewOf = ({ filled, distinct, longest }: ColumnContent): boolean =>
  longest <= 100 && distinct.size <= Math.max(12, filled * 0.2);

/** Whether the texts of a column can be what its name says; 2 where they say it themselves. */
function agrees(target: ColumnTarget, content: ColumnContent): 0 | 1 | 2 {
  if (DATE_TARGETS.includes(target)) return content.numericDates.kind === 'none' ? 0 : 2;
  switch (target) {
    case 'email':
    case 'followers':
      return content.emails >= 0.6 ? 2 : target === 'followers' && content.numbers < 0.5 ? 1 : 0;
    case 'phone':
      return content.phones >= 0.6 ? 2 : 0;
    case 'ip':
      return content.ips >= 0.6 ? 2 : 0;
    case 'id':
    case 'trackingId':
      return content.distinct.size >= content.filled * 0.99 && content.longest <= 200 ? 2 : 0;
    case 'status':
      return content.statuses >= 0.5 ? 2 : isFewOf(content) ? 1 : 0;
    case 'priority':
      return content.priorities >= 0.5 ? 2 : isFewOf(content) ? 1 : 0;
    case 'category':
    case 'channel':
      return isFewOf(content) ? 1 : 0;
    case 'timeWorked':
      return content.durations >= 0.8 ? 2 : content.numbers >= 0.8 ? 1 : 0;
    case 'name':
    case 'owner':
      return content.longest <= 300 && content.numbers < 0.5 ? 1 : 0;
    case 'subject':
      return content.averageLength <= 300 && content.numbers < 0.5 ? 1 : 0;
    case 'message':
    case 'reply':
    case 'note':
      return content.numbers < 0.5 && content.dates.kind === 'none' ? 1 : 0;
    default:
      return 1;
  }
}

type Candidate = { target: ColumnTarget; confidence: number; reason: GuessReason };

function candidate(header: string, content: ColumnContent): Candidate {
  if (content.filled === 0) return { target: 'ignore', confidence: 0.9, reason: 'empty' };
  if ((isCounted(header) && content.numbers >= 0.8) || content.urls >= 0.9)
    return { target: 'ignore', confidence: 0.8, reason: 'counted-anyway' };
  if (isHistory(header)) return { target: 'ignore', confidence: 0.8, reason: 'history' };
  const named = targetByName(header);
  if (named !== null) {
    // A column called "From" or "Customer" may hold addresses.
    if (named.target === 'name' && content.emails >= 0.6)
      return { target: 'email', confidence: 0.8, reason: 'name-and-content' };
    const agreement = agrees(named.target, content);
    if (agreement === 2)
      return { target: named.target, confidence: Math.min(0.99, named.confidence + 0.04), reason: 'name-and-content' };
    if (agreement === 1) return { target: named.target, confidence: named.confidence, reason: 'name' };
  }
  const told = byContent(content);
  if (told !== null) return { target: told, confidence: 0.6, reason: 'content' };
  return { target: 'custom', confidence: 0.5, reason: named === null ? 'name-unknown' : 'content-differs' };
}

function byContent(content: ColumnContent): ColumnTarget | null {
  if (content.emails >= 0.9) return 'email';
  if (content.ips >= 0.9) return 'ip';
  if (
    content.phones >= 0.9 &&
    content.numbers < 0.5 &&
    content.dates.kind === 'none' &&
    content.distinct.size > content.filled / 2
  )
    return 'phone';
  if (content.distinct.size < 2 || !isFewOf(content)) return null;
  if (content.priorities >= 0.9) return 'priority';
  return content.statuses >= 0.9 ? 'status' : null;
}

/** The custom field that would hold a column: its kind, and whether it tells of a person; personal when in doubt. */
function customField(header: string, content: ColumnContent): NonNullable<ColumnGuess['newField']> {
  const { filled, distinct, longest, averageLength, manyLines } = content;
  const fewNumbers = content.numbers < 0.5 || distinct.size <= 12;
  const isChoice =
    filled >= 10 && longest <= 60 && distinct.size <= 60 && distinct.size <= Math.max(5, filled * 0.2) && fewNumbers;
  let kind: FieldKind = 'text';
  if (content.dates.kind !== 'none') kind = 'date';
  else if (content.emails >= 0.9 && ![...distinct].some((text) => /[;,\s]/.test(text))) kind = 'email';
  else if (isChoice) kind = 'select';
  else if (manyLines > 0 || averageLength > 80 || longest > 400) kind = 'textarea';
  const personal = personalByName(header) ?? kind !== 'select';
  const options = kind === 'select' ? [...distinct].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) : [];
  return { name: header.slice(0, 200), kind, personal, options };
}

/**
 * Matches the columns of a table to the fields of a ticket by name and content: each with its confidence and reason.
 * What fits no field becomes a custom field, an empty column is ignored. `sample`: cells of some hundred rows.
 */
export function guessColumns(header: string[], sample: string[][]): ColumnGuess[] {
  const contents = header.map((_, column) => readContent(sample.map((cells) => cells[column] ?? '')));
  const candidates = header.map((name, column) => candidate(name, contents[column] as ColumnContent));
  const whole = candidates.findIndex(({ target }, i) => target === 'name' && namePart(header[i] ?? '') === 'whole');
  // "Name" beside "Vorname" is the family name; beside columns it repeats it is the whole one, and they are not needed.
  const repeats = (part: number): boolean =>
    sample.filter((cells) => holdsName(cells[whole] ?? '', cells[part] ?? '')).length > sample.length / 2;
  const taken = new Map<string, number>();
  const order = candidates
    .map((_, column) => column)
    .sort((a, b) => (candidates[b]?.confidence ?? 0) - (candidates[a]?.confidence ?? 0));
  for (const column of order) {
    const found = candidates[column] as Candidate;
    if (SEVERAL.includes(found.target)) continue;
    const part = found.target === 'name' ? namePart(header[column] ?? '') : 'whole';
    if (part !== 'whole' && whole !== -1 && repeats(column)) {
      candidates[column] = { target: 'ignore', confidence: 0.6, reason: 'other-column-fits-better' };
      continue;
    }
    const key = part === 'whole' ? found.target : `${found.target} ${part}`;
    if (taken.has(key)) candidates[column] = { target: 'custom', confidence: 0.5, reason: 'other-column-fits-better' };
    else taken.set(key, column);
  }
  if (!candidates.some(({ target }) => target === 'message')) nameMessage(candidates, contents);
  return header.map((name, column) =>
    describeGuess(name, column, candidates[column] as Candidate, contents[column] as ColumnContent),
  );
}

/** Where no name says which, the column of the longest texts is the message. */
function nameMessage(candidates: Candidate[], contents: ColumnContent[]): void {
  const free = contents
    .map((content, column) => ({ content, column }))
    .filter(({ content, column }) => candidates[column]?.target === 'custom' && content.averageLength > 60)
    .sort((a, b) => b.content.averageLength - a.content.averageLength)[0];
  if (free !== undefined) candidates[free.column] = { target: 'message', confidence: 0.5, reason: 'content' };
}

function describeGuess(
  header: string,
  column: number,
  { target, confidence, reason }: Candidate,
  content: ColumnContent,
): ColumnGuess {
  const guess: ColumnGuess = { column, header, target, confidence, reason };
  if (target === 'custom') guess.newField = customField(header, content);
  const dates = DATE_TARGETS.includes(target)
    ? content.numericDates
    : guess.newField?.kind === 'date'
      ? content.dates
      : null;
  if (dates?.kind === 'format') guess.dateFormat = dates.format;
  if (dates?.kind === 'ambiguous') {
    guess.ambiguous = dates;
    const likely = dates.formats[0];
    if (likely !== undefined) guess.dateFormat = likely;
  }
  return guess;
}
