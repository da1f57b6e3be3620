import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange, OutFormat } from '../contract/exchange.ts';
import { desk } from '../gate.ts';
import { Refused } from '../store/index.ts';
import { diskFileName } from '../tickets/index.ts';
import type { Desktop } from './desktop.ts';

type TakeOut = (typeof exchange)['takeOut'];
const KINDS: Record<OutFormat, { name: string; ending: string }> = {
  xml: { name: 'XML', ending: '.xml' },
  csv: { name: 'CSV', ending: '.csv' },
  json: { name: 'JSON', ending: '.json' },
  zip: { name: 'ZIP', ending: '.zip' },
};

/** Calls that take tickets out of the desk in a format of its own. */
export function exportCalls({ leavings }: Desktop) {
  return {
    takeOut: desk('export', (actor, { suggestedName, ...input }: InputOf<TakeOut>): Promise<OutputOf<TakeOut>> => {
      if (!actor) throw new Refused('no-office');
      const name = diskFileName(suggestedName);
      return leavings.start(actor, { folder: 'documents', name, kind: KINDS[input.format] }, 'out.tickets', input);
    }),
  };
}
