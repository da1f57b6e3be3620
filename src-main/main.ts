import { app } from 'electron';
import { resolve } from 'node:path';
import { log } from './shell/log.ts';
import { startProgram, type Program } from './shell/program.ts';
import { declareScheme } from './shell/scheme.ts';
import { confine } from './shell/window.ts';

const isOffice = (word: string) => word.toLowerCase().endsWith('.desk');
/** The office named on a command line, if any: the first argument that ends in `.desk`. */
const officeIn = (argv: readonly string[], folder: string) => {
  const named = argv.slice(1).find(isOffice);
  return named === undefined ? null : resolve(folder, named);
};

app.enableSandbox();
declareScheme();
app.on('web-contents-created', (_event, contents) => confine(contents));

let program: Program | null = null;
let ending = false;
let asked = officeIn(process.argv, process.cwd());
const ask = (path: string) => {
  if (program) program.openPath(path);
  else asked = path;
};

if (!app.requestSingleInstanceLock()) app.exit(0);
else {
  app.on('second-instance', (_event, argv, folder) => {
    const path = officeIn(argv, folder);
    // started again while it closes: it comes back once it has
    if (ending)
      app.relaunch({ args: [...process.argv.slice(1).filter((word) => !isOffice(word)), ...(path ? [path] : [])] });
    else if (path) ask(path);
    program?.show();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    ask(path);
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (!program && !ending) return;
    event.preventDefault();
    ending = true;
    const last = program;
    program = null;
    void last?.quit();
  });
  app
    .whenReady()
    .then(
      async () => {
        const first = asked;
        program = await startProgram(app.getAppPath(), first);
        // asked for while the window was being made
        if (asked !== null && asked !== first) program.openPath(asked);
      },
      () => app.exit(1),
    )
    .catch((error: unknown) => {
      log.error(`start: ${error instanceof Error ? error.name : typeof error}`);
      app.exit(1);
    });
}
