import type { OutPart } from '../../contract/exchange.ts';
import type { Working } from '../../jobs.ts';
import type { Reads, Store } from '../../store/index.ts';
import { inBatches } from '../record/batches.ts';
import type { OfficeOfRecords } from '../record/office-terms.ts';
import { readRecords, type ReadRecord } from '../record/read-records.ts';
import type { RecordPart } from '../record/shape.ts';
import type { LeavingFile } from './leaving-file.ts';

/** Which tickets, and under which step their progress is told; null: not at all. */
export type Wanted = { ids: readonly number[]; step: string | null };
/** What a writer of a format is given. */
export type Outgoing = {
  /** The office as it was when the export began. */
  db: Reads;
  file: LeavingFile;
  office: OfficeOfRecords;
  parts: readonly OutPart[];
  /** The tickets that go, in the order they are wanted. */
  ids: readonly number[];
  /** Records of tickets with some parts, in batches; to be asked for as often as a format needs them. */
  tickets(this: void, parts: readonly RecordPart[], wanted: Wanted): AsyncIterable<ReadRecord>;
  /** Throws once the user has asked to stop. */
  check(this: void): void;
  /** Tells how far a step has come, of how much. */
  progress(this: void, step: string, done: number, total: number): void;
};

/** Several reads of one moment; where a folder allows no WAL, a long one would keep all others from writing. */
export const atOneMoment = <T>(store: Store, work: (db: Reads) => Promise<T>): Promise<T> =>
  store.journal === 'wal' ? store.snapshot(work) : work(store.db);

/** Records one after the other, read in batches; tells of progress and stops between them. */
export async function* recordsOf(
  db: Reads,
  office: OfficeOfRecords,
  parts: readonly RecordPart[],
  { ids, step }: Wanted,
  working: Working,
): AsyncGenerator<ReadRecord> {
  let done = 0;
  const tell = () => {
    if (step !== null) working.progress(step, done, ids.length);
  };
  tell();
  for await (const batch of inBatches(db, ids)) {
    working.check();
    yield* await readRecords(db, office.names, batch, parts);
    done += batch.length;
    tell();
  }
}
