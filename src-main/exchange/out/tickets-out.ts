import { EXPORT_SHEETS, type OutFormat, type OutPart, type TicketsOut } from '../../contract/exchange.ts';
import type { Selection } from '../../contract/terms.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { Refused, type Store } from '../../store/index.ts';
import { selectedIds } from '../../tickets/index.ts';
import { officeOfRecords } from '../record/office-terms.ts';
import { RECORD_PARTS } from '../record/shape.ts';
import { writeCsv } from './csv.ts';
import { writeJson } from './json.ts';
import { leave } from './leave.ts';
import type { Place } from './leaving-file.ts';
import { atOneMoment, recordsOf, type Outgoing } from './outgoing.ts';
import { writeXml } from './xml.ts';
import { writeZip } from './zip.ts';

export type TicketsToTake = { selection: Selection; format: OutFormat; parts: OutPart[]; place: Place };

type Writer = {
  /** What can go along. */
  takes: readonly OutPart[];
  write(this: void, outgoing: Outgoing): Promise<{ leftOut: number }>;
};
const WRITERS: Record<OutFormat, Writer> = {
  xml: { takes: EXPORT_SHEETS, write: writeXml },
  csv: { takes: EXPORT_SHEETS, write: writeCsv },
  json: { takes: RECORD_PARTS, write: writeJson },
  zip: { takes: [...EXPORT_SHEETS, 'tickets'], write: writeZip },
};

/**
 * Writes the tickets of a selection in a format, with those of the parts chosen that it takes, as they are at one moment; deleted ones never.
 * Long work.
 * @throws Refused `not-found` where none is there any more, `cancelled`, `damaged`, and what the disk says
 */
export async function ticketsOut(
  store: Store,
  actor: Actor,
  { selection, format, parts: wanted, place }: TicketsToTake,
  working: Working,
): Promise<TicketsOut> {
  const { takes, write } = WRITERS[format];
  const parts = takes.filter((part) => wanted.includes(part));
  return leave(store, actor, place, { kind: format, parts }, (file) =>
    atOneMoment(store, async (db) => {
      const office = await officeOfRecords(db);
      const ids = await selectedIds(db, actor, selection);
      if (ids.length === 0) throw new Refused('not-found', { reason: 'ticket' });
      const { leftOut } = await write({
        db,
        file,
        office,
        parts,
        ids,
        tickets: (some, which) => recordsOf(db, office, some, which, working),
        check: () => working.check(),
        progress: (step, done, total) => working.progress(step, done, total),
      });
      return { selection: { ids }, told: { tickets: ids.length, leftOut } };
    }),
  );
}
