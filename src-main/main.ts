import { app } from 'electron';
import { resolve } from 'node:path';
import { log } from './shell/log.ts';
import { startProgram, type Program } from './shell/program.ts';
import { declareScheme } from './shell/scheme.ts';
import { confine } from './shell/window.ts';

/** The office named on a command line, if any: the first argument that ends in `.desk`. */
const officeIn = (argv: readonly string[], folder: string) => {
  const named = argv.slice(1).find((word) => word.toLowerCase().endsWith('.desk'));
  return named === undefined ? null : resolve(folder, named);
};

app.enableSandbox();
declareScheme();
app.on('web-contents-created', (_event, contents) => confine(contents));

let program: Program | null = null;
let asked = officeIn(process.argv, process.cwd());
const ask = (path: string) => {
  if (program) program.openPath(path);
  else asked = path;
};

if (!app.requestSingleInstanceLock()) app.exit(0);
else {
  app.on('second-instance', (_event, argv, folder) => {
    const path = officeIn(argv, folder);
    if (path) ask(path);
    program?.show();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    ask(path);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (!program) return;
    event.preventDefault();
    const ending = program;
    program = null;
    void ending.quit();
  });
  app
    .whenReady()
    .then(
      async () => {
        program = await startProgram(app.getAppPath(), asked);
      },
      () => app.exit(1),
    )
    .catch((error: unknown) => {
      log.error(`start: ${error instanceof Error ? error.name : typeof error}`);
      app.exit(1);
    });
}
