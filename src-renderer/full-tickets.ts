import type { FullTicket, TicketPart } from '../src-main/contract/exchange.ts';
import type { Selection } from '../src-main/contract/terms.ts';
import { desk } from './desk.ts';

const A_PAGE = 64;

/**
 * Reads all tickets of a selection page by page, the next one while this one is worked on. `done` of `total` tickets
 * are whole; one that is not goes on with the next page.
 */
export async function* fullTickets(
  selection: Selection,
  parts: readonly TicketPart[],
): AsyncGenerator<{ tickets: FullTicket[]; done: number; total: number }> {
  const ids = await desk.exchange.selected({ selection });
  const pageFrom = (done: number, after: Awaited<ReturnType<typeof desk.exchange.fullTickets>>['after']) => {
    if (done >= ids.length) return null;
    const page = desk.exchange.fullTickets({ ids: ids.slice(done, done + A_PAGE), parts: [...parts], after });
    // who reads on hears of a failure; who has stopped does not
    page.catch(() => undefined);
    return page;
  };
  let done = 0;
  for (let coming = pageFrom(0, null); coming;) {
    const page = await coming;
    done += page.done;
    coming = pageFrom(done, page.after);
    yield { tickets: page.tickets, done, total: ids.length };
  }
}
