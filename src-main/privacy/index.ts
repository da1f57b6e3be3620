import type { privacy } from '../contract/privacy.ts';
import { act, changingAct, read, type Area } from '../gate.ts';
import {
  correctEntryAndForget,
  correctPersonAndForget,
  correctTicketAndForget,
  mayForget,
  quotes,
  setFieldsAndForget,
  ticketOfEntry,
  withJoined,
} from './forget.ts';
import { startAct, startPurge, undoNamedDelete } from './forgetting.ts';
import { pendingDeletes } from './pending.ts';
import { previewList } from './preview-list.ts';
import { preview } from './preview.ts';

export { actOnTickets, anonymiseTickets } from './act.ts';
export { findLines } from './find.ts';
export { correctEntryAndForget, correctPersonAndForget, correctTicketAndForget, setFieldsAndForget };
export { purge, purgeClosed, purgePending, wipeWhileOpen } from './purge.ts';

/** `preview`, `previewList` and `act` ask further for `delete tickets` or `anonymise tickets`, by the act. */
export const privacyLines: Area<typeof privacy> = {
  preview: read('view tickets', preview),
  previewList: read('view tickets', previewList),
  act: act('view tickets', startAct),
  pending: read('delete tickets', pendingDeletes),
  undoDelete: changingAct('delete tickets', undoNamedDelete),
  correctPersonAndForget: act('edit people', async (services, actor, input) => {
    mayForget(actor, 'edit people');
    const forgets = { tickets: [], people: await withJoined(services.store.db, input.id) };
    return services.startJob('privacy.correctPersonAndForget', actor, input, { forgets });
  }),
  correctTicketAndForget: act('edit tickets', async (services, actor, input) => {
    mayForget(actor, 'edit tickets');
    const forgets = { tickets: [input.id], people: [] };
    return services.startJob('privacy.correctTicketAndForget', actor, input, { forgets });
  }),
  setFieldsAndForget: act('edit tickets', async (services, actor, input) => {
    mayForget(actor, 'edit tickets');
    const forgets = { tickets: [input.id], people: [] };
    return services.startJob('privacy.setFieldsAndForget', actor, input, { forgets });
  }),
  correctEntryAndForget: act('reply to tickets', async (services, actor, input) => {
    mayForget(actor, 'reply to tickets');
    const forgets = { tickets: await ticketOfEntry(services.store.db, input.id), people: [] };
    return services.startJob('privacy.correctEntryAndForget', actor, input, { forgets });
  }),
  quotes: read('view tickets', quotes),
  purge: act('delete tickets', startPurge),
};
