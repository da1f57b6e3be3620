import { app } from 'electron';
import { basename, join } from 'node:path';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange } from '../contract/exchange.ts';
import { writeDown, type RefusedFile, type RefusedInput } from '../exchange/index.ts';
import { desk } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { Desktop } from './desktop.ts';
import { withEnding } from './dialogs.ts';

type Save = (typeof exchange)['saveRefused'];

/** Saves rows that could not be brought in where the user says; a line in the ledger tells of it. */
export function importCalls({ offices, files, dialogs }: Desktop) {
  return {
    saveRefused: desk('export', async (actor, { file, ...given }: InputOf<Save>): Promise<OutputOf<Save>> => {
      const open = offices.current;
      if (!open || !actor) throw new Refused('no-office');
      const from = files.get(file);
      const chosen = await dialogs.save({
        defaultPath: join(app.getPath('documents'), 'refused-rows.csv'),
        filters: [{ name: 'CSV', extensions: ['csv'] }],
      });
      if (chosen === null) return null;
      const path = withEnding(chosen, '.csv');
      const input: RefusedInput = { ...given, from, path };
      // only these two: a whole open office cannot be handed to a worker
      const office = { path: open.path, journal: open.journal };
      const written = (await offices.jobs.run('exchange.refusedRows', actor, input, office)) as RefusedFile;
      const { sha256, bytes } = written;
      await open.store.write((tx) =>
        writeDown(tx, actor, { kind: 'refused-rows', selection: { ids: [] }, destination: path, sha256, bytes }),
      );
      return { rows: written.rows, fileName: basename(path) };
    }),
  };
}
