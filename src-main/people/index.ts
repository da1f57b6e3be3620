import type { people } from '../contract/people.ts';
import { change, read, undoable, type Area } from '../gate.ts';
import { pageOfPeople, recognise, shapeOfPeople } from './lists.ts';
import { noticeGiven, openPerson, type RowsOf } from './open.ts';

export { addIdentifiers, addPerson, type KnownBy } from './add.ts';
export { countPeople } from './lists.ts';
export { normalise } from './normalise.ts';
export { personRows, ticketCounts } from './rows.ts';
export { samePerson, takePerson } from './same.ts';

/** `rowsOf` is `ticketRows` of the tickets area, which stands on this one. */
export const peopleLines = (rowsOf: RowsOf): Area<typeof people> => ({
  recognise: read('view people', recognise),
  shape: read('view people', shapeOfPeople),
  page: read('view people', pageOfPeople),
  open: read('view people', openPerson(rowsOf)),
  noticeGiven: undoable(change('submit tickets', noticeGiven)),
});
