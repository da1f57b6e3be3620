// Opens an office in a process of its own and does one thing with it, so that a test can let it be killed in the middle.
import { resolve } from 'node:path';
import { contract } from '../../../src-main/contract/index.ts';
import { createGate } from '../../../src-main/gate.ts';
import { ticketLines } from '../../../src-main/tickets/index.ts';
import { undoLines } from '../../../src-main/undo/index.ts';
import { desk, FOUNDING, take } from './offices.ts';

const SAMPLE = resolve('resources/sample-office');
const [folder = '', path = '', act = '', arg = ''] = process.argv.slice(2);
const { offices, halves, restore } = desk(folder);
if (act === 'found') await offices.found(path, FOUNDING);
else if (act === 'sample') {
  const input = { place: halves.beside(path), migrations: resolve('drizzle'), resources: SAMPLE };
  await offices.jobs.run('exchange.sampleOffice', { staffId: 1, permissions: new Set() }, input, null);
} else {
  await offices.open(path);
  const open = offices.current;
  if (act === 'back-up' && open) await offices.backups.make(open, open.actor, 'now');
  if (act === 'copy' && open)
    await offices.jobs.run('exchange.copy', open.actor, { place: halves.beside(arg) }, { path, journal: 'wal' });
  if (act === 'write-and-die') {
    await take(offices, 'Written just before');
    process.kill(process.pid, 'SIGKILL');
  }
  if (act === 'hold') {
    process.stdout.write('open');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
  if (act === 'undo' && open) {
    const gate = createGate({
      contract,
      lines: { tickets: ticketLines, undo: undoLines },
      office: () => offices.current,
      changed: () => undefined,
      bug: () => undefined,
    });
    await gate('tickets.changeMany', { selection: { filter: {} }, change: { statusId: 4, priorityId: 1 } });
    await gate('undo.take', {});
  }
  if (act === 'restore') await restore(arg);
}
await offices.end();
