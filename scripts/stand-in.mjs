// npm run test:stand-in [-- names]: the stand-in's conformance tests; with REAL_ELECTRON=1 on Electron itself.
import process from 'node:process';
import { runtime, tools } from './setup/index.mjs';
import { inRoot, runOnNode } from './setup/project.mjs';
import { command } from './setup/say.mjs';

await command(async () => {
  await tools();
  await runtime(process.env.REAL_ELECTRON === '1' ? 'real' : 'stand-in', 'This run');
  const names = process.argv.slice(2);
  const conformance = inRoot('test', 'electron', 'conformance', 'run.mjs');
  return (await runOnNode(conformance, names, { show: true })).code;
});
