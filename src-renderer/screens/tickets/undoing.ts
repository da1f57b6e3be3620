import type { Selection } from '../../../src-main/contract/terms.ts';
import type { TicketRow } from '../../../src-main/contract/tickets.ts';
import type { InputOf } from '../../../src-main/contract/call.ts';
import type { tickets as calls } from '../../../src-main/contract/tickets.ts';
import { desk } from '../../desk.ts';

export type Change = InputOf<typeof calls.change>['change'];
/** What of a ticket can be changed for many and taken back. */
export type Before = Pick<TicketRow, 'id' | 'statusId' | 'priorityId' | 'categoryId' | 'ownerId' | 'dueAt'> &
  Partial<Record<'tagged' | 'locked', boolean>>;

/** More than this many are changed without a way back: what they were is not read beforehand. */
export const MOST_UNDONE = 10_000;
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

/** The change that gives a ticket back what a change takes; undefined where that is not known. */
export function backOf(change: Change, before: Before): Change | undefined {
  const back: Change = {};
  if (change.statusId !== undefined) back.statusId = before.statusId;
  if (change.priorityId !== undefined) back.priorityId = before.priorityId;
  if (change.categoryId !== undefined) back.categoryId = before.categoryId;
  if (change.ownerId !== undefined) back.ownerId = before.ownerId;
  if (change.dueAt !== undefined) back.dueAt = before.dueAt;
  for (const name of ['tagged', 'locked'] as const)
    if (change[name] !== undefined) {
      if (before[name] === undefined) return undefined;
      back[name] = before[name];
    }
  return back;
}

/** The changes that take a change of many back, each for those tickets that were alike. */
export function groupsBack(change: Change, rows: readonly Before[]): { ids: number[]; change: Change }[] | undefined {
  const groups = new Map<string, { ids: number[]; change: Change }>();
  for (const row of rows) {
    const back = backOf(change, row);
    if (!back) return undefined;
    const key = JSON.stringify(back);
    const group = groups.get(key);
    if (group) group.ids.push(row.id);
    else groups.set(key, { ids: [row.id], change: back });
  }
  return [...groups.values()];
}
