import { FTS_TABLES } from '../search/tables.ts';
import { SECRETS } from './tables.ts';
import type { Dialect } from './dialects/index.ts';

/** Written by this program, read by it: the form of the file, and the migration the tables are of. */
export const HEAD_LINE =
  /^-- Paperdesk office as SQL, form (\d{1,6}), for (sqlite|mariadb|postgresql), tables of (\d{1,16})$/;
export const FORM = 1;

/** As the makers write them. */
export const NAMES: Record<Dialect['name'], string> = {
  sqlite: 'SQLite',
  mariadb: 'MariaDB',
  postgresql: 'PostgreSQL',
};

/**
 * The comment at the head: what this is, how it is loaded, and what is not in it. It names nobody, and holds no text of
 * the office: a text could end the comment.
 */
export function headOf(dialect: Dialect, facts: { schema: number; at: number }): string {
  const secrets = [...SECRETS].flatMap(([table, columns]) => [...columns].map((column) => `${table}.${column}`));
  const lines = [
    `Paperdesk office as SQL, form ${FORM}, for ${dialect.name}, tables of ${facts.schema}`,
    '',
    `A whole office for ${NAMES[dialect.name]}, as it was at ${new Date(facts.at).toISOString()}.`,
    'THIS FILE IS NOT ENCRYPTED: whoever has it can read everything in it.',
    '',
    ...dialect.loading,
    ...(dialect.name === 'sqlite' ? [] : ['Paperdesk itself opens only the file for SQLite.']),
    '',
    'Left out, and why:',
    `- Secrets (${secrets.join(', ')}): they stand empty here. An office opened from this file gets new`,
    '  ones, and what was made with the old ones can be compared with nothing any more:',
    '  - Who was erased stays erased: tombstones go by random numbers, so no backup brings anybody back. But a',
    '    spreadsheet that names such a person again is not recognised by tombstone_hashes.hmac.',
    '  - A spreadsheet that was brought in before comes in again as new tickets: tickets.source_key and',
    '    tickets.source_hash recognise it no more.',
    `- The search index (${[...FTS_TABLES].sort().join(', ')} with their own tables, find_kept,`,
    '  find_state): Paperdesk builds it anew from the rows.',
    "- The program's list of migrations, __drizzle_migrations: its last number stands in the first line.",
    '- What was deleted and could still be undone, and imports that were not finished.',
    '',
    'Times are milliseconds since 1970, UTC. Attachments stand in pieces of at most 256 KB in the table pieces.',
  ];
  return `${lines.map((line) => (line === '' ? '--' : `-- ${line}`)).join('\n')}\n`;
}
