import type { ImportCheck, ImportMapping, RefusedRow } from '../../contract/exchange.ts';
import { Refused } from '../../contract/errors.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { surveyTable } from '../table/index.ts';
import { openChosen, refusedTable, stoppable, type ChosenTable } from './chosen-table.ts';
import { officeTerms, preparedOrRefused } from './office-terms.ts';

/**
 * Reads a whole table by a mapping and adds nothing. Progress in bytes.
 * @throws Refused with a `table-…` or `mapping-…` reason
 */
export async function checkTable(
  store: Store,
  _actor: Actor,
  input: ChosenTable & { mapping: ImportMapping },
  working: Working,
): Promise<ImportCheck> {
  return stoppable(working, async (signal) => {
    const { shape, header } = await openChosen(input, signal);
    const terms = await officeTerms(store.db);
    preparedOrRefused(input.mapping, header.length, terms);
    const surveyed = await surveyTable(
      input.from.path,
      shape,
      { mapping: input.mapping, office: terms, fields: terms.kinds },
      { signal, onProgress: (done, total) => working.progress('check', done, total) },
    );
    if (!surveyed.ok) {
      if ('refusal' in surveyed) throw refusedTable(surveyed.refusal);
      throw new Refused('invalid', { reason: `mapping-${surveyed.problem.code}` });
    }
    const { survey } = surveyed;
    const refused = survey.refused.map(({ rowNumber, code, column }): RefusedRow => ({
      row: rowNumber,
      reason: code,
      column,
    }));
    const chosen = new Map(input.mapping.columns.map(({ column, dateFormat }) => [column, dateFormat]));
    return {
      rows: survey.rows,
      good: survey.good,
      refused,
      refusedCount: survey.refusedCount,
      unknownCategories: survey.unknown.category,
      unknownPriorities: survey.unknown.priority,
      unknownStatuses: survey.unknown.status,
      idsTwice: survey.idsTwice,
      sharedAddresses: survey.sharedEmails,
      otherDates: survey.dates.flatMap(({ column, guess }) =>
        guess.kind === 'format' && guess.format !== chosen.get(column) && refused.some((row) => row.column === column)
          ? [{ column, format: guess.format }]
          : [],
      ),
    };
  });
}
