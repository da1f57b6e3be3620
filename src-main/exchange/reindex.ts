import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import type { Store } from '../store/index.ts';

/** Builds the search index anew where another version of the program had cut its words otherwise. Long work. */
export async function reindex(store: Store, _actor: Actor, _input: unknown, working: Working): Promise<null> {
  if (!store.indexIsCurrent()) await store.reindex((done) => working.progress('index', done, null));
  return null;
}
