import type { undo } from '../contract/undo.ts';
import { act, changingAct, type Area } from '../gate.ts';
import { actOf } from './acts.ts';
import { taking } from './take.ts';

/** What each act needs to be done, it needs to be taken back: `take` and `redo` ask for that. */
export const undoLines: Area<typeof undo> = {
  next: act('use the desk', async ({ store, undo }, { staffId }) => {
    const [last, next] = [undo.next('undo', staffId), undo.next('redo', staffId)];
    return { undo: last && (await actOf(store.db, last)), redo: next && (await actOf(store.db, next)) };
  }),
  take: changingAct('use the desk', taking('undo')),
  redo: changingAct('use the desk', taking('redo')),
};
