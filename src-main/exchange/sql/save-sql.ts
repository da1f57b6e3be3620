import type { SqlDialect } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { openDump } from '../../store/sql/index.ts';
import { leave, type Gone } from '../out/leave.ts';
import type { Place } from '../out/leaving-file.ts';

export type SqlOut = { dialect: SqlDialect; place: Place };

/**
 * The whole office as SQL, of one moment, while the desk goes on. Long work. Nothing of what is deleted goes with it.
 * @throws Refused `cancelled`, and what the disk says
 */
export async function sqlOut(
  store: Store,
  actor: Actor,
  { dialect, place }: SqlOut,
  working: Working,
): Promise<Gone<object>> {
  return leave(store, actor, place, { kind: 'sql', parts: [dialect] }, async (file) => {
    const dump = openDump(store.path, dialect, store.db.now);
    // closed before the ledger's line is written: where there is no journal beside the office, a reader stops a writer
    try {
      let done = 0;
      for (const part of dump.parts()) {
        working.check();
        file.write(part);
        done += part.length;
        working.progress('sql', Math.min(done, dump.expected), dump.expected);
      }
    } finally {
      dump.close();
    }
    return { selection: null, told: {} };
  });
}
