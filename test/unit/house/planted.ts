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
  'vitest.config.ts',
  'scripts',
];

/** A small project in a temporary folder, under this project's settings and dependencies. */
export type Planted = {
  folder: string;
  /** Runs one of its JavaScript files; gives what it wrote, whatever its exit code. */
  run: (file: string, args: string[], env?: Record<string, string>) => Promise<string>;
  /** Runs a few lines of JavaScript, which may import its scripts. */
  say: (lines: string, env?: Record<string, string>) => Promise<string>;
  remove: () => void;
};

/** Plants the files (path and text) beside copies of the settings. */
export function plant(files: Record<string, string>): Planted {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'paperdesk-house-'));
  for (const name of settings) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const [name, text] of Object.entries(files)) write(path.join(folder, name), text);
  const node = async (args: string[], env: Record<string, string> = {}) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
    const started = promisify(execFile)(process.execPath, args, options);
    return started.catch((failed: { stdout: string; stderr: string }) => failed);
  };
  return {
    folder,
    run: async (file, args, env) => (await node([path.join(folder, file), ...args], env)).stdout,
    say: async (lines, env) => {
      const { stdout, stderr } = await node(['--input-type=module', '--eval', lines], env);
      return stdout + stderr;
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
