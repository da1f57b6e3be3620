import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange } from '../contract/exchange.ts';
import type { RefusedFile, RefusedInput, ReportFile, ReportFileInput } from '../exchange/index.ts';
import { desk } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { Desktop } from './desktop.ts';

type SaveRefused = (typeof exchange)['saveRefused'];
type SaveReport = (typeof exchange)['saveReport'];

/** Saves what is told of an import where the user says: rows left out, and what is otherwise than in the file. */
export function importCalls({ files, leavings }: Desktop) {
  return {
    saveRefused: desk(
      'export',
      async (actor, { file, ...given }: InputOf<SaveRefused>): Promise<OutputOf<SaveRefused>> => {
        if (!actor) throw new Refused('no-office');
        const input: Omit<RefusedInput, 'place'> = { ...given, from: files.get(file) };
        const kind = { name: 'CSV', ending: '.csv' };
        const wanted = { folder: 'documents' as const, name: 'refused-rows', kind };
        const gone = await leavings.run<RefusedFile>(actor, wanted, 'out.refusedRows', input);
        return gone && { rows: gone.rows, fileName: gone.fileName };
      },
    ),
    saveReport: desk(
      'export',
      async (actor, { file, ...given }: InputOf<SaveReport>): Promise<OutputOf<SaveReport>> => {
        if (!actor) throw new Refused('no-office');
        const input: Omit<ReportFileInput, 'place'> = { ...given, from: files.get(file) };
        const kind = { name: 'Text', ending: '.txt' };
        const wanted = { folder: 'documents' as const, name: 'import-report', kind };
        const gone = await leavings.run<ReportFile>(actor, wanted, 'out.importReport', input);
        return gone && { tickets: gone.tickets, fileName: gone.fileName };
      },
    ),
  };
}
