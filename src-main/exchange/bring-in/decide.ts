import { eq } from 'drizzle-orm';
import type { ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { tickets, type Store, type Writes } from '../../store/index.ts';
import { stoppable } from './chosen-table.ts';
import { compareTicket } from './compare/compare-ticket.ts';
import { askedOf } from './compare/difference.ts';
import { ErasedRows, withoutErased } from './erased-rows.ts';
import type { GoodRow } from './good-row.ts';
import { knownRows, officeSecret, RowIds } from './known-rows.ts';
import { officeTerms } from './office-terms.ts';
import { presentTickets } from './present.ts';
import { settledMapping } from './settled-mapping.ts';
import { openSource, type SourceInput } from './source.ts';
import type { Source } from './source-row.ts';
import { takeTheirs } from './take-theirs.ts';
import { newTerms, showTerms } from './terms-of-batch.ts';
import { TicketRows } from './ticket-rows.ts';

const ROWS_A_WRITE = 100;
type Take = 'ours' | 'theirs';
export type DecideInput = SourceInput & {
  source: string;
  decisions: { row: number; take: Take }[];
  others?: Take;
};

/**
 * Decides rows that came in before with other content: `ours` leaves the ticket as it is and asks no more about this
 * content, `theirs` puts what the row says in its place. Each row is whole; a stop leaves the rest to be asked.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`
 */
export async function decideDiffering(
  store: Store,
  actor: Actor,
  input: DecideInput,
  working: Working,
): Promise<Record<Take, number>> {
  return stoppable(working, async (signal) => {
    const terms = await officeTerms(store.db);
    // what the import made new is the office's own by now
    const mapping = settledMapping(input.mapping, terms);
    const source = await openSource({ ...input, mapping }, terms, signal);
    const ids = new RowIds(input.source, await officeSecret(store.db));
    const wanted = new Map(input.decisions.map(({ row, take }) => [row, take]));
    const done: Record<Take, number> = { ours: 0, theirs: 0 };
    const total = input.others === undefined ? wanted.size : null;
    let slice: { row: GoodRow; take: Take }[] = [];
    const decide = async (): Promise<void> => {
      working.check();
      const some = slice;
      slice = [];
      const taken = await store.write((tx) => decideRows(tx, actor, some, mapping, source.of));
      done.ours += taken.ours;
      done.theirs += taken.theirs;
      working.progress('decide', done.ours + done.theirs, total);
    };
    for await (const row of source.rows({ signal })) {
      if (!row.ok) continue;
      const good = { row: row.row, ticket: row.ticket, ...ids.of(row.ticket, row.content) };
      const take = wanted.get(row.row) ?? input.others;
      if (take === undefined) continue;
      slice.push({ row: good, take });
      if (slice.length >= ROWS_A_WRITE) await decide();
    }
    if (slice.length > 0) await decide();
    return done;
  });
}

async function decideRows(
  tx: Writes,
  actor: Actor,
  slice: readonly { row: GoodRow; take: Take }[],
  mapping: ImportMapping,
  of: Source['of'],
): Promise<Record<Take, number>> {
  const done: Record<Take, number> = { ours: 0, theirs: 0 };
  const asked = slice.map(({ row }) => row);
  const known = await knownRows(tx, asked);
  const erased = await (await ErasedRows.of(tx)).among(tx, asked);
  // Read anew in each write: what an earlier one made is the office's own by now.
  const terms = await officeTerms(tx);
  const brought = await newTerms(tx, mapping, terms, of);
  const rows = new TicketRows(terms, brought, mapping);
  const comparing = { mapping, terms, rows, batch: null, taken: new Set<string>() };
  for (const { row: said, take } of slice) {
    const ticket = known.get(said);
    if (!ticket || ticket.gone || ticket.hash === said.hash) continue;
    const gone = erased.get(said);
    const row = gone ? { ...said, ticket: withoutErased(said.ticket, gone) } : said;
    const ours = (await presentTickets(tx, [ticket.id])).get(ticket.id);
    const changes = ours ? askedOf(compareTicket(row.ticket, ours, comparing)) : [];
    if (!ours || changes.length === 0) continue;
    if (take === 'theirs') await takeTheirs(tx, actor, { ours, changes, row, rows, country: terms.phoneCountry });
    await tx.update(tickets).set({ sourceHash: row.hash }).where(eq(tickets.id, ticket.id));
    done[take]++;
  }
  await showTerms(tx, brought, tx.now);
  return done;
}
