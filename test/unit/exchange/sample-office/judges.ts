import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'vitest';

const run = promisify(execFile);

/** Another program that judges our files: its answer to the arguments, as text. */
export async function ask(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** A test that needs another program: skipped where it is missing, but with `CI=true` it runs, and fails. */
export function testWith(...programs: string[]): ReturnType<typeof test.skipIf> {
  const missing = programs.some((program) => spawnSync(program, ['--version']).error !== undefined);
  return test.skipIf(missing && process.env['CI'] !== 'true');
}
