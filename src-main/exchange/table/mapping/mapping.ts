import type { ColumnTarget, ImportMapping } from '../../../contract/exchange.ts';
import type { FieldKind } from '../../../contract/office.ts';
import { DATE_TARGETS } from '../columns/guess-columns.ts';
import type { ColumnGuess } from '../columns/guess-columns.ts';
import { namePart } from '../columns/names.ts';
import { TABLE_DATE_FORMATS } from '../dates/read-date.ts';
import type { TableDateFormat } from '../dates/read-date.ts';
import { foldLabel } from '../fold-label.ts';

export type Mapping = ImportMapping;
export type MappedColumn = Mapping['columns'][number];

/** Why a mapping cannot be used; `column` is the one to look at. */
export type MappingProblem = {
  code: 'nothing-mapped' | 'target-twice' | 'no-such-column' | 'date-format-missing' | 'field-missing';
  column: number | null;
};

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

/** The mapping that guesses make, for the user to change. */
export function mappingOf(guesses: ColumnGuess[]): Mapping {
  return {
    columns: guesses.map(({ column, header, target, newField, dateFormat }) => ({
      column,
      header,
      target,
      ...(newField === undefined
        ? {}
        : { newField: { name: newField.name, kind: newField.kind, personal: newField.personal } }),
      ...(dateFormat === undefined ? {} : { dateFormat }),
    })),
    categories: {},
    priorities: {},
    statuses: {},
  };
}

/**
 * A saved mapping laid over another file: columns are found by name (the second of a name by the second), whatever
 * their order; columns it does not know keep their guess, or become custom fields where their field is taken.
 */
export function fitMapping(saved: Mapping, guesses: ColumnGuess[]): Mapping {
  const left = [...saved.columns];
  const guessed = mappingOf(guesses);
  const known = new Map<number, MappedColumn>();
  for (const { column, header } of guessed.columns) {
    const at = left.findIndex((one) => foldLabel(one.header) === foldLabel(header));
    const [found] = at === -1 ? [] : left.splice(at, 1);
    if (found !== undefined) known.set(column, { ...found, column, header });
  }
  const taken = new Set([...known.values()].map(({ target }) => target).filter((target) => !SEVERAL.includes(target)));
  const columns = guessed.columns.map((column): MappedColumn => {
    const found = known.get(column.column);
    if (found !== undefined || !taken.has(column.target)) return found ?? column;
    // The saved mapping has a column for this field: a further one is kept beside it, not in its place.
    const { header } = column;
    return {
      column: column.column,
      header,
      target: 'custom',
      newField: { name: header, kind: 'text', personal: true },
    };
  });
  return { ...saved, columns };
}

export function isDateFormat(text: string | undefined): text is TableDateFormat {
  return TABLE_DATE_FORMATS.some((format) => format === text);
}

/** What is wrong with a mapping for a table of `width` columns; null where it can be used. */
export function checkMapping(
  { columns }: Mapping,
  width: number,
  kindOf: (column: MappedColumn) => FieldKind | null,
): MappingProblem | null {
  if (columns.every(({ target }) => target === 'ignore')) return { code: 'nothing-mapped', column: null };
  const seen = new Set<string>();
  for (const column of columns) {
    const { target, header } = column;
    if (column.column >= width) return { code: 'no-such-column', column: column.column };
    const key = target === 'name' ? `name ${namePart(header)}` : target;
    if (!SEVERAL.includes(target) && seen.has(key)) return { code: 'target-twice', column: column.column };
    seen.add(key);
    const kind = target === 'custom' ? kindOf(column) : null;
    if (target === 'custom' && kind === null) return { code: 'field-missing', column: column.column };
    if ((DATE_TARGETS.includes(target) || kind === 'date') && !isDateFormat(column.dateFormat))
      return { code: 'date-format-missing', column: column.column };
  }
  return null;
}
