import type { Selection } from '../../../src-main/contract/terms.ts';
import type { TicketRow } from '../../../src-main/contract/tickets.ts';
import { desk } from '../../desk.ts';

const AT_ONCE = 200;

/** The rows of a selection as they stand now, at most `most`; null when there are more. */
export async function rowsOf(selection: Selection, most: number): Promise<TicketRow[] | null> {
  const rows: TicketRow[] = [];
  if ('ids' in selection) {
    if (selection.ids.length > most) return null;
    for (let n = 0; n < selection.ids.length; n += AT_ONCE)
      rows.push(...(await desk.tickets.rows({ ids: selection.ids.slice(n, n + AT_ONCE) })));
    return rows;
  }
  const except = new Set(selection.except ?? []);
  for (let after: TicketRow['key'] | null = null; ;) {
    const page: TicketRow[] = await desk.tickets.page({
      filter: selection.filter,
      sort: 'created',
      after,
      skip: 0,
      limit: AT_ONCE,
    });
    rows.push(...page.filter(({ id }) => !except.has(id)));
    if (rows.length > most) return null;
    const last = page.at(-1);
    if (page.length < AT_ONCE || !last) return rows;
    after = last.key;
  }
}
