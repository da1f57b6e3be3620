import { setImmediate } from 'node:timers/promises';
import type { ImportDone, RefusedRow } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { killPoint } from '../../store/kill-points.ts';
import type { Store } from '../../store/index.ts';
import { Batch } from './batch.ts';
import { bringsBack, ErasedRows, type BringBack } from './erased-rows.ts';
import type { GoodRow } from './good-row.ts';
import { stoppable } from './chosen-table.ts';
import { officeSecret, RowIds } from './known-rows.ts';
import { officeTerms } from './office-terms.ts';
import { openSource, type SourceInput } from './source.ts';
import { purgeImport } from './purge-imports.ts';

const ROWS_A_WRITE = 500;
const CHARACTERS_A_WRITE = 8 * 1024 * 1024;
/** Refused and differing rows that are told; beyond them they are counted. */
const TOLD = 1_000;

export type BringInInput = SourceInput & {
  source: string;
  rows?: number;
  /** Rows that come in although they were erased here. */
  bringBack?: BringBack;
};

/**
 * Brings a table in, 500 rows a write, unseen until one last write shows them all. Cancelled or failed, it takes away
 * what it brought. Progress in rows.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`, and what the disk says
 */
export async function bringIn(store: Store, actor: Actor, input: BringInInput, working: Working): Promise<ImportDone> {
  return stoppable(working, async (signal) => {
    const terms = await officeTerms(store.db);
    const file = await openSource(input, terms, signal);
    const ids = new RowIds(input.source, await officeSecret(store.db));
    working.check();
    const batch = await Batch.begin(store, actor, {
      source: input.source,
      mapping: input.mapping,
      terms,
      of: file.of,
      erased: await ErasedRows.of(store.db),
      bringsBack: bringsBack(input.bringBack),
    });
    try {
      const refusedRows: RefusedRow[] = [];
      let refused = 0;
      let read = 0;
      let slice: GoodRow[] = [];
      let characters = 0;
      let slices = 0;
      const takeIn = async (): Promise<void> => {
        working.check();
        slice = await batch.takeIn(slice);
        characters = 0;
        working.progress('rows', read, input.rows ?? null);
        if (slices++ === 0) killPoint('import: first slice in');
        // the timer that looks for the wish to stop needs its turn
        await setImmediate();
      };
      for await (const row of file.rows({ signal })) {
        read++;
        if (!row.ok) {
          const { row: number, reason, column, at } = row;
          refused++;
          if (refusedRows.length < TOLD) refusedRows.push({ row: number, reason, column, at });
          continue;
        }
        slice.push({ row: row.row, ticket: row.ticket, ...ids.of(row.ticket, row.content) });
        for (const text of row.content) characters += text.length;
        if (slice.length >= ROWS_A_WRITE || characters > CHARACTERS_A_WRITE) await takeIn();
      }
      // what a slice hands back are rows whose id came twice in it
      while (slice.length > 0) await takeIn();
      killPoint('import: all slices in');
      await batch.finish(input.from.path, working);
      working.check();
      const done = await batch.show(refused);
      killPoint('import: batch done');
      return { ...done, refused, refusedRows };
    } catch (error) {
      await purgeImport(store, batch.id, batch.began);
      throw error;
    }
  });
}
