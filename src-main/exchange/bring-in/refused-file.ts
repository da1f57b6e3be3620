import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportMapping } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import type { Store } from '../../store/index.ts';
import { readRows, writeRefusedRows } from '../table/index.ts';
import { openChosen, stoppable, type ChosenTable } from './chosen-table.ts';
import { officeTerms, preparedOrRefused } from './office-terms.ts';

export type RefusedInput = ChosenTable & {
  mapping: ImportMapping;
  /** Reasons in the user's language, by code. */
  words: Record<string, string>;
  /** Where to: what stands there is replaced once all is written. */
  path: string;
};
export type RefusedFile = { rows: number; bytes: number; sha256: string };

/**
 * Reads a table again and writes the rows that cannot come in to a CSV, each with its number and why, so that they can
 * be mended and brought in.
 * @throws Refused with a `table-…` or `mapping-…` reason, `cancelled`, and what the disk says
 */
export async function writeRefusedFile(
  store: Store,
  _actor: Actor,
  input: RefusedInput,
  working: Working,
): Promise<RefusedFile> {
  const part = `${input.path}.part`;
  try {
    return await stoppable(working, async (signal) => {
      const { shape, header } = await openChosen(input, signal);
      const prepared = preparedOrRefused(input.mapping, header.length, await officeTerms(store.db));
      const csv = writeRefusedRows(header);
      const file: RefusedFile = { rows: 0, bytes: 0, sha256: '' };
      const hash = createHash('sha256');
      const counting = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          file.bytes += chunk.length;
          done(null, chunk);
        },
      });
      const written = pipeline(csv.bytes, counting, createWriteStream(part, { mode: 0o600, flush: true }));
      // what goes wrong is thrown where it is waited for
      written.catch(() => undefined);
      for await (const row of readRows(input.from.path, shape, { signal })) {
        const applied = row.ok ? prepared.apply(row.cells) : null;
        if (applied?.ok) continue;
        const problem = applied?.problems[0];
        const code = row.ok ? (problem?.code ?? '') : row.code;
        const column = problem?.column == null ? '' : (header[problem.column] ?? '');
        const words = input.words[code] ?? code;
        const told = {
          rowNumber: row.rowNumber,
          line: row.line,
          reason: column === '' ? words : `${column}: ${words}`,
        };
        await csv.write({ ...told, cells: row.cells });
        file.rows++;
      }
      csv.end();
      await written;
      await rename(part, input.path);
      return { ...file, sha256: hash.digest('hex') };
    });
  } finally {
    await rm(part, { force: true });
  }
}
