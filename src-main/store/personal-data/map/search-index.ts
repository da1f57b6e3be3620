import { PERSON_COLUMNS, TEXT_KINDS, TICKET_COLUMNS } from '../../search/tables.ts';
import { personal, plain, type ColumnRule, type TableRule } from '../terms.ts';

const PEOPLE = ['requester', 'follower', 'author'] as const;
const words = (names: readonly string[]): Record<string, ColumnRule> =>
  Object.fromEntries(names.map((name): [string, ColumnRule] => [name, personal(PEOPLE, { anonymise: 'remove row' })]));

/** The tables SQLite makes for an index of words: its words, cut and folded, go through `tx.index`. */
function indexed(name: string, columns: readonly string[], content: boolean): TableRule[] {
  const shadow: TableRule[] = [
    {
      table: `${name}_data`,
      holds: 'the words of the index and where they stand',
      columns: { ...plain('a page number', 'id'), ...words(['block']) },
      rows: [],
    },
    {
      table: `${name}_idx`,
      holds: 'words at which pages of the index begin',
      columns: { ...plain('page numbers', 'segid', 'pgno'), ...words(['term']) },
      rows: [],
    },
    {
      table: `${name}_docsize`,
      holds: 'how many words a row has',
      columns: plain('counts', 'id', 'sz'),
      rows: [],
    },
    { table: `${name}_config`, holds: 'settings of the index', columns: plain('settings', 'k', 'v'), rows: [] },
  ];
  if (content)
    shadow.push({
      table: `${name}_content`,
      holds: 'the words of each row, as they were put in',
      columns: { ...plain('the row', 'id'), ...words(columns.map((_, n) => `c${n}`)) },
      rows: [],
    });
  return [{ table: name, holds: 'an index of words', columns: words(columns), rows: [] }, ...shadow];
}

export const searchIndex: TableRule[] = [
  ...indexed('find_tickets', TICKET_COLUMNS, true),
  ...indexed('find_texts', TEXT_KINDS, false),
  ...indexed('find_people', PERSON_COLUMNS, true),
  {
    table: 'find_kept',
    holds: 'which texts the index has',
    columns: {
      ...plain('rows of the index and ids', 'row', 'ticket', 'kind', 'ref'),
      ...words(['checksum']),
    },
    rows: [],
  },
  { table: 'find_state', holds: 'how the words were cut', columns: plain('a setting', 'name', 'value'), rows: [] },
];

/** SQLite's and Drizzle's own. `sqlite_stat4` is not here: it keeps samples of values, and may not be in an office. */
export const engine: TableRule[] = [
  {
    table: '__drizzle_migrations',
    holds: 'which migrations the file has had',
    columns: plain('a number, a hash of the program’s own statements, a time', 'id', 'hash', 'created_at'),
    rows: [],
  },
  {
    table: 'sqlite_schema',
    holds: 'how the tables are made: text of the program, the same in every office',
    columns: plain('names and statements of the program', 'type', 'name', 'tbl_name', 'rootpage', 'sql'),
    rows: [],
  },
  {
    table: 'sqlite_sequence',
    holds: 'the highest id each table has given out; an act never lowers it',
    columns: plain('a table and a number', 'name', 'seq'),
    rows: [],
  },
  {
    table: 'sqlite_stat1',
    holds: 'how many rows an index has for a value, without the value',
    columns: plain('names and counts', 'tbl', 'idx', 'stat'),
    rows: [],
  },
];
