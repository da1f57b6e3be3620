import type { OutFormat } from '../../contract/exchange.ts';
import type { Selection } from '../../contract/terms.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { Refused, type Store } from '../../store/index.ts';
import { selectedIds } from '../../tickets/index.ts';
import { officeOfRecords } from '../record/office-terms.ts';
import type { RecordPart } from '../record/shape.ts';
import { writeCsv } from './csv.ts';
import { writeJson } from './json.ts';
import { leave, type Gone } from './leave.ts';
import type { Place } from './leaving-file.ts';
import { atOneMoment, recordsOf, type Outgoing } from './outgoing.ts';
import { writeXml } from './xml.ts';

export type TicketsOut = { selection: Selection; format: OutFormat; parts: RecordPart[]; place: Place };
/** What went: tickets, and files that the format could not take. */
export type TicketsGone = Gone<{ tickets: number; leftOut: number }>;

const WRITERS: Record<OutFormat, (outgoing: Outgoing) => Promise<{ leftOut: number }>> = {
  json: writeJson,
  csv: writeCsv,
  xml: writeXml,
};

/**
 * Writes the tickets of a selection in a format, with the parts chosen, as they are at one moment; deleted ones never.
 * Long work.
 * @throws Refused `not-found` where none is there any more, `cancelled`, `damaged`, and what the disk says
 */
export async function ticketsOut(
  store: Store,
  actor: Actor,
  { selection, format, parts, place }: TicketsOut,
  working: Working,
): Promise<TicketsGone> {
  return leave(store, actor, place, { kind: format, parts }, (file) =>
    atOneMoment(store, async (db) => {
      const office = await officeOfRecords(db);
      const ids = await selectedIds(db, actor, selection);
      if (ids.length === 0) throw new Refused('not-found', { reason: 'ticket' });
      const { leftOut } = await WRITERS[format]({
        db,
        file,
        office,
        parts,
        ids,
        tickets: (some, wanted) => recordsOf(db, office, some, wanted, working),
        check: () => working.check(),
      });
      return { selection: { ids }, told: { tickets: ids.length, leftOut } };
    }),
  );
}
