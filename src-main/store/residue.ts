import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from './connection.ts';
import type { Pattern } from './residue/forms.ts';
import { lookFor, type Look, type Seen } from './residue/look.ts';
import { chains, openPages } from './residue/pages.ts';
import { checkIndex, staleSeparators } from './search/index.ts';
import { FTS_TABLES } from './search/tables.ts';
import { cut, fold } from './words.ts';

export type { Pattern } from './residue/forms.ts';
/** Where something was found that must be nowhere: never the text itself. */
export type Finding = { file: string; pattern: string; form: string; where: string };
export type Residue = { findings: Finding[]; files: number; bytes: number };

const CHUNK = 1024 * 1024;

/**
 * Reads a file for patterns, in every form they may be stored in: its bytes as they lie there, across the edges of what
 * is read at once, and, of an office, each record put together from its overflow pages, free pages among them, once as
 * the file is and once under its journal. No connection of this process may have the file open.
 */
export function residueInFile(path: string, patterns: readonly Pattern[]): Residue {
  return read(path, lookFor(patterns), path);
}

function read(path: string, look: Look, named: string): Residue {
  const findings = new Map<string, Finding>();
  const note = (where: string, found: readonly Seen[]) => {
    for (const { name, form } of found) {
      const key = `${name} ${form}`;
      if (!findings.has(key)) findings.set(key, { file: named, pattern: name, form, where });
    }
  };
  const { size } = statSync(path);
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK + look.longest);
    for (let at = 0; at < size; at += CHUNK) {
      const length = readSync(file, buffer, 0, buffer.length, at);
      note(`byte ${at}`, look.in(buffer.subarray(0, length)));
    }
  } finally {
    closeSync(file);
  }
  const journal = existsSync(`${path}-wal`) ? [false, true] : [false];
  for (const withJournal of journal) {
    const pages = openPages(path, withJournal);
    if (!pages) continue;
    try {
      for (const { page, bytes } of chains(pages)) note(`page ${page}`, look.in(bytes));
    } finally {
      pages.close();
    }
  }
  return { findings: [...findings.values()], files: 1, bytes: size };
}

/** Reads every file of a folder and its folders, their names too. */
export function residueInFolder(folder: string, patterns: readonly Pattern[]): Residue {
  const all: Residue = { findings: [], files: 0, bytes: 0 };
  const look = lookFor(patterns);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const named = path.slice(folder.length + 1);
    for (const { name, form } of look.inText(fold(named)))
      all.findings.push({ file: '(a file name)', pattern: name, form, where: 'name' });
    if (!entry.isFile()) continue;
    const one = read(path, look, named);
    all.findings.push(...one.findings);
    all.files += 1;
    all.bytes += one.bytes;
  }
  return all;
}

/** So many letters of a word tell it. */
const TELLING = 4;

/** Rows of the search index that belong to nothing any more. */
const LEFT_BEHIND: Record<string, string> = {
  find_tickets_content: 'SELECT count(*) FROM find_tickets_content WHERE id NOT IN (SELECT find_key FROM tickets)',
  find_people_content: 'SELECT count(*) FROM find_people_content WHERE id NOT IN (SELECT id FROM people)',
  find_kept: 'SELECT count(*) FROM find_kept WHERE ticket NOT IN (SELECT find_key FROM tickets)',
};

/**
 * Asks the search index itself: is it whole, has it rows that belong to nothing, and does it know a word that only the
 * patterns have (the index keeps words by what they share with the one before, so that bytes do not show them). Needs a
 * connection that may write, though it changes nothing that stays.
 */
export function residueInIndex(sqlite: Connection, patterns: readonly Pattern[]): Finding[] {
  const findings: Finding[] = checkIndex(sqlite).map((table) => ({
    file: table,
    pattern: '',
    form: 'damaged',
    where: 'integrity-check',
  }));
  for (const [table, sql] of Object.entries(LEFT_BEHIND)) {
    const rows = sqlite.prepare(sql).pluck().get() as number;
    if (rows > 0) findings.push({ file: table, pattern: '', form: 'left behind', where: `${rows} rows` });
  }
  const words = new Map(patterns.flatMap(({ name, text }) => cut(text).map((word) => [word, name] as const)));
  for (const table of FTS_TABLES) {
    sqlite.exec(`CREATE VIRTUAL TABLE temp.residue_words USING fts5vocab('main', '${table}', 'row')`);
    try {
      for (const term of sqlite.prepare('SELECT term FROM residue_words').pluck().iterate() as Iterable<string>) {
        const name = words.get(term) ?? words.get(term.slice(2));
        if (name !== undefined) findings.push({ file: table, pattern: name, form: 'word', where: 'vocabulary' });
      }
      // A beginning says as much as a whole word where it is long enough.
      for (const beginning of staleSeparators(sqlite, table)) {
        for (const [word, name] of words) {
          const spelled = [beginning, beginning.slice(2)].some((one) => one.length >= TELLING && word.startsWith(one));
          if (spelled) findings.push({ file: table, pattern: name, form: 'beginning', where: 'separators' });
        }
      }
    } finally {
      sqlite.exec('DROP TABLE temp.residue_words');
    }
  }
  return findings;
}

/** The same for a closed office file, on a connection of its own that is closed again. */
export function residueInClosedIndex(path: string, patterns: readonly Pattern[]): Finding[] {
  const sqlite = new Database(path, { fileMustExist: true });
  try {
    sqlite.pragma('temp_store = MEMORY');
    return residueInIndex(sqlite, patterns);
  } finally {
    sqlite.close();
  }
}
