// The unit tests.
import { fileURLToPath } from 'node:url';
import { tool } from '../setup/project.mjs';
import { runReported } from './reported.mjs';

/** Runs Vitest; `more` are further arguments of Vitest's. */
export function unit({ more = [] } = {}) {
  const reporter = fileURLToPath(new URL('vitest-reporter.mjs', import.meta.url));
  const args = ['run', '--reporter=default', `--reporter=${reporter}`, ...more];
  return runReported('unit', tool('vitest'), args, { env: { NO_COLOR: '1' } });
}
