import type { privacy } from '../contract/privacy.ts';
import { act, change, read, type Area } from '../gate.ts';
import { pendingDeletes, undoDelete } from './pending.ts';
import { previewList } from './preview-list.ts';
import { mayAct, preview } from './preview.ts';

export { actOnTickets, anonymiseTickets } from './act.ts';
export { findLines } from './find.ts';
export { purge, purgeClosed, purgePending, wipeWhileOpen } from './purge.ts';

/** `preview`, `previewList` and `act` ask further for `delete tickets` or `anonymise tickets`, by the act. */
export const privacyLines: Area<typeof privacy> = {
  preview: read('view tickets', preview),
  previewList: read('view tickets', previewList),
  act: act('view tickets', async (services, actor, input) => {
    mayAct(actor, input.act);
    return services.startJob('privacy.act', actor, input);
  }),
  pending: read('delete tickets', pendingDeletes),
  undoDelete: change('delete tickets', undoDelete),
  purge: act('delete tickets', async (services, actor, input) => services.startJob('privacy.purge', actor, input)),
};
