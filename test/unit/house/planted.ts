import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../../..');
const settings = [
  'package.json',
  'tsconfig.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
  'electron-builder.yml',
  'scripts/lint',
];

/** A small project in a temporary folder, under this project's settings and dependencies. */
export type Planted = {
  folder: string;
  /** Runs one of the project's JavaScript files in the planted folder; gives what it wrote, whatever its exit code. */
  run: (file: string, args: string[]) => Promise<string>;
  remove: () => void;
};

/** Plants the files (path and text) beside copies of the settings. */
export function plant(files: Record<string, string>): Planted {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'paperdesk-house-'));
  for (const name of settings) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return {
    folder,
    run: async (file, args) => {
      const started = promisify(execFile)(process.execPath, [path.join(root, file), ...args], {
        cwd: folder,
        maxBuffer: 64 * 1024 * 1024,
      });
      const { stdout } = await started.catch((failed: { stdout: string }) => failed);
      return stdout;
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
