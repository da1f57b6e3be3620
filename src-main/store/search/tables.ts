/**
 * The tables of the search index.
 *
 * `find_tickets` keeps what is put together from several tables (fields, files, tracking ids), with content of its own:
 * it can be taken out knowing the key only. `find_texts` has a row for each message, reply and note and no content (a
 * second copy of every text would double the office); it is taken out by its text, and `find_kept` holds a checksum of
 * that text, so that a row is never taken out by another text than it was put in by. `find_people` has a row a person:
 * what people are known by stands there alone, and leads to their tickets through the tickets' own rows. So a person
 * with any number of tickets is corrected, joined or given a ticket by changing one row.
 *
 * The words come cut and folded, so the tokenizer must not touch them: `ascii` leaves everything above U+007F alone.
 * Every ticket word begins with two characters for the month of the ticket (`keys.ts`): one month is searched after
 * the other, newest first, so that a frequent beginning costs a month's words and not the office's. No `prefix=` there:
 * with it taking a ticket out took three times as long, and the office a third more room. People have no month: their
 * beginnings of two characters are kept (of 40,000 people `01` took 13 ms, and takes 0.1).
 */
const TOKENS = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

export const TICKET_COLUMNS = ['tracking', 'subject', 'field', 'file'] as const;
export const TEXT_KINDS = ['message', 'reply', 'note'] as const;
export const PERSON_COLUMNS = ['who', 'name', 'email', 'phone', 'number', 'address', 'ip'] as const;

export type TicketColumn = (typeof TICKET_COLUMNS)[number];
export type TextKind = (typeof TEXT_KINDS)[number];
export type PersonColumn = (typeof PERSON_COLUMNS)[number];

/** Bound to the state table: another way of cutting words means that the index must be built again. */
export const WORDS_VERSION = `3/${process.versions.unicode}`;

export const FTS_TABLES = ['find_tickets', 'find_texts', 'find_people'] as const;
export type FtsTable = (typeof FTS_TABLES)[number];

const FTS: Record<FtsTable, string> = {
  find_tickets: `${TICKET_COLUMNS.join(', ')}, tokenize="${TOKENS}"`,
  find_texts: `${TEXT_KINDS.join(', ')}, content='', tokenize="${TOKENS}"`,
  find_people: `${PERSON_COLUMNS.join(', ')}, prefix='2', tokenize="${TOKENS}"`,
};

/** The statements that make the three tables of words. */
export const FTS_DDL: readonly string[] = FTS_TABLES.flatMap((table) => [
  `CREATE VIRTUAL TABLE ${table} USING fts5(${FTS[table]})`,
  `INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', 1)`,
]);

/** The statements that make the search index, for a migration: in their order, each a statement of its own. */
export const SEARCH_DDL: readonly string[] = [
  ...FTS_DDL,
  `CREATE TABLE find_kept (
  "row" INTEGER PRIMARY KEY NOT NULL,
  ticket INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  checksum INTEGER NOT NULL
)`,
  `CREATE INDEX find_kept_further ON find_kept (ticket) WHERE "row" < 0`,
  `CREATE TABLE find_state (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)`,
];
