import type { people } from '../contract/people.ts';
import { change, read, undoable, type Area } from '../gate.ts';
import { alsoKnown } from './also-known.ts';
import { correctPerson } from './correct.ts';
import { decideDouble, pageOfDoubles } from './doubles.ts';
import { joinPeople } from './joins/join.ts';
import { joinPreview } from './joins/preview.ts';
import { takeApart } from './joins/take-apart.ts';
import { pageOfPeople, recognise, shapeOfPeople } from './lists.ts';
import { noticeGiven, openPerson, type RowsOf } from './open.ts';

export { addIdentifiers, addPerson, type KnownBy } from './add.ts';
export { correctPerson } from './correct.ts';
export { countDoubles } from './doubles.ts';
export { forgetPersonTexts, forgetInJoined } from './forget.ts';
export { writePersonHistory } from './history.ts';
export { joinPeople } from './joins/join.ts';
export { leadToLiving } from './joins/lead.ts';
export { takeApart } from './joins/take-apart.ts';
export { countPeople } from './lists.ts';
export { moveIdentifiers } from './move-identifiers.ts';
export { livingPerson } from './open.ts';
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
  correct: undoable(
    change('edit people', async (tx, actor, input) => {
      const { version, doubles } = await correctPerson(tx, actor, input);
      return { version, doubles };
    }),
  ),
  alsoKnown: read('view people', alsoKnown),
  joinPreview: read('view people', joinPreview),
  join: undoable(change('edit people', joinPeople)),
  takeApart: undoable(change('edit people', takeApart)),
  doubles: read('view people', pageOfDoubles),
  decideDouble: undoable(change('edit people', decideDouble)),
});
