/**
 * What is measured, in the order of the table. `goal`: what a figure may be at most, for an office of 100,000 tickets;
 * of a rate (MB/s) what it must be at least. `of` says which figure the goal is for.
 */
export type Unit = 'ms' | 'MB' | 'MB/s';
export type Goal = { name: string; about: string; goal: number; of: 'p50' | 'p95' | 'most'; unit: Unit };

export const GOALS = [
  { name: 'list', about: 'first page (50 rows) of a list', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'page-deep', about: 'a page (50 rows) anywhere in a list', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'counts', about: "the rail's counts", goal: 10, of: 'p95', unit: 'ms' },
  { name: 'find-term', about: 'find one or two words, newest first', goal: 10, of: 'p95', unit: 'ms' },
  { name: 'find-phrase', about: 'find an exact phrase, newest first', goal: 10, of: 'p95', unit: 'ms' },
  { name: 'find-prefix', about: 'find the beginning of a word, newest first', goal: 10, of: 'p95', unit: 'ms' },
  { name: 'find-email', about: 'find a mail address', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'find-ip', about: 'find an IP address', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'find-ip-range', about: 'find a range of IP addresses', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'ticket', about: 'open a ticket', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'write', about: 'one change, one reply, one new ticket, in turn', goal: 5, of: 'p95', unit: 'ms' },
  { name: 'correct-person', about: 'correct a person with 500 tickets', goal: 50, of: 'p95', unit: 'ms' },
  { name: 'join-500', about: 'join two people of 500 tickets and take them apart', goal: 1_000, of: 'p95', unit: 'ms' },
  { name: 'anonymise-1000', about: 'anonymise 1,000 selected tickets', goal: 5_000, of: 'p95', unit: 'ms' },
  { name: 'import-csv', about: 'bring in a CSV file of 8,469 tickets', goal: 5_000, of: 'p95', unit: 'ms' },
  {
    name: 'xlsx-10000',
    about: 'workbook of 10,000 tickets, without the further sheets',
    goal: 10_000,
    of: 'p95',
    unit: 'ms',
  },
  { name: 'json-10000', about: 'JSON of 10,000 tickets with all their parts', goal: 5_000, of: 'p95', unit: 'ms' },
  { name: 'sql-out', about: 'the whole office as SQL', goal: 40, of: 'p50', unit: 'MB/s' },
  // three times as long as a dump that holds its goal
  { name: 'sql-in', about: 'an office out of that SQL, index and all', goal: 40 / 3, of: 'p50', unit: 'MB/s' },
  { name: 'pdf-50', about: 'PDF of 50 tickets', goal: 2_000, of: 'p95', unit: 'ms' },
  { name: 'scroll-jump', about: "a jump of the list's thumb, to its rows", goal: 100, of: 'p95', unit: 'ms' },
  { name: 'attachment-2gb', about: 'an attachment of 2 GB in, out and away', goal: Infinity, of: 'p95', unit: 'ms' },
  { name: 'start', about: "start to the first rows, beyond the browser's own", goal: 2_000, of: 'p95', unit: 'ms' },
  {
    name: 'memory-mb',
    about: 'the main process over all of the above in the window',
    goal: 300,
    of: 'most',
    unit: 'MB',
  },
] as const satisfies readonly Goal[];

export type Name = (typeof GOALS)[number]['name'];
