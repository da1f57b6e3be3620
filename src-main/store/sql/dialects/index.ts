import type { Connection } from '../../connection.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { mariadbDialect } from './mariadb.ts';
import { postgresqlDialect } from './postgresql.ts';
import { sqliteDialect } from './sqlite.ts';

export { DIALECTS, literal, type Dialect, type DialectName } from './dialect.ts';

export const dialectOf = (name: DialectName, office: Connection): Dialect =>
  ({ sqlite: () => sqliteDialect(office), mariadb: () => mariadbDialect, postgresql: () => postgresqlDialect })[name]();
