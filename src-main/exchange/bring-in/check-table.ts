import { setImmediate } from 'node:timers/promises';
import type { ErasedTicket, ImportCheck } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Reads, Store } from '../../store/index.ts';
import { stoppable } from './chosen-table.ts';
import { ErasedRows } from './erased-rows.ts';
import type { GoodRow } from './good-row.ts';
import { knownRows, officeSecret, RowIds } from './known-rows.ts';
import { officeTerms } from './office-terms.ts';
import { openSource, type SourceInput } from './source.ts';
import { Survey } from './survey.ts';

/** Rows after which the timer that looks for the wish to stop has its turn. */
const BREATH = 1_000;
/** Rows with what was erased here that are told; beyond them they are counted. */
const SHOWN = 1_000;

/**
 * Reads a whole file by a mapping and adds nothing. Progress in bytes.
 * @throws Refused with a `table-…` or `mapping-…` reason
 */
export async function checkTable(
  store: Store,
  _actor: Actor,
  input: SourceInput & { source?: string },
  working: Working,
): Promise<ImportCheck> {
  return stoppable(working, async (signal) => {
    const terms = await officeTerms(store.db);
    const source = await openSource(input, terms, signal);
    const survey = new Survey(input.mapping, terms.kinds);
    const onProgress = (done: number, total: number) => working.progress('check', done, total);
    const erased = new ErasedSurvey(store.db, await ErasedRows.of(store.db));
    const ids = new RowIds(input.source ?? '', await officeSecret(store.db));
    let rows = 0;
    for await (const row of source.rows({ signal, onProgress })) {
      survey.add(row);
      if (row.ok) await erased.add({ row: row.row, ticket: row.ticket, ...ids.of(row.ticket, row.content) });
      if (++rows % BREATH === 0) await setImmediate();
    }
    await erased.look();
    const { rows: all, good, refused, refusedCount, unknown, idsTwice, sharedEmails, dates } = survey.result();
    const chosen = new Map(input.mapping.columns.map(({ column, dateFormat }) => [column, dateFormat]));
    return {
      rows: all,
      good,
      refused,
      refusedCount,
      unknownCategories: unknown.category,
      unknownPriorities: unknown.priority,
      unknownStatuses: unknown.status,
      idsTwice,
      sharedAddresses: sharedEmails,
      erased: erased.found,
      erasedCount: erased.count,
      staysOut: erased.staysOut,
      otherDates: dates.flatMap(({ column, guess }) =>
        guess.kind === 'format' && guess.format !== chosen.get(column) && refused.some((row) => row.column === column)
          ? [{ column, format: guess.format }]
          : [],
      ),
    };
  });
}

/** Collects the rows that hold what was erased here, asking for some at a time. */
class ErasedSurvey {
  count = 0;
  staysOut = 0;
  readonly found: ErasedTicket[] = [];
  readonly #db: Reads;
  readonly #erased: ErasedRows;
  #rows: GoodRow[] = [];
  constructor(db: Reads, erased: ErasedRows) {
    this.#db = db;
    this.#erased = erased;
  }

  async add(row: GoodRow): Promise<void> {
    this.#rows.push(row);
    if (this.#rows.length >= BREATH) await this.look();
  }

  async look(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    const erased = await this.#erased.among(this.#db, rows);
    if (erased.size === 0) return;
    const known = await knownRows(this.#db, [...erased.keys()]);
    for (const [row, { ticket, requester, others }] of erased) {
      const here = known.get(row);
      // What lives here was brought back before, or never went.
      if (here && !here.gone) continue;
      const [other] = others;
      const told = ticket ?? requester ?? other?.erased;
      if (!told) continue;
      this.count++;
      if (ticket || requester) this.staysOut++;
      if (this.found.length >= SHOWN) continue;
      const what = ticket ? 'ticket' : requester ? 'requester' : 'other';
      this.found.push({ row: row.row, trackingId: row.ticket.trackingId ?? '', ...told, what });
    }
  }
}
