import { and, eq, sql } from 'drizzle-orm';
import type { DifferenceField, ImportMapping } from '../../../contract/exchange.ts';
import { tickets, type Reads, type Store } from '../../../store/index.ts';
import { compareTicket } from '../compare/compare-ticket.ts';
import type { Difference } from '../compare/difference.ts';
import { unsaidOf } from '../compare/unsaid.ts';
import { bringsBack, ErasedRows, withoutErased, type BringBack } from '../erased-rows.ts';
import type { GoodRow } from '../good-row.ts';
import type { Incoming, Named } from '../incoming.ts';
import { officeSecret, RowIds } from '../known-rows.ts';
import { officeTerms } from '../office-terms.ts';
import { presentTickets } from '../present.ts';
import { settledMapping } from '../settled-mapping.ts';
import { openSource, type SourceInput } from '../source.ts';
import type { Reading, Source } from '../source-row.ts';
import { takenTrackingIds } from '../taken.ts';
import { noTerms } from '../terms-of-batch.ts';
import { TicketRows } from '../ticket-rows.ts';

const ROWS_A_LOOK = 250;

export type ReportInput = SourceInput & {
  source: string;
  importId: number;
  /** As it was brought in. */
  bringBack?: BringBack;
};
/** A ticket an import brought, and all that is otherwise than its file says. */
export type ComparedTicket = { id: number; trackingId: string; differences: Difference[] };
/** What a file is compared by, and what of it no ticket has. */
export type Comparison = {
  own: boolean;
  tickets(reading: Reading): AsyncGenerator<ComparedTicket>;
  without: NonNullable<Source['own']>['without'];
  /** What a table of others has no column for; whole only once all tickets are read. */
  silent: Set<DifferenceField>;
  columns: string[];
  /** Members of records nobody here knows; whole only once all tickets are read. */
  members: Set<string>;
};

/** Reads a file again that was brought in, beside the tickets it became. @throws Refused as opening the file does */
export async function compareImport(store: Store, input: ReportInput, signal: AbortSignal): Promise<Comparison> {
  const terms = await officeTerms(store.db, { archived: true });
  const mapping = settledMapping(input.mapping, terms);
  const file = await openSource({ ...input, mapping }, terms, signal);
  const ids = new RowIds(input.source, await officeSecret(store.db));
  const rows = new TicketRows(terms, { ...noTerms(), fields: fieldsOf(mapping) }, mapping);
  const erased = await ErasedRows.of(store.db);
  const back = bringsBack(input.bringBack);
  const members = new Set(file.own?.unknown ?? []);
  const unsaid = file.own?.unsaid ?? [];
  const silent = new Set<DifferenceField>();
  const columns = new Set<string>(mapping.columns.map(({ target }) => target));
  /** Whether a table of others could have said it: it has a column for it. */
  const sayable = ({ field, why }: Difference): boolean => {
    if (file.own !== null || !['not-said', 'usual', 'name-added'].includes(why) || columns.has(field)) return true;
    silent.add(field);
    return false;
  };
  async function* compared(some: readonly GoodRow[]): AsyncGenerator<ComparedTicket> {
    const here = await brought(store.db, input.importId, some);
    const present = await presentTickets(store.db, [...here.values()]);
    const said = some.flatMap(({ ticket }) => ticket.trackingId?.toUpperCase() ?? []);
    const gone = await erased.among(
      store.db,
      some.filter(({ row }) => !back(row)),
    );
    const taken = await takenTrackingIds(store.db, said);
    for (const row of some) {
      const ours = present.get(here.get(row.key) ?? 0);
      if (!ours) continue;
      const { id, trackingId } = ours.row;
      const without = gone.get(row);
      const ticket = without ? withoutErased(row.ticket, without) : row.ticket;
      const differences = compareTicket(ticket, ours, { mapping, terms, rows, batch: input.importId, taken }).filter(
        sayable,
      );
      // who was erased is counted, and not named
      for (const { person } of without?.others ?? [])
        differences.push({ field: partOf(row.ticket, person), name: '', file: '', here: '', why: 'erased-person' });
      differences.push(...unsaidOf(unsaid, row.ticket, ours));
      yield { id, trackingId, differences };
    }
  }
  return {
    own: file.own !== null,
    without: file.own?.without ?? [],
    silent,
    columns: file.own === null ? leftOut(mapping, file.header) : [],
    members,
    async *tickets(reading) {
      let slice: GoodRow[] = [];
      for await (const row of file.rows(reading)) {
        if (!row.ok) continue;
        for (const name of row.unknown) members.add(name);
        slice.push({ row: row.row, ticket: row.ticket, ...ids.of(row.ticket, row.content) });
        if (slice.length < ROWS_A_LOOK) continue;
        yield* compared(slice);
        slice = [];
      }
      yield* compared(slice);
    },
  };
}

const partOf = ({ followers, mentioned }: Incoming, person: Named): DifferenceField =>
  followers.includes(person) ? 'followers' : mentioned.includes(person) ? 'mentioned' : 'entryAuthor';

const fieldsOf = ({ columns }: ImportMapping) =>
  new Map(columns.flatMap(({ column, fieldId }) => (fieldId === undefined ? [] : [[column, fieldId] as const])));

const leftOut = ({ columns }: ImportMapping, header: readonly string[]): string[] =>
  header.filter((_, at) => columns.find(({ column }) => column === at)?.target === 'ignore');

/** The tickets of an import that these rows became, by the rows' keys. */
async function brought(db: Reads, importId: number, rows: readonly GoodRow[]): Promise<Map<string, number>> {
  const keys = JSON.stringify(rows.map(({ key }) => key));
  const found = await db
    .select({ id: tickets.id, key: tickets.sourceKey })
    .from(tickets)
    .where(
      and(
        sql`${tickets.sourceKey} in (select value from json_each(${keys}))`,
        eq(tickets.importBatch, importId),
        eq(tickets.hidden, false),
      ),
    );
  return new Map(found.map(({ id, key }) => [key ?? '', id]));
}
