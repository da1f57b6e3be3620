// Opens an SQL file as an office in a process of its own, so that a test can let it be killed in the middle.
import { resolve } from 'node:path';
import { desk } from './offices.ts';

const [folder = '', source = '', path = ''] = process.argv.slice(2);
const { offices, leavingsTo } = desk(folder);
const place = leavingsTo(() => null).beside(path);
process.stdout.write(place.part);
const input = { source, place, migrations: resolve('drizzle'), backups: offices.backups.root };
await offices.jobs.run('exchange.openSql', { staffId: 1, permissions: new Set() }, input, null);
await offices.end();
