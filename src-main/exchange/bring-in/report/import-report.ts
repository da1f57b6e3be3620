import { setImmediate } from 'node:timers/promises';
import type { ImportReport, ReportGroup } from '../../../contract/exchange.ts';
import type { Actor } from '../../../gate.ts';
import type { Working } from '../../../jobs.ts';
import type { Store } from '../../../store/index.ts';
import { stoppable } from '../chosen-table.ts';
import { isSaid, type Difference } from '../compare/difference.ts';
import { compareImport, type ComparedTicket, type ReportInput } from './compare-import.ts';

/** Tickets named a group, and in all groups together: what goes over to the window stays within some megabytes. */
const EXAMPLES = 1_000;
const ALL_EXAMPLES = 30_000;
const SHOWN_LENGTH = 200;
const MOST_GROUPS = 1_000;

/**
 * Compares the tickets an import brought with its file. Progress in bytes of the file.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`
 */
export async function importReport(
  store: Store,
  _actor: Actor,
  input: ReportInput,
  working: Working,
): Promise<ImportReport> {
  return stoppable(working, async (signal) => {
    const comparison = await compareImport(store, input, signal);
    const groups = new Groups();
    const onProgress = (done: number, total: number) => working.progress('report', done, total);
    for await (const ticket of comparison.tickets({ signal, onProgress })) {
      groups.add(ticket);
      if (groups.compared % 100 === 0) {
        working.check();
        await setImmediate();
      }
    }
    const { own, without, silent, columns, members } = comparison;
    return { own, ...groups.result(), without, silent: [...silent], columns, members: [...members] };
  });
}

/** Puts together what is alike. */
export class Groups {
  compared = 0;
  #differing = 0;
  #examples = 0;
  readonly #groups = new Map<string, ReportGroup>();

  add({ id, trackingId, differences }: ComparedTicket): void {
    this.compared += 1;
    if (differences.some(isSaid)) this.#differing += 1;
    const seen = new Set<ReportGroup>();
    for (const difference of differences) {
      const group = this.#groupOf(difference);
      if (!group) continue;
      group.count += 1;
      if (seen.has(group)) continue;
      seen.add(group);
      group.tickets += 1;
      if (group.examples.length >= (this.#examples < ALL_EXAMPLES ? EXAMPLES : 5)) continue;
      this.#examples += 1;
      const shown = (text: string) => text.slice(0, SHOWN_LENGTH).toWellFormed();
      group.examples.push({ ticketId: id, trackingId, file: shown(difference.file), here: shown(difference.here) });
    }
  }

  result(): Pick<ImportReport, 'compared' | 'differing' | 'groups'> {
    const last = (group: ReportGroup) => Number(group.why === 'unsaid');
    const groups = [...this.#groups.values()].sort((a, b) => last(a) - last(b) || b.tickets - a.tickets);
    return { compared: this.compared, differing: this.#differing, groups };
  }

  #groupOf({ field, name, why }: Difference): ReportGroup | undefined {
    const key = [field, why, name].join('\n');
    const known = this.#groups.get(key);
    if (known || this.#groups.size >= MOST_GROUPS) return known;
    const group: ReportGroup = { field, name, why, count: 0, tickets: 0, examples: [] };
    this.#groups.set(key, group);
    return group;
  }
}
