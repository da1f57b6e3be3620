import Database from 'better-sqlite3';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from './connection.ts';
import { needlesOf, readerOf, type Needle, type Pattern } from './residue/forms.ts';
import { chains, openPages } from './residue/pages.ts';
import { checkIndex } from './search/index.ts';
import { FTS_TABLES } from './search/tables.ts';
import { cut, fold } from './words.ts';

export type { Pattern } from './residue/forms.ts';
/** Where something was found that must be nowhere: never the text itself. */
export type Finding = { file: string; pattern: string; form: string; where: string };
export type Residue = { findings: Finding[]; files: number; bytes: number };

const CHUNK = 1024 * 1024;

type Look = { needles: Needle[]; readers: ReturnType<typeof readerOf>[]; longest: number };

function lookFor(patterns: readonly Pattern[]): Look {
  const needles = patterns.flatMap(needlesOf);
  const longest = Math.max(64, ...needles.map(({ bytes }) => bytes.length), ...patterns.map((p) => p.text.length * 8));
  return { needles, readers: patterns.map(readerOf), longest };
}

function* inBytes(bytes: Buffer, { needles, readers }: Look): Generator<{ name: string; form: string }> {
  for (const { name, form, bytes: needle } of needles) if (bytes.includes(needle)) yield { name, form };
  const folded = fold(bytes.toString('utf8'));
  for (const read of readers) {
    const found = read(folded);
    if (found) yield found;
  }
}

/**
 * Reads a file for patterns, in every form they may be stored in: its bytes as they lie there, across the edges of what
 * is read at once, and, of an office, each record put together from its overflow pages, free pages among them, once as
 * the file is and once under its journal. No connection of this process may have the file open.
 */
export function residueInFile(path: string, patterns: readonly Pattern[], named = path): Residue {
  const look = lookFor(patterns);
  const findings = new Map<string, Finding>();
  const note = (where: string, found: Iterable<{ name: string; form: string }>) => {
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
      const read = readSync(file, buffer, 0, buffer.length, at);
      note(`byte ${at}`, inBytes(buffer.subarray(0, read), look));
    }
  } finally {
    closeSync(file);
  }
  for (const withJournal of [false, true]) {
    const pages = openPages(path, withJournal);
    if (!pages) continue;
    try {
      for (const { page, bytes } of chains(pages)) note(`page ${page}`, inBytes(bytes, look));
    } finally {
      pages.close();
    }
  }
  return { findings: [...findings.values()], files: 1, bytes: size };
}

/** Reads every file of a folder and its folders, their names too. */
export function residueInFolder(folder: string, patterns: readonly Pattern[]): Residue {
  const all: Residue = { findings: [], files: 0, bytes: 0 };
  const readers = patterns.map(readerOf);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const named = path.slice(folder.length + 1);
    for (const read of readers) {
      const found = read(fold(named));
      if (found) all.findings.push({ file: '(a file name)', pattern: found.name, form: found.form, where: 'name' });
    }
    if (!entry.isFile()) continue;
    const one = residueInFile(path, patterns, named);
    all.findings.push(...one.findings);
    all.files += 1;
    all.bytes += one.bytes;
  }
  return all;
}

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
