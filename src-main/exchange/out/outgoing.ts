import type { Working } from '../../jobs.ts';
import type { Reads, Store } from '../../store/index.ts';
import { inBatches } from '../record/batches.ts';
import type { OfficeOfRecords } from '../record/office-terms.ts';
import { readRecords, type ReadRecord } from '../record/read-records.ts';
import type { RecordPart } from '../record/shape.ts';
import type { LeavingFile } from './leaving-file.ts';

/** What a writer of a format is given. */
export type Outgoing = {
  /** The office as it was when the export began. */
  db: Reads;
  file: LeavingFile;
  office: OfficeOfRecords;
  parts: readonly RecordPart[];
  /** The tickets as they are wanted, to be gone through once. */
  tickets: AsyncIterable<ReadRecord>;
  /** Ids of the tickets, for those who must know something of all before the first. */
  ids: readonly number[];
  /** Headings and codes in the user's words. */
  words: Readonly<Record<string, string>>;
  /** Throws once the user has asked to stop. */
  check(this: void): void;
};

/** Several reads of one moment; where a folder allows no WAL, a long one would keep all others from writing. */
export const atOneMoment = <T>(store: Store, work: (db: Reads) => Promise<T>): Promise<T> =>
  store.journal === 'wal' ? store.snapshot(work) : work(store.db);

/** Records one after the other, read in batches; tells of progress and stops between them. `seen` hears of each id. */
export async function* recordsOf(
  { db, office, ids, parts }: Pick<Outgoing, 'db' | 'office' | 'ids' | 'parts'>,
  working: Working,
  seen: (id: number) => void,
): AsyncGenerator<ReadRecord> {
  let done = 0;
  working.progress('tickets', 0, ids.length);
  for await (const batch of inBatches(db, ids)) {
    working.check();
    for (const read of await readRecords(db, office.names, batch, parts)) {
      seen(read.id);
      yield read;
    }
    done += batch.length;
    working.progress('tickets', done, ids.length);
  }
}
