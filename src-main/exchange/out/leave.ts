import { basename } from 'node:path';
import type { Selection } from '../../contract/terms.ts';
import type { Actor } from '../../gate.ts';
import { settle } from '../../store/backup.ts';
import type { Store } from '../../store/index.ts';
import { killPoint } from '../../store/kill-points.ts';
import { takeBack, writeDown, type Left } from '../ledger/write.ts';
import { LeavingFile, type Place, type Whole } from './leaving-file.ts';

/** What is said of the file in the ledger, beside what the file itself tells. */
export type Leaving = Pick<Left, 'kind' | 'parts' | 'pages' | 'copyNumber' | 'folder'>;
/** What a writer answers: whose data went (null: the whole office), and what the user is told. */
export type Written<T> = { selection: Selection | null; told: T };
export type Gone<T> = T & Whole & { fileName: string };

/**
 * Writes a file that leaves the desk: beside its place, synced to the disk, written down in the ledger, then put in its
 * place. Stopped or failed, what was there before is untouched and nothing else is left. In a worker or in the main process.
 * @throws what the writer throws, and what the disk says
 */
export async function leave<T>(
  store: Store,
  actor: Actor,
  place: Place,
  leaving: Leaving,
  write: (file: LeavingFile) => Promise<Written<T>>,
): Promise<Gone<T>> {
  const file = new LeavingFile(place);
  try {
    const { selection, told } = await write(file);
    return { ...told, ...(await putInPlace(store, actor, file, { ...leaving, selection })) };
  } finally {
    file.abandon();
  }
}

/**
 * The end of a file that leaves. Its line in the ledger comes first, so that nothing is ever out of the desk without one;
 * it is taken back where the file cannot be put in its place.
 */
export async function putInPlace(
  store: Store,
  actor: Actor,
  file: LeavingFile,
  left: Leaving & Pick<Left, 'selection'>,
): Promise<Whole & { fileName: string }> {
  const whole = file.close();
  const { path, part } = file.place;
  const line = await store.write((tx) => writeDown(tx, actor, { ...left, ...whole, destination: path }));
  killPoint('export: written down');
  try {
    settle(part, path);
  } catch (error) {
    await store.write((tx) => takeBack(tx, line.id));
    throw error;
  }
  return { ...whole, fileName: basename(path) };
}
