import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { leave, type Gone } from '../out/leave.ts';
import type { Place } from '../out/leaving-file.ts';
import { refusedRows } from '../table/index.ts';
import { stoppable } from './chosen-table.ts';
import { officeTerms } from './office-terms.ts';
import { openSource, type SourceInput } from './source.ts';

export type RefusedInput = SourceInput & {
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
    const { header, rows: rowsOf } = await openSource(input, await officeTerms(store.db), signal);
    return leave(store, actor, input.place, { kind: 'refused-rows' }, async (file) => {
      const csv = refusedRows(header);
      file.write(csv.head);
      let rows = 0;
      for await (const row of rowsOf({ signal })) {
        if (row.ok) continue;
        const column = row.column === null ? row.at : (header[row.column] ?? '');
        const words = input.words[row.reason] ?? row.reason;
        const told = {
          rowNumber: row.row,
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
