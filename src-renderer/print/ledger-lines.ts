import type { LedgerFilter, LedgerRow } from '../../src-main/contract/ledger.ts';
import { desk } from '../desk.ts';
import { MOST_PRINTED } from '../screens/ledger/words.ts';

const A_PAGE = 200;

/** The lines a filter leaves, the newest first, so many as go on paper; and how many there are. */
export async function allLines(
  filter: LedgerFilter,
  tell: (done: number, total: number) => Promise<unknown>,
): Promise<{ rows: LedgerRow[]; total: number }> {
  const { total } = await desk.exchange.ledgerShape({ filter });
  const most = Math.min(total, MOST_PRINTED);
  const rows: LedgerRow[] = [];
  while (rows.length < most) {
    const last = rows.at(-1);
    const after = last ? { at: last.at, id: last.id } : null;
    const page = await desk.exchange.ledgerPage({ filter, after, limit: Math.min(A_PAGE, most - rows.length) });
    if (page.length === 0) break;
    rows.push(...page);
    await tell(rows.length, most);
  }
  return { rows, total };
}
