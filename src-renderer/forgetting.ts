import type { Events } from '../src-main/contract/events.ts';
import { on } from './desk.ts';

/** Whose data are about to go; `lasting` unless that can be undone. */
export type Going = Events['forget'];

const remembering = new Set<(going: Going) => void>();

/**
 * For whatever remembers something of people or tickets beyond the screen that shows it: lets go of it when their data
 * go. The returned function ends that. A test knows everything in the window that outlives its screen.
 */
export function whenForgotten(letGo: (going: Going) => void): () => void {
  remembering.add(letGo);
  return () => remembering.delete(letGo);
}

/** Listens to main from now on; the returned function ends it. */
export const startForgetting = (): (() => void) =>
  on('forget', (going) => {
    for (const letGo of remembering) letGo(going);
  });
