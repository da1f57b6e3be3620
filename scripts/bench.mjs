// npm run bench [-- --tickets N --json]: the figures of BENCHMARKS.md. Its stdout belongs to the figures alone.
import process from 'node:process';
import { preference, program, runtime, tools } from './setup/index.mjs';
import { inRoot, runOnNode } from './setup/project.mjs';
import { command, sayAside } from './setup/say.mjs';

await command(async () => {
  sayAside();
  const prefer = preference('stand-in');
  await tools();
  const { real } = await runtime(prefer, 'The bench');
  await program();
  const env = real ? { REAL_ELECTRON: '1' } : {};
  return (await runOnNode(inRoot('test', 'bench', 'run.ts'), process.argv.slice(2), { env, show: true })).code;
});
