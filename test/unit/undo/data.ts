import type { Store } from '../../../src-main/store/index.ts';

/** Goes up with each change, also when it is taken back. */
const VERSION = 'version';
/** Lines stay, what was written is a draft again, and what is kept of other acts. */
const APART = new Set(['history', 'drafts', 'erasures', 'tombstones', 'tombstone_hashes']);
/** Rows that nobody sees any more and that go for good when the act that could bring them back is forgotten. */
const SEEN: Record<string, string> = {
  attachments: 'complete = 1',
  pieces: 'attachment_id IN (SELECT id FROM attachments WHERE complete = 1)',
  attachment_text: 'attachment_id IN (SELECT id FROM attachments WHERE complete = 1)',
  tickets: 'hidden = 0',
};

/** Every row of an office's data that somebody can see, by table and in their order, but for its version. */
export function dataOf(store: Store): Record<string, string[]> {
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
      .filter((table) => !APART.has(table))
      .map((table) => {
        const rows = reader.prepare(`SELECT * FROM "${table}" WHERE ${SEEN[table] ?? 'true'}`).all() as object[];
        return [table, rows.map((row) => JSON.stringify({ ...row, [VERSION]: 0 })).sort()];
      }),
  );
}

/** All that the search index holds, whatever rows it lies in. */
export function indexOf(store: Store): Record<string, string[]> {
  const { writer } = store.connections;
  const all = (sql: string) => (writer.prepare(sql).all() as object[]).map((row) => JSON.stringify(row)).sort();
  writer.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, find_texts, instance)');
  return {
    tickets: all('SELECT rowid, * FROM find_tickets'),
    people: all('SELECT rowid, * FROM find_people'),
    kept: all('SELECT ticket, kind, ref, checksum FROM find_kept'),
    texts: all(
      `SELECT w.term, w.col, w."offset", k.ticket, k.kind, k.ref FROM temp.words w LEFT JOIN find_kept k ON k."row" = w.doc`,
    ),
  };
}
