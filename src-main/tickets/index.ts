import type { tickets } from '../contract/tickets.ts';
import { change, changingAct, read, undoable, untold, type Area } from '../gate.ts';
import { attach, markSensitive, removeAttachment } from './attachments/calls.ts';
import { changeTicket } from './change.ts';
import { changeMany } from './change-many.ts';
import { correctEntry } from './correct-entry.ts';
import { correctTicket } from './correct.ts';
import { countsOfViews } from './counts.ts';
import { createTicket } from './create.ts';
import { setFields } from './fields.ts';
import { addFollower, removeFollower } from './followers.ts';
import { giveTickets } from './give/give.ts';
import { givePreview } from './give/preview.ts';
import { intakeDraft, saveIntakeDraft } from './intake-draft.ts';
import { pageOfTickets } from './lists.ts';
import { entryText, openTicket } from './open.ts';
import { reply } from './reply.ts';
import { rowsOfTickets } from './rows.ts';
import { shapeOfList } from './shape.ts';
import { byTrackingId } from './tracking.ts';
import { addTime, markRead, saveDraft } from './work.ts';

export { attachmentsOf } from './attachments/list.ts';
export { mediaType } from './attachments/kind.ts';
export { diskFileName } from './attachments/names.ts';
export { readAttachment, type AttachmentToRead } from './attachments/read.ts';
export { dropUnseen, purgeUnfinished } from './attachments/remove.ts';
export { writeAttachment } from './attachments/write.ts';
export { entriesWithAuthors } from './authors.ts';
export { byTicket } from './by-ticket.ts';
export { ticketConditions } from './conditions.ts';
export { correctEntry } from './correct-entry.ts';
export { correctTicket } from './correct.ts';
export { setFields } from './fields.ts';
export { freeFindKeys, idsByFindKey } from './find-keys.ts';
export { forgetTicketTexts } from './forget.ts';
export { writeHistory, type Deed } from './history.ts';
export { partsOf } from './parts.ts';
export { ticketRows } from './rows.ts';
export { selectedIds } from './selection.ts';
export { freeTrackingIds } from './tracking.ts';
export { valuesOf } from './values.ts';
export { draftAgain } from './work.ts';
export { officeZone } from './zone.ts';

export const ticketLines: Area<typeof tickets> = {
  shape: read('view tickets', shapeOfList),
  page: read('view tickets', pageOfTickets),
  counts: read('view tickets', countsOfViews),
  open: read('view tickets', openTicket),
  entryText: read('view tickets', entryText),
  rows: read('view tickets', rowsOfTickets),
  byTrackingId: read('view tickets', byTrackingId),
  create: undoable(changingAct('submit tickets', createTicket)),
  change: undoable(change('edit tickets', changeTicket)),
  changeMany: undoable(changingAct('edit tickets', changeMany), { each: true }),
  reply: undoable(changingAct('reply to tickets', reply)),
  intakeDraft: read('submit tickets', intakeDraft),
  saveIntakeDraft: untold(change('submit tickets', saveIntakeDraft)),
  saveDraft: untold(change('reply to tickets', saveDraft)),
  markRead: change('view tickets', markRead),
  addTime: undoable(change('reply to tickets', addTime)),
  setFields: undoable(
    change('edit tickets', async (tx, actor, input) => {
      const { version } = await setFields(tx, actor, input);
      return { version };
    }),
  ),
  correct: undoable(
    change('edit tickets', async (tx, actor, input) => {
      const { version } = await correctTicket(tx, actor, input);
      return { version };
    }),
  ),
  correctEntry: undoable(
    change('reply to tickets', async (tx, actor, input) => {
      const { version, ticket } = await correctEntry(tx, actor, input);
      return { version, ticket };
    }),
  ),
  givePreview: read('view tickets', givePreview),
  give: undoable(change('edit people', giveTickets), { each: true }),
  addFollower: undoable(change('edit tickets', addFollower)),
  removeFollower: undoable(change('edit tickets', removeFollower)),
  attach: undoable(changingAct('edit tickets', attach)),
  removeAttachment: undoable(change('edit tickets', removeAttachment)),
  markSensitive: undoable(change('edit tickets', markSensitive)),
};
