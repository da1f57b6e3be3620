import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import { cut, tails } from '../words.ts';
import { ROWS_A_TICKET, monthOf } from './keys.ts';
import { BETWEEN } from './names.ts';
import { TEXT_KINDS, TICKET_COLUMNS } from './tables.ts';
import type { TextKind, TicketColumn } from './tables.ts';

/**
 * What a ticket is found by, apart from its texts and its people: everything as people wrote it. `tracking` are the ids
 * of the ticket, old and merged ones too; `fields` the values of custom fields; `files` the names of attachments.
 */
export type TicketDoc = {
  tracking?: readonly string[];
  subject?: string;
  fields?: readonly string[];
  files?: readonly string[];
};

/** One text of a ticket: `ref` is the id of the reply or note in its own table, 0 for the message. */
export type TicketText = { kind: TextKind; ref: number; text: string };

/** A text was to be taken out of the index that is not the one put in: the index must be built again. */
export class SearchOutOfStep extends Error {
  override name = 'SearchOutOfStep';
  constructor(what: 'other text' | 'texts missing' | 'already there') {
    super(`The search index does not agree with the texts (${what}).`);
  }
}

/** Compact form of a number, so that `K-2023/001` is also found by `K2023001`. */
const compact = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '');

export const tailTokens = (values: Iterable<string>): string[] => [...new Set(values)].flatMap(tails);
export const withCompact = (values: readonly string[] = []): string[] => values.flatMap((v) => [v, compact(v)]);

const wordsOf = (values: readonly string[] = []): string[] => values.flatMap((value) => [...cut(value), BETWEEN]);

function tokensOf(doc: TicketDoc): Record<TicketColumn, string[]> {
  return {
    tracking: tailTokens(withCompact(doc.tracking)),
    subject: cut(doc.subject ?? ''),
    field: wordsOf(doc.fields),
    file: wordsOf(doc.files),
  };
}

const inMonth = (tokens: readonly string[], month: string): string => tokens.map((token) => month + token).join(' ');

const COLUMNS = TICKET_COLUMNS.join(', ');
const OLD_DOC = `SELECT ${COLUMNS} FROM find_tickets WHERE rowid = ?`;
const DROP_DOC = 'DELETE FROM find_tickets WHERE rowid = ?';
const PUT_DOC = `INSERT INTO find_tickets (rowid, ${COLUMNS}) VALUES (?${', ?'.repeat(TICKET_COLUMNS.length)})`;

/** Puts a ticket's own row into the index, in place of the one it had; does nothing where nothing changed. */
export function putTicket(sqlite: Database, key: number, doc: TicketDoc): void {
  const { code } = monthOf(key);
  const tokens = tokensOf(doc);
  const texts = TICKET_COLUMNS.map((column) => inMonth(tokens[column], code));
  const old = statement(sqlite, OLD_DOC).raw().get(key) as string[] | undefined;
  if (old?.every((text, index) => text === texts[index])) return;
  if (old) statement(sqlite, DROP_DOC).run(key);
  statement(sqlite, PUT_DOC).run(key, ...texts);
}

type Kept = { row: number; kind: number; ref: number; checksum: number };

const KEPT = `SELECT "row", kind, ref, checksum FROM find_kept WHERE "row" BETWEEN ? AND ?
  UNION ALL SELECT "row", kind, ref, checksum FROM find_kept WHERE ticket = ? AND "row" < 0`;
const KEEP = 'INSERT INTO find_kept ("row", ticket, kind, ref, checksum) VALUES (?, ?, ?, ?, ?)';
const FORGET = 'DELETE FROM find_kept WHERE "row" = ?';
const HIGHEST = 'SELECT max("row") FROM find_kept WHERE "row" BETWEEN ? AND ?';
const LOWEST = 'SELECT min("row") FROM find_kept WHERE "row" < 0';
const SAME = 'SELECT 1 FROM find_kept WHERE ticket = ? AND kind = ? AND ref = ? AND "row" BETWEEN ? AND ?';

const firstRow = (key: number): number => key * ROWS_A_TICKET;
const lastRow = (key: number): number => firstRow(key) + ROWS_A_TICKET - 1;

/** The rows of texts a ticket has in the index. */
const keptOf = (sqlite: Database, key: number): Kept[] =>
  statement(sqlite, KEPT).all(firstRow(key), lastRow(key), key) as Kept[];

/** Which texts of a ticket are in the index. */
export const textsOf = (sqlite: Database, key: number): { kind: TextKind; ref: number }[] =>
  keptOf(sqlite, key).map(({ kind, ref }) => ({ kind: TEXT_KINDS[kind] ?? 'message', ref }));

function freeRow(sqlite: Database, key: number): number {
  const highest = statement(sqlite, HIGHEST).pluck().get(firstRow(key), lastRow(key)) as number | null;
  if (highest === null) return firstRow(key);
  if (highest < lastRow(key)) return highest + 1;
  return ((statement(sqlite, LOWEST).pluck().get() as number | null) ?? 0) - 1;
}

const PUT_TEXT = {
  message: 'INSERT INTO find_texts (rowid, message) VALUES (?, ?)',
  reply: 'INSERT INTO find_texts (rowid, reply) VALUES (?, ?)',
  note: 'INSERT INTO find_texts (rowid, note) VALUES (?, ?)',
};
const DROP_TEXT = {
  message: `INSERT INTO find_texts (find_texts, rowid, message) VALUES ('delete', ?, ?)`,
  reply: `INSERT INTO find_texts (find_texts, rowid, reply) VALUES ('delete', ?, ?)`,
  note: `INSERT INTO find_texts (find_texts, rowid, note) VALUES ('delete', ?, ?)`,
};

/** Puts a message, reply or note into the index. Throws SearchOutOfStep where that text is already there. */
export function putText(sqlite: Database, key: number, { kind, ref, text }: TicketText): void {
  const number = TEXT_KINDS.indexOf(kind);
  if (statement(sqlite, SAME).get(key, number, ref, firstRow(key), lastRow(key))) {
    throw new SearchOutOfStep('already there');
  }
  const row = freeRow(sqlite, key);
  const tokens = inMonth(cut(text), monthOf(key).code);
  statement(sqlite, PUT_TEXT[kind]).run(row, tokens);
  statement(sqlite, KEEP).run(row, key, number, ref, crc32(tokens));
}

function takeOut(sqlite: Database, key: number, kept: readonly Kept[], { kind, ref, text }: TicketText): number {
  const row = kept.find((one) => one.ref === ref && TEXT_KINDS[one.kind] === kind);
  if (!row) throw new SearchOutOfStep('texts missing');
  const tokens = inMonth(cut(text), monthOf(key).code);
  if (crc32(tokens) !== row.checksum) throw new SearchOutOfStep('other text');
  statement(sqlite, DROP_TEXT[kind]).run(row.row, tokens);
  statement(sqlite, FORGET).run(row.row);
  return row.row;
}

/**
 * Takes a message, reply or note out of the index: `text` must be the text that was put in, before it is changed.
 * Throws SearchOutOfStep where it is another.
 */
export function dropText(sqlite: Database, key: number, text: TicketText): void {
  takeOut(sqlite, key, keptOf(sqlite, key), text);
}

/** Puts a changed text in place of the one that was put in. */
export function changeText(sqlite: Database, key: number, old: TicketText, changed: string): void {
  if (old.text === changed) return;
  dropText(sqlite, key, old);
  putText(sqlite, key, { ...old, text: changed });
}

/**
 * Takes a ticket out of the index with all its texts as they were put in (none may be missing, or SearchOutOfStep is
 * thrown and the write must be rolled back).
 */
export function dropTicket(sqlite: Database, key: number, texts: readonly TicketText[]): void {
  const kept = keptOf(sqlite, key);
  const place = ({ kind, ref }: TicketText): number =>
    kept.find((one) => one.ref === ref && TEXT_KINDS[one.kind] === kind)?.row ?? 0;
  // In the order of the rows: FTS5 writes down what it has gathered whenever a row comes before the last one.
  const inOrder = texts.map((text) => ({ text, row: place(text) })).sort((a, b) => a.row - b.row);
  const out = new Set(inOrder.map(({ text }) => takeOut(sqlite, key, kept, text)));
  if (out.size !== kept.length) throw new SearchOutOfStep('texts missing');
  statement(sqlite, DROP_DOC).run(key);
}
