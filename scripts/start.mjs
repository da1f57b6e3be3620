// npm start [-- office.desk …]: sets up what is missing and opens the desk; without a display it runs the tour.
// ELECTRON=real or ELECTRON=stand-in forces what it runs on.
import path from 'node:path';
import process from 'node:process';
import { preference, program, runtime, tools } from './setup/index.mjs';
import { inRoot, projectEnv, run, runOnNode } from './setup/project.mjs';
import { command, say } from './setup/say.mjs';

await command(async () => {
  const prefer = preference('any');
  await tools();
  if (!hasDisplay()) {
    say('There is no display to open a window on: running the tour instead.');
    return (await runOnNode(inRoot('scripts', 'tour.mjs'), [], { show: true })).code;
  }
  const { executable, real } = await runtime(prefer, 'npm start');
  await program();
  if (!real) {
    const why = prefer === 'stand-in' ? 'as asked' : "since Electron's binary is not here and could not be fetched";
    say(`Running on the stand-in (Chromium), ${why}.`);
  }
  const args = process.argv.slice(2).map(fromWhereTyped);
  const env = projectEnv();
  delete env.ELECTRON_RUN_AS_NODE; // set in terminals inside other Electron programs
  const { code, output } = await run(executable, ['.', ...args], { env, show: true });
  if (output) say(output.trimEnd());
  return code;
});

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A path among the arguments is meant from the folder where it was typed, not from the project's. */
function fromWhereTyped(argument) {
  return argument.startsWith('-') ? argument : path.resolve(process.env.INIT_CWD ?? process.cwd(), argument);
}
