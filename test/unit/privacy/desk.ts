import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActDone, Reason } from '../../../src-main/contract/privacy.ts';
import type { Selection } from '../../../src-main/contract/terms.ts';
import { PERMISSIONS } from '../../../src-main/contract/permissions.ts';
import type { Actor } from '../../../src-main/gate.ts';
import type { FileWorking, Working } from '../../../src-main/jobs.ts';
import { actOnTickets } from '../../../src-main/privacy/index.ts';
import { preview } from '../../../src-main/privacy/preview.ts';
import type { Store } from '../../../src-main/store/index.ts';

/** A folder of its own for a test, gone afterwards with `remove`. */
export function folderOfTest(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'paperdesk-privacy-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const owner = (staffId: number): Actor => ({ staffId, permissions: new Set(PERMISSIONS) });
export const quietly: FileWorking = { grows: () => undefined, progress: () => undefined, check: () => undefined };

/** Previews and then does an act, as the screen would. */
export async function carryOut(
  store: Store,
  actor: Actor,
  act: 'delete' | 'anonymise',
  selection: Selection,
  { reason = 'request', words = '', working = quietly }: { reason?: Reason; words?: string; working?: Working } = {},
): Promise<ActDone> {
  const { stamp } = await preview(store.db, actor, { act, selection });
  return actOnTickets(store, actor, { act, selection, stamp, reason, words }, working);
}

/** Every row of an office's own tables, by table; the search index and records of the desk's own acts apart. */
export function rowsOf(store: Store, except: readonly string[] = ['erasures', 'tombstones', 'tombstone_hashes']) {
  const { reader } = store.connections;
  const tables = reader
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'find\\_%' ESCAPE '\\'
      AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  return Object.fromEntries(
    tables
      .filter((table) => !except.includes(table))
      .map((table) => [table, sorted(reader.prepare(`SELECT * FROM "${table}"`).all())]),
  );
}

const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
