// Dialogs for a person at a display, by zenity; a test's dialogs never come here (dialog.ts).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { app } from './app.ts';
import { runtime } from './runtime.ts';
import type { Answer } from './recorder.ts';

type Options = Record<string, any>;
let warned = false;

/** Zenity's path, when somebody can see what it shows; otherwise undefined. */
function zenity(): string | undefined {
  if (!runtime.chromium?.headed || runtime.commandLine.debugChromium) return undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const found = folders.map((folder) => path.join(folder, 'zenity')).find((file) => fs.existsSync(file));
  if (!found && !warned)
    console.error('stand-in: a dialog was cancelled, for want of zenity: `sudo apt-get install zenity`');
  warned ||= !found;
  return found;
}

/** What zenity is told for a dialog of Electron's (docs/api/dialog.md). */
export function zenityArguments(name: string, options: Options): string[] {
  const title = `--title=${options.title || options.message || app.name}`;
  if (name.startsWith('dialog.showMessageBox') || name.startsWith('window.')) {
    const text = [options.message, options.detail].filter(Boolean).join('\n\n');
    const buttons: string[] = options.buttons?.length ? options.buttons : ['OK'];
    const shown = buttons.toReversed().map((label) => `--extra-button=${label}`); // zenity adds from the right
    return ['--question', '--switch', '--no-markup', title, `--text=${text}`, ...shown];
  }
  const filters = (options.filters ?? []).map(
    ({ name: label, extensions }: { name: string; extensions: string[] }) =>
      `--file-filter=${label} | ${extensions.map((e) => (e === '*' ? '*' : `*.${e}`)).join(' ')}`,
  );
  const start = options.defaultPath ? [`--filename=${options.defaultPath}`] : [];
  if (name.startsWith('dialog.showSaveDialog'))
    return ['--file-selection', '--save', '--confirm-overwrite', title, ...start, ...filters];
  const has = (property: string): boolean => !!options.properties?.includes(property);
  return [
    '--file-selection',
    title,
    ...(has('openDirectory') && !has('openFile') ? ['--directory'] : []),
    ...(has('multiSelections') ? ['--multiple', '--separator=\n'] : []),
    ...start,
    ...filters,
  ];
}

/** Zenity's answer as a test's queue would give it; undefined when the dialog was closed. */
export function zenityAnswer(name: string, options: Options, status: number | null, out: string): Answer | undefined {
  const text = out.replace(/\n$/, '');
  if (name.startsWith('dialog.showMessageBox') || name.startsWith('window.')) {
    const response = (options.buttons?.length ? options.buttons : ['OK']).indexOf(text);
    return response >= 0 ? { response } : undefined;
  }
  if (status !== 0 || !text) return undefined;
  return name.startsWith('dialog.showSaveDialog') ? { filePath: text } : { filePaths: text.split('\n') };
}

export async function askHuman(name: string, options: Options): Promise<Answer | undefined> {
  const program = zenity();
  if (!program) return undefined;
  const child = spawn(program, zenityArguments(name, options), { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    out += data;
  });
  const status = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
  return zenityAnswer(name, options, status, out);
}

export function askHumanSync(name: string, options: Options): Answer | undefined {
  const program = zenity();
  if (!program) return undefined;
  const { status, stdout } = spawnSync(program, zenityArguments(name, options), { encoding: 'utf8' });
  return zenityAnswer(name, options, status, stdout ?? '');
}
