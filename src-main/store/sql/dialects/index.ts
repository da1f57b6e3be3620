import type { Connection } from '../../connection.ts';
import type { SqlDialect } from '../../../contract/exchange.ts';
import type { Dialect } from './dialect.ts';
import { mariadbDialect } from './mariadb.ts';
import { postgresqlDialect } from './postgresql.ts';
import { sqliteDialect } from './sqlite.ts';

export { hex, literal, type Dialect } from './dialect.ts';

export const dialectOf = (name: SqlDialect, office: Connection): Dialect =>
  ({ sqlite: () => sqliteDialect(office), mariadb: () => mariadbDialect, postgresql: () => postgresqlDialect })[name]();
