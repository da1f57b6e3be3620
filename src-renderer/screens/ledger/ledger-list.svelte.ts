import type { LedgerFilter, LedgerKind, LedgerRow, LedgerShape } from '../../../src-main/contract/ledger.ts';
import { ListState } from '../../components/list-state.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { office } from '../../office.svelte.ts';
import { format, speech } from '../../texts/language.svelte.ts';
import { momentsOf, type Period } from './periods.ts';

const idOf = ({ id }: LedgerRow) => id;
const NONE: LedgerShape = { total: 0, step: 100, anchors: [] };
/** Rows a page of the contract holds. */
const PAGE = 200;

/** The lines of the ledger as the words, the kind and the time narrow them, the newest first. */
export class LedgerList {
  list = $state.raw(this.#listOf(NONE, { text: '' }));
  /** False until the first answer has come. */
  ready = $state(false);
  text = $state('');
  kind = $state<LedgerKind | 'any'>('any');
  period = $state<Period>('any');
  #turn = 0;

  /** A day's end begins another question: periods follow the office's calendar. */
  readonly filter: LedgerFilter = $derived({
    text: this.text.trim(),
    ...(this.kind !== 'any' && { kinds: [this.kind] }),
    ...momentsOf(this.period, format(), speech.now),
  });
  readonly narrowed = $derived(this.text.trim() !== '' || this.kind !== 'any' || this.period !== 'any');
  readonly question = $derived(JSON.stringify([this.filter, office.settings?.uid ?? '']));

  /** Asks anew; the row one was at is found again where it is still there. */
  async follow(): Promise<void> {
    const turn = ++this.#turn;
    const filter = { ...this.filter };
    const shape = await failures.watch(() => desk.exchange.ledgerShape({ filter }));
    if (!shape || turn !== this.#turn) return;
    const list = this.#listOf(shape, filter);
    if (shape.total > 0) list.moveTo(0);
    this.list = list;
    this.ready = true;
  }
  showAll(): void {
    this.text = '';
    this.kind = 'any';
    this.period = 'any';
  }

  #listOf(shape: LedgerShape, filter: LedgerFilter): ListState<LedgerRow> {
    const load = (first: number, count: number) => rowsOf(shape, filter, first, count);
    return new ListState<LedgerRow>({ count: shape.total, load, idOf, rowHeight: 32 });
  }
}

async function rowsOf(
  { step, anchors }: LedgerShape,
  filter: LedgerFilter,
  first: number,
  count: number,
): Promise<LedgerRow[]> {
  const anchor = Math.floor(first / step);
  const skip = first - anchor * step;
  const after = anchor === 0 ? null : (anchors[anchor - 1] ?? null);
  const rows = await desk.exchange.ledgerPage({ filter, after, limit: Math.min(PAGE, skip + count) });
  return rows.slice(skip);
}
