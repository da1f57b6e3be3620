// Opens an SQL file as an office in a process of its own, so that a test can let it be killed in the middle.
import { resolve } from 'node:path';
import { desk } from './offices.ts';

const [folder = '', source = '', path = ''] = process.argv.slice(2);
const { offices, halves } = desk(folder);
const place = halves.beside(path);
const input = { source, place, migrations: resolve('drizzle'), backups: offices.backups.root };
await offices.jobs.run('exchange.openSql', { staffId: 1, permissions: new Set() }, input, null);
halves.end(place);
await offices.end();
