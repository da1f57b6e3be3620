import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../../src-main/store/connection.ts';
import { createOfficeFile } from '../../../src-main/store/file.ts';

type Journal = { entries: { idx: number; tag: string }[] };
type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number };

/** Work with a folder of the first `count` migrations only, as an older Paperdesk had them. */
export function withMigrations<T>(count: number, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-migrations-'));
  try {
    cpSync('drizzle', folder, { recursive: true });
    const file = join(folder, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as Journal;
    journal.entries = journal.entries.slice(0, count);
    writeFileSync(file, JSON.stringify(journal));
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Puts a row in with what is given, and something in every other column that must not be empty. */
function put(sqlite: Connection, table: string, given: Record<string, unknown>): number {
  const columns = sqlite.pragma(`table_info(${table})`) as Column[];
  const values: Record<string, unknown> = { ...given };
  for (const { name, type, notnull, dflt_value, pk } of columns)
    if (!(name in values) && notnull && dflt_value === null && !pk)
      values[name] = /INT/i.test(type) ? 1 : /BLOB/i.test(type) ? Buffer.alloc(16, 7) : `${table} ${name}`;
  const names = Object.keys(values);
  const { lastInsertRowid } = sqlite
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(values));
  return Number(lastInsertRowid);
}

/**
 * An office as the first Paperdesk made it: one ticket with its requester, a reply, a history line and a value of an own
 * field, and a highest id of a ticket that is gone.
 */
export function olderOffice(path: string): { subjects: string[]; children: Record<string, number> } {
  withMigrations(1, (folder) => createOfficeFile(path, folder));
  const sqlite = connect(path);
  const uid = (n: number) => n.toString(16).padStart(32, '0');
  sqlite.transaction(() => {
    put(sqlite, 'office', {
      id: 1,
      uid: uid(1),
      schema_version: 1,
      name: 'Nordhafen',
      zone: 'Europe/Berlin',
      country: 'DE',
      phone_country: 'DE',
    });
    const priority = put(sqlite, 'priorities', {
      uid: uid(2),
      name: 'Medium',
      folded: 'medium',
      position: 0,
      colour: '#67665f',
      mark: 'medium',
    });
    const status = put(sqlite, 'statuses', {
      uid: uid(3),
      name: 'New',
      folded: 'new',
      position: 0,
      colour: '#2a4fa8',
      role: 'new',
      open: 1,
    });
    const category = put(sqlite, 'categories', { uid: uid(4), name: 'General', folded: 'general', position: 0 });
    put(sqlite, 'staff', { uid: uid(5), name: 'Hanna Lindqvist', role: 'owner' });
    const person = put(sqlite, 'people', { uid: uid(6) });
    const field = put(sqlite, 'custom_fields', {
      uid: uid(7),
      name: 'Flat',
      folded: 'flat',
      kind: 'text',
      position: 0,
      personal: 1,
    });
    const ticket = put(sqlite, 'tickets', {
      uid: uid(8),
      tracking_id: 'AAA-BBB-CCC1',
      subject: 'Tap drips',
      category_id: category,
      priority_id: priority,
      status_id: status,
      hidden: 0,
      open: 1,
    });
    put(sqlite, 'ticket_people', { ticket_id: ticket, person_id: person, role: 'requester' });
    put(sqlite, 'entries', { uid: uid(9), ticket_id: ticket, kind: 'reply', body: 'We come on Thursday.' });
    put(sqlite, 'history', { ticket_id: ticket });
    put(sqlite, 'custom_values', { ticket_id: ticket, field_id: field, value: '2 left' });
    sqlite.prepare(`UPDATE sqlite_sequence SET seq = 500 WHERE name = 'tickets'`).run();
  })();
  sqlite.close();
  return {
    subjects: ['Tap drips'],
    children: { ticket_people: 1, entries: 1, history: 1, custom_values: 1, people: 1 },
  };
}
