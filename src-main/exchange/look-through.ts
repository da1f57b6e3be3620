import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import { damageInside, type Part } from '../store/damage.ts';
import type { Store } from '../store/index.ts';

/** Between two tables, in ms: whoever works at the desk has the disk then. */
const REST = 20;

/**
 * Looks through an open office for damage, long work: table by table, with rests. Answers with what is damaged, in codes;
 * nothing is changed.
 */
export async function lookThrough(
  store: Store,
  _actor: Actor,
  _input: unknown,
  working: Pick<Working, 'check'>,
): Promise<{ parts: Part[] }> {
  const parts = await damageInside(store.connections.reader, async () => {
    await wait(REST);
    working.check();
  });
  return { parts };
}
