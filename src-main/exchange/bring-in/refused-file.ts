import type { ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { leave, type Gone } from '../out/leave.ts';
import type { Place } from '../out/leaving-file.ts';
import { readRows, refusedRows } from '../table/index.ts';
import { openChosen, stoppable, type ChosenTable } from './chosen-table.ts';
import { officeTerms, preparedOrRefused } from './office-terms.ts';

export type RefusedInput = ChosenTable & {
  mapping: ImportMapping;
  /** Reasons in the user's language, by code. */
  words: Record<string, string>;
  place: Place;
};
export type RefusedFile = Gone<{ rows: number }>;

/**
 * Reads a table again and writes the rows that cannot come in to a CSV, each with its number and why, so that they can
 * be mended and brought in.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`, and what the disk says
 */
export async function writeRefusedFile(
  store: Store,
  actor: Actor,
  input: RefusedInput,
  working: Working,
): Promise<RefusedFile> {
  return stoppable(working, async (signal) => {
    const { shape, header } = await openChosen(input, signal);
    const prepared = preparedOrRefused(input.mapping, header.length, await officeTerms(store.db));
    return leave(store, actor, input.place, { kind: 'refused-rows' }, async (file) => {
      const csv = refusedRows(header);
      file.write(csv.head);
      let rows = 0;
      for await (const row of readRows(input.from.path, shape, { signal })) {
        const applied = row.ok ? prepared.apply(row.cells) : null;
        if (applied?.ok) continue;
        const problem = applied?.problems[0];
        const code = row.ok ? (problem?.code ?? '') : row.code;
        const column = problem?.column == null ? '' : (header[problem.column] ?? '');
        const words = input.words[code] ?? code;
        const told = {
          rowNumber: row.rowNumber,
          line: row.line,
          reason: column === '' ? words : `${column}: ${words}`,
        };
        file.write(csv.row({ ...told, cells: row.cells }));
        rows++;
      }
      return { selection: { ids: [] }, told: { rows } };
    });
  });
}
