import type { ImportMapping } from '../../contract/exchange.ts';
import { fold } from '../../store/words.ts';
import type { OfficeTerms } from './office-terms.ts';

/** A mapping as it is once its import is done: what it made new are rows of the office by now. */
export function settledMapping(mapping: ImportMapping, terms: OfficeTerms): ImportMapping {
  const settled = (decided: Record<string, number | 'new'>, rows: readonly { id: number; name: string }[]) =>
    Object.fromEntries(
      Object.entries(decided).map(([text, target]) => {
        const made = target === 'new' ? rows.findLast(({ name }) => fold(name) === fold(text.trim())) : undefined;
        return [text, made?.id ?? target];
      }),
    );
  return {
    ...mapping,
    categories: settled(mapping.categories, terms.categories),
    statuses: settled(mapping.statuses, terms.statuses),
    columns: mapping.columns.map((column) => {
      const { newField, ...rest } = column;
      const made = newField && terms.fields.findLast(({ folded }) => folded === fold(newField.name));
      return made ? { ...rest, fieldId: made.id } : column;
    }),
  };
}
