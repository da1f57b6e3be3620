import type { Priority, Status } from '../../../contract/office.ts';
import { foldLabel } from '../fold-label.ts';
import { priorityByWord, statusByWord } from './words.ts';

/** What the office has to choose from. */
export type OfficeWords = {
  /** IANA name; dates without an offset are read in it. */
  zone: string;
  categories: { id: number; name: string }[];
  priorities: { id: number; name: string; mark: Priority['mark'] }[];
  statuses: { id: number; name: string; role: Status['role'] }[];
};

/** A value of the file and the office's row it means: null takes the default, `isNew` makes a row of that name. */
export type Choice = {
  text: string;
  id: number | null;
  isNew: boolean;
  /** Neither the mapping nor the office knows the text, and it is not empty: to be asked. */
  unknown: boolean;
};

type Decided = Readonly<Record<string, number | 'new'>>;

/** Finds the office's row for a value: as the user decided, else by name, else by what the word means; all folded. */
export function choose(
  decided: Decided,
  rows: { id: number; name: string }[],
  meaning: (text: string) => number | null,
) {
  const known = new Map<string, number | 'new'>();
  for (const { id, name } of rows) known.set(foldLabel(name), id);
  for (const [text, target] of Object.entries(decided)) known.set(foldLabel(text), target);
  const found = new Map<string, Choice>();
  return (text: string): Choice => {
    let choice = found.get(text);
    if (choice !== undefined) return choice;
    const target = text === '' ? null : (known.get(foldLabel(text)) ?? meaning(text));
    choice = {
      text,
      id: target === 'new' ? null : target,
      isNew: target === 'new',
      unknown: target === null && text !== '',
    };
    // A column wrongly mapped may hold as many values as rows.
    if (found.size < 10_000) found.set(text, choice);
    return choice;
  };
}

/** What words of priority and status mean in this office. */
export function meanings({ priorities, statuses }: OfficeWords): {
  priority: (text: string) => number | null;
  status: (text: string) => number | null;
} {
  return {
    priority: (text) => priorities.find(({ mark }) => mark === priorityByWord(text))?.id ?? null,
    status: (text) => statuses.find(({ role }) => role === statusByWord(text))?.id ?? null,
  };
}
