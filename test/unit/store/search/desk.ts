import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  emptySearch,
  freeKey,
  putPerson,
  putText,
  putTicket,
  SEARCH_DDL,
} from '../../../../src-main/store/search/index.ts';
import type { FromRows, PersonDoc, TicketDoc, TicketText } from '../../../../src-main/store/search/index.ts';

/** An index in a real file of its own, gone with `close()`. */
export type Desk = {
  sqlite: Database.Database;
  /** Puts in a ticket, and its requester as a person of their own where the document says who it is. */
  ticket: (
    doc: TicketDoc & PersonDoc,
    texts?: Partial<TicketText>[],
    created?: string,
  ) => { key: number; person: number; texts: TicketText[] };
  /** Whose ticket is which: what the office's own rows answer. */
  rows: FromRows;
  /**
   * All bytes of all its files, but for the gaps between a page's cell pointers and its cells: SQLite's secure_delete
   * leaves copies there when it divides cells anew among pages, of any table; the sweep of the whole file is another's.
   */
  bytes: () => Buffer;
  close: () => void;
};

export function makeDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-search-'));
  const sqlite = new Database(join(folder, 'index.desk'));
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('secure_delete = ON');
  for (const sql of SEARCH_DDL) sqlite.exec(sql);
  emptySearch(sqlite);
  const personOf = new Map<number, number>();
  const highest = sqlite.prepare('SELECT max(id) FROM find_tickets_content WHERE id BETWEEN ? AND ?').pluck();
  return {
    sqlite,
    rows: {
      withPeople: (people, { low, below }) =>
        [...personOf].flatMap(([key, person]) => (people.has(person) && key >= low && key < below ? [key] : [])),
      peopleOf: (keys) => keys.map((key) => ({ key, person: personOf.get(key) ?? 0 })),
    },
    ticket(doc, given = [], created = '2026-03-01T10:00:00Z') {
      const key = freeKey(Date.parse(created), (low, high) => highest.get(low, high) as number | null);
      const texts = given.map((one, ref): TicketText => ({ kind: 'reply', ref, text: '', ...one }));
      const person = personOf.size + 1;
      personOf.set(key, person);
      putPerson(sqlite, person, doc);
      putTicket(sqlite, key, doc);
      for (const text of texts) putText(sqlite, key, text);
      return { key, person, texts };
    },
    bytes() {
      sqlite.pragma('wal_checkpoint(TRUNCATE)');
      const file = readFileSync(join(folder, 'index.desk'));
      const size = sqlite.pragma('page_size', { simple: true }) as number;
      const trees = sqlite.prepare(`SELECT pageno FROM dbstat WHERE pagetype <> 'overflow'`).pluck().all() as number[];
      for (const page of trees) {
        const start = (page - 1) * size;
        const head = start + (page === 1 ? 100 : 0);
        const inner = (file[head] ?? 0) <= 5;
        const pointers = head + (inner ? 12 : 8) + 2 * file.readUInt16BE(head + 3);
        file.fill(0, pointers, start + (file.readUInt16BE(head + 5) || 65536));
      }
      const others = readdirSync(folder).filter((name) => name !== 'index.desk');
      return Buffer.concat([file, ...others.map((name) => readFileSync(join(folder, name)))]);
    },
    close() {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}
