// npm run tour: the main job on the sample office, through the real window, without one to look at; leaves tour/.
import process from 'node:process';
import { preference, program, runtime, tools } from './setup/index.mjs';
import { inRoot, runOnNode } from './setup/project.mjs';
import { command } from './setup/say.mjs';

await command(async () => {
  const prefer = preference('stand-in');
  await tools();
  const { real } = await runtime(prefer, 'The tour');
  await program();
  const env = real ? { REAL_ELECTRON: '1' } : {};
  return (await runOnNode(inRoot('test', 'tour', 'run.ts'), process.argv.slice(2), { env, show: true })).code;
});
