// The unit tests.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { tool } from '../setup/project.mjs';
import { runReported } from './reported.mjs';

/** Runs Vitest; `more` are further arguments of Vitest's. */
export function unit({ more = [] } = {}) {
  const reporter = fileURLToPath(new URL('vitest-reporter.mjs', import.meta.url));
  // Vitest leaves a processor free, which on two of them is half of the machine.
  const workers = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;
  const args = ['run', workers, '--reporter=default', `--reporter=${reporter}`, ...more];
  return runReported('unit', tool('vitest'), args, { inMemory: true, env: { NO_COLOR: '1' } });
}
