// npm run test:electron: the end-to-end tests on the real Electron.
import process from 'node:process';
import { program, runtime, tools } from './setup/index.mjs';
import { command, Stop } from './setup/say.mjs';
import { closingLine, nothing } from './testing/count.mjs';
import { endToEnd } from './testing/end-to-end.mjs';

await command(async () => {
  await tools();
  await runtime('real', 'npm run test:electron');
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    throw new Stop('Electron needs a display. Without one: xvfb-run --auto-servernum npm run test:electron');
  }
  await program();
  const count = await endToEnd({ real: true, more: process.argv.slice(2) });
  return closingLine([nothing(), count]);
});
