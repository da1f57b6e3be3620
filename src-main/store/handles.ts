import type { SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type * as search from './search/index.ts';
import type { Images, TakenBack } from './undo/index.ts';

type Drizzle = BetterSQLite3Database<Record<string, never>>;

/**
 * What is committed, or, inside a write, what the write sees. `search` asks the index of words; `now` is the time, and
 * inside a write the write's time.
 */
export type Reads = Pick<Drizzle, 'select' | 'selectDistinct' | '$count' | 'with'> & {
  readonly search: Searching;
  readonly now: number;
};
/** Inside a write. `index` keeps the search index true to the rows and is called after them. */
export type Writes = Reads &
  Pick<Drizzle, 'insert' | 'update' | 'delete'> & {
    readonly index: Indexing;
    /** Gives the rows an act changed their values from before it, the index too; `each`: ticket by ticket. */
    takeBack(images: Images, each: boolean): Promise<TakenBack>;
  };

export type Searching = {
  /**
   * Tickets by words, newest first below a find key, or the best by rank. `where` narrows by the tickets' own columns;
   * hidden tickets are never found.
   */
  tickets(query: search.Query, page: search.Page, where?: SQL): search.Hit[];
  count(query: search.Query, most: number, where?: SQL): { count: number; more: boolean };
  /** The same in subjects, texts, own fields and file names alone, whoever the people are. */
  quotes(query: search.Query, most: number): { count: number; more: boolean };
  /** Find keys of all that is found, newest first. */
  allKeys(query: search.Query, where?: SQL): number[];
  /** Ids of people for what is being typed, hidden ones too. */
  people(typed: string, limit: number): number[];
};
export type Indexing = {
  /** After a ticket's rows changed: takes them into the index as they stand; texts it already has must be unchanged. */
  ticket(id: number): void;
  /** The same for some hundred. */
  tickets(ids: readonly number[]): void;
  /**
   * Before texts of tickets change or go: takes them out. `ticket(id)` puts back what remains. `wholly`: no word of
   * theirs is left.
   */
  withdraw(ids: readonly number[], wholly?: boolean): void;
  /** After what a person is known by changed or went. `wholly`: no word of before is left. */
  person(id: number, wholly?: boolean): void;
  /** The same for some hundred. */
  people(ids: readonly number[]): void;
  /** Before a person's row goes. */
  dropPerson(id: number): void;
  /** The same for many, wholly: no word of theirs is left. */
  dropPeople(ids: readonly number[]): void;
};
