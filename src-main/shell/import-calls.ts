import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange } from '../contract/exchange.ts';
import type { RefusedFile, RefusedInput } from '../exchange/index.ts';
import { desk } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { Desktop } from './desktop.ts';

type Save = (typeof exchange)['saveRefused'];

/** Saves rows that could not be brought in where the user says. */
export function importCalls({ files, leavings }: Desktop) {
  return {
    saveRefused: desk('export', async (actor, { file, ...given }: InputOf<Save>): Promise<OutputOf<Save>> => {
      if (!actor) throw new Refused('no-office');
      const input: Omit<RefusedInput, 'place'> = { ...given, from: files.get(file) };
      const kind = { name: 'CSV', ending: '.csv' };
      const wanted = { folder: 'documents' as const, name: 'refused-rows', kind };
      const gone = await leavings.run<RefusedFile>(actor, wanted, 'out.refusedRows', input);
      return gone && { rows: gone.rows, fileName: gone.fileName };
    }),
  };
}
