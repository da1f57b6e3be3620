import type { DeskError } from '../src-main/contract/errors.ts';
import { DeskRefusal } from './desk.ts';
import { failures } from './failures.svelte.ts';
import { office } from './office.svelte.ts';

/**
 * Opens an office in whatever way. One that could not be opened is told of on the first screen where none is open,
 * with what helps, and over the open one otherwise.
 */
export async function openOffice(ask: () => Promise<unknown>): Promise<void> {
  let refused: DeskError | null = null;
  failures.putAway();
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof DeskRefusal)) throw error;
    refused = error.error;
  }
  await office.refresh();
  const told = !office.desk?.office && office.desk?.notices.some(({ code }) => code === refused?.code);
  if (refused && refused.code !== 'cancelled' && !told) failures.last = refused;
}
