import { getTableName } from 'drizzle-orm';
import type { TableRule } from '../terms.ts';
import { officeRules } from './office.ts';
import { peopleRules } from './people.ts';
import { records } from './records.ts';
import { engine, searchIndex } from './search-index.ts';
import { texts } from './texts.ts';
import { ticketRule, ticketsAround } from './tickets.ts';

/**
 * The one map of personal data: every table and column of an office. Find, export, delete and anonymise go by it; the
 * statements of the acts are made from it, in this order (what points to a row stands before the row).
 */
export const PERSONAL_DATA: readonly TableRule[] = [
  ...texts,
  ...ticketsAround,
  ...peopleRules,
  ticketRule,
  ...records,
  ...officeRules,
  ...searchIndex,
  ...engine,
];

export const tableName = (rule: TableRule): string =>
  typeof rule.table === 'string' ? rule.table : getTableName(rule.table);
