// Opens an office in a process of its own and does one thing with it, so that a test can let it be killed in the middle.
import { contract } from '../../../src-main/contract/index.ts';
import { createGate } from '../../../src-main/gate.ts';
import { ticketLines } from '../../../src-main/tickets/index.ts';
import { undoLines } from '../../../src-main/undo/index.ts';
import { desk, FOUNDING, take } from './offices.ts';

const [folder = '', path = '', act = '', arg = ''] = process.argv.slice(2);
const { offices, restore } = desk(folder);
if (act === 'found') await offices.found(path, FOUNDING);
else {
  await offices.open(path);
  const open = offices.current;
  if (act === 'back-up' && open) await offices.backups.make(open, open.actor, 'now');
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
