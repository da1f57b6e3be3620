import type { Selection } from '../contract/terms.ts';
import type { Actor } from '../gate.ts';
import type { Reads } from '../store/index.ts';

/** Ids of the tickets a selection stands for. */
export async function selectedIds(_db: Reads, _actor: Actor, selection: Selection): Promise<number[]> {
  return 'ids' in selection ? selection.ids : [];
}
