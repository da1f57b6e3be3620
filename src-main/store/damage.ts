import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { connect, type Connection } from './connection.ts';
import { looking } from './file.ts';

/** What of an office file can be damaged, in codes; the window has words for each. */
export const PARTS = [
  'beginning',
  'end',
  'tickets',
  'texts',
  'people',
  'files',
  'search',
  'history',
  'settings',
  'other',
] as const;
export type Part = (typeof PARTS)[number];

/** Tables whose beginning says what they hold; the first that fits counts. */
const BEGINNINGS: [RegExp, Part][] = [
  [/^(search|words|texts_|fts|find|terms|people_names|ticket_texts)/, 'search'],
  [/^(entries|drafts|intake_drafts)/, 'texts'],
  [/^(attachment|pieces|attachments)/, 'files'],
  [/^(people|identifiers|ticket_people|joins)/, 'people'],
  [/^(history|ledger|access_log|tombstones|erasures|imports|holds)/, 'history'],
  [/^(office|categories|priorities|statuses|staff|custom_fields|custom_field_categories)/, 'settings'],
  [/^(tickets|ticket_|custom_values)/, 'tickets'],
];
const HEADER = Buffer.from('SQLite format 3\0');

/**
 * What is damaged in a closed office file, in codes; an empty list is a whole file. Reads every page once, and each table
 * by itself where something is wrong. The file is not changed.
 */
export function damageOf(path: string): Part[] {
  const outside = ofTheFile(path);
  if (outside.includes('beginning')) return outside;
  return looking(path, () => {
    try {
      const sqlite = connect(path, { readonly: true });
      try {
        return [...outside, ...ofTheTables(sqlite)];
      } finally {
        sqlite.close();
      }
    } catch (error) {
      if (isDamage(error)) return outside.length > 0 ? outside : ['beginning'];
      throw error;
    }
  });
}

/** What the first page says of itself and of the file's length (sqlite.org/fileformat2.html, 1.3). */
function ofTheFile(path: string): Part[] {
  const head = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, head, 0, 100, 0) < 100) return ['beginning'];
  } finally {
    closeSync(file);
  }
  if (!head.subarray(0, 16).equals(HEADER)) return ['beginning'];
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  const counted = head.readUInt32BE(24) === head.readUInt32BE(92) ? head.readUInt32BE(28) : 0;
  return statSync(path).size < pageSize * counted ? ['end'] : [];
}

function ofTheTables(sqlite: Connection): Part[] {
  if (isWhole(() => sqlite.pragma('quick_check(1)'))) return [];
  const parts = partsOf(tablesIn(sqlite).filter((name) => !isTableWhole(sqlite, name)));
  return parts.length > 0 ? parts : ['other'];
}

/**
 * What is damaged in an open office, in codes, read by a connection: table by table, and `between` two of them whoever
 * else works has their turn. What it throws ends the look.
 */
export async function damageInside(sqlite: Connection, between: () => Promise<void>): Promise<Part[]> {
  const broken: string[] = [];
  for (const name of tablesIn(sqlite)) {
    await between();
    if (!isTableWhole(sqlite, name)) broken.push(name);
  }
  return partsOf(broken);
}

const tablesIn = (sqlite: Connection) =>
  sqlite
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name`)
    .pluck()
    .all() as string[];

const isTableWhole = (sqlite: Connection, name: string) =>
  isWhole(() => sqlite.pragma(`quick_check("${name.replaceAll('"', '""')}")`));

function partsOf(broken: readonly string[]): Part[] {
  const parts = new Set(broken.map((name) => BEGINNINGS.find(([form]) => form.test(name))?.[1] ?? 'other'));
  return PARTS.filter((part) => parts.has(part));
}

function isWhole(check: () => unknown): boolean {
  try {
    const rows = check() as { quick_check: string }[];
    return rows.length === 1 && rows[0]?.quick_check === 'ok';
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

const isDamage = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code;
  return (
    typeof code === 'string' &&
    (code.startsWith('SQLITE_CORRUPT') ||
      code === 'SQLITE_NOTADB' ||
      code.startsWith('SQLITE_IOERR') ||
      code === 'SQLITE_ERROR')
  );
};
