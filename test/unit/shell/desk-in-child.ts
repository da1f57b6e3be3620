// Opens an office in a process of its own and does one thing with it, so that a test can let it be killed in the middle.
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
  if (act === 'restore') await restore(arg);
}
await offices.end();
