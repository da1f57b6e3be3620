import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSql, type SqlOpened } from '../../../../src-main/exchange/sql/open-sql.ts';
import type { Working } from '../../../../src-main/jobs.ts';
import { Refused } from '../../../../src-main/store/index.ts';
import { anyOffice } from '../../../fixtures/any-office.ts';
import { ODD_TEXTS } from '../../../fixtures/odd-texts.ts';
import { writeDump } from '../../../fixtures/sql.ts';

const quietly = { progress: () => undefined, check: () => undefined };

/** A folder with a small office and its dump, and places to open dumps at. */
export function sqlDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-sql-in-'));
  const at = (name: string) => join(folder, name);
  anyOffice(at('small.desk'), { texts: ODD_TEXTS, bytes: [Buffer.from('some bytes')] });
  writeDump(at('small.desk'), 'sqlite', at('small.sql'));
  let nth = 0;
  const newPlace = () => {
    mkdirSync(at(`place-${(nth += 1)}`));
    return { path: at(`place-${nth}/Office.desk`), part: at(`place-${nth}/paperdesk-0123456789abcdef.part`) };
  };
  const open = (
    source: string,
    place = newPlace(),
    working: Pick<Working, 'progress' | 'check'> = quietly,
  ): Promise<SqlOpened> => openSql({ source, place, migrations: 'drizzle', backups: at('backups') }, working);
  return {
    at,
    newPlace,
    open,
    /** The dump of the small office. */
    small: readFileSync(at('small.sql'), 'utf8'),
    /** What opening a text as a dump is refused with; null: it was opened. What is refused leaves nothing. */
    async refusal(sql: string | Uint8Array): Promise<Record<string, unknown> | null> {
      const place = newPlace();
      writeFileSync(at('given.sql'), sql);
      try {
        await open(at('given.sql'), place);
        return null;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const left = readdirSync(join(place.path, '..'));
        if (left.length > 0) throw new Error(`${left.join()} was left`, { cause: error });
        return { code: error.code, ...error.detail };
      } finally {
        rmSync(join(place.path, '..'), { recursive: true });
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
