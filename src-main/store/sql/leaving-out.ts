import type { Connection } from '../connection.ts';
import { namesWholly, type Known } from '../personal-data/naming.ts';
import { PERSONAL_DATA, REMOVED, tableName } from '../personal-data/index.ts';
import type { RowRule } from '../personal-data/terms.ts';

/** What of a table goes into a dump: a condition on its rows, columns that stand empty in some, texts that name one who goes. */
export type Leaving = {
  rows: string | null;
  /** Column → condition under which it is NULL. */
  emptied: ReadonlyMap<string, string>;
  /** Column → its texts that are replaced. */
  replaced: ReadonlyMap<string, ReadonlySet<string>>;
};

const NOTHING_LEFT_OUT: Leaving = { rows: null, emptied: new Map(), replaced: new Map() };
const HIDDEN = {
  ticket: 'SELECT id FROM tickets WHERE hidden = 1',
  person: 'SELECT id FROM people WHERE hidden = 1',
  'person uid': 'SELECT uid FROM people WHERE hidden = 1',
  attachment: 'SELECT id FROM attachments WHERE ticket_id IN (SELECT id FROM tickets WHERE hidden = 1)',
} as const;

const reached = ({ from, by, which }: RowRule) =>
  `"${by}" IN (${HIDDEN[from]})${which === undefined ? '' : ` AND (${which})`}`;

/**
 * What is deleted and could still be undone, and what an import has not finished, is in no dump: rows of hidden tickets and
 * people go as the map of personal data says that deleting takes them.
 */
export function leavingOut(sqlite: Connection): (table: string) => Leaving {
  const one = (sql: string) => sqlite.prepare(sql).pluck().get() as number;
  const hidden =
    one('SELECT EXISTS (SELECT 1 FROM tickets WHERE hidden = 1) OR EXISTS (SELECT 1 FROM people WHERE hidden = 1)') ===
    1;
  if (!hidden) return () => NOTHING_LEFT_OUT;
  const known = sqlite
    .prepare(`SELECT kind, folded, normalised FROM identifiers WHERE person_id IN (${HIDDEN.person})`)
    .all() as Known[];
  const names = namesWholly(known);
  const textsOf = (table: string, column: string) =>
    sqlite.prepare(`SELECT DISTINCT "${column}" FROM "${table}" WHERE "${column}" <> ''`).pluck().all() as string[];
  return (table) => {
    const rule = PERSONAL_DATA.find((one) => tableName(one) === table);
    if (!rule) return NOTHING_LEFT_OUT;
    const gone = rule.rows.filter((row) => row.delete === 'remove row').map((row) => `((${reached(row)}) IS NOT TRUE)`);
    const changed = rule.rows.filter((row) => row.delete === 'change row');
    const replacing = Object.entries(rule.columns).filter(
      ([, column]) => column.personal && column.delete === 'replace where it names them',
    );
    return {
      rows: gone.length > 0 ? gone.join(' AND ') : null,
      emptied: new Map(changed.flatMap((row) => (row.change ?? []).map((column) => [column, reached(row)] as const))),
      replaced: new Map(replacing.map(([column]) => [column, new Set(textsOf(table, column).filter(names))])),
    };
  };
}

export const orReplaced = (value: unknown, texts: ReadonlySet<string> | undefined): unknown =>
  typeof value === 'string' && texts?.has(value) === true ? REMOVED : value;
