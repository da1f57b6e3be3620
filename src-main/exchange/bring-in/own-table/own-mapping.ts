import { COLUMN_TARGETS, type ColumnTarget, type ImportMapping } from '../../../contract/exchange.ts';
import { fold } from '../../../store/words.ts';
import { DATE_TARGETS, guessColumns } from '../../table/index.ts';
import type { OfficeTerms } from '../office-terms.ts';
import { ownColumns, type OwnHeading } from './headings.ts';

/** What a column of an export is among the targets of a mapping; the rest is read beside it. */
function targetOf(meaning: OwnHeading): ColumnTarget | undefined {
  if (meaning === 'replies') return 'reply';
  return meaning === 'notes' ? 'note' : COLUMN_TARGETS.find((target) => target === meaning);
}

/** How the columns of an export of Paperdesk come in: each as what it is called, own fields as the office's of their name. */
export function ownMapping(
  header: readonly string[],
  sample: string[][],
  terms: OfficeTerms,
  newCategories: readonly string[],
): ImportMapping {
  const { known, fields } = ownColumns(header);
  const guesses = guessColumns([...header], sample);
  const targets = new Map([...known].map(([meaning, [place]]) => [place, targetOf(meaning)] as const));
  const own = new Map(fields.map(({ column, name }) => [column, name]));
  const taken = new Set(terms.fields.map(({ folded }) => folded));
  const columns = header.map((heading, column): ImportMapping['columns'][number] => {
    const name = own.get(column);
    const target = targets.get(column);
    if (name === undefined)
      return {
        column,
        header: heading,
        target: target ?? 'ignore',
        ...(target !== undefined && DATE_TARGETS.includes(target) ? { dateFormat: 'iso' } : {}),
      };
    const field = terms.fields.find(({ folded }) => folded === fold(name));
    const guess = guesses[column]?.newField;
    const kind = guess?.kind ?? 'text';
    const dated = (field?.kind ?? kind) === 'date' ? { dateFormat: 'iso' } : {};
    if (field) return { column, header: heading, target: 'custom', fieldId: field.id, ...dated };
    return {
      column,
      header: heading,
      target: 'custom',
      newField: { name: free(name, taken), kind, personal: guess?.personal ?? true },
      ...dated,
    };
  });
  return {
    columns,
    categories: Object.fromEntries(newCategories.map((name) => [name, 'new' as const])),
    priorities: {},
    statuses: {},
  };
}

/** A name no field has yet, with a number behind it where it must be. */
export function free(name: string, taken: Set<string>): string {
  const wanted = name.trim().slice(0, 200).trim().toWellFormed() || '?';
  for (let n = 1; ; n++) {
    const tried = n === 1 ? wanted : `${wanted.slice(0, 190)} (${n})`;
    if (taken.has(fold(tried))) continue;
    taken.add(fold(tried));
    return tried;
  }
}
