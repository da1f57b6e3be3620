import type { Selection } from '../../../src-main/contract/terms.ts';
import { route } from '../../route.svelte.ts';
import type { ShownList } from '../tickets/shown-list.svelte.ts';

/** After tickets left the list: nothing is chosen any more, and the next row that is still there is the one to be at. */
export function passOver(shown: ShownList, selection: Selection): void {
  const { list } = shown;
  list.selection.clear();
  route.sought = null;
  if ('ids' in selection && list.count > 0) {
    const gone = new Set(selection.ids);
    const staysAt = (place: number) => {
      const row = list.pages.at(place)?.row;
      return row !== undefined && !gone.has(row.id);
    };
    const from = Math.max(0, list.here);
    let next = from;
    while (next < list.count && !staysAt(next) && list.pages.at(next)) next += 1;
    if (!staysAt(next)) for (next = from; next >= 0 && !staysAt(next); next -= 1);
    if (next >= 0) list.moveTo(next);
    const here = list.hereRow?.row;
    route.ticketId = here && !gone.has(here.id) ? here.id : null;
  } else route.ticketId = null;
}
