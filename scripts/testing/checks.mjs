// The checks that run nothing of the program: each counts as one.
import process from 'node:process';
import { inRoot, runOnNode, tool } from '../setup/project.mjs';
import { say, seconds } from '../setup/say.mjs';
import { nothing } from './count.mjs';
import { missingJudges } from './judges.mjs';

const formatted = ['src-main', 'src-renderer', 'test/unit', 'test/e2e', 'scripts'];

/** Phase, name, program, arguments. */
const checks = [
  // reads the .ts files of tsconfig.json as well, so tsc would only say it twice
  [
    'types',
    'svelte-check',
    () => tool('svelte-check'),
    ['--fail-on-warnings', '--tsconfig', './tsconfig.json', '--output', 'human'],
  ],
  ['lint', 'eslint', () => tool('eslint'), ['--max-warnings=0', '.']],
  ['format', 'prettier', () => tool('prettier'), ['--check', '--log-level=warn', ...formatted]],
  [
    'architecture',
    'dependency-cruiser',
    () => tool('dependency-cruiser'),
    ['--config', '.dependency-cruiser.cjs', 'src-main', 'src-renderer'],
  ],
  ['architecture', 'knip', () => tool('knip'), ['--no-progress', '--no-config-hints']],
  ['architecture', 'house', () => inRoot('scripts', 'house.mjs'), []],
];

/** Runs the checks of the wanted phases one after the other and gives their counts. */
export async function staticChecks(wanted) {
  const sum = nothing();
  for (const [phase, name, file, args] of checks) {
    if (!wanted.has(phase)) continue;
    const since = performance.now();
    const { code, output } = await runOnNode(file(), args, { env: { NO_COLOR: '1', FORCE_COLOR: undefined } });
    sum[code === 0 ? 'passed' : 'failed'] += 1;
    say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${phase}: ${name} (${seconds(since)})`);
    if (code !== 0) say(output.trimEnd().replace(/^/gm, '        '));
  }
  return sum;
}

/** On CI each judge has to be there, or the tests that need it could not fail. */
export function judges() {
  const sum = nothing();
  if (process.env.CI !== 'true') return sum;
  const missing = missingJudges();
  sum[missing.length === 0 ? 'passed' : 'failed'] += 1;
  say(missing.length === 0 ? 'ok      judges' : `FAILED  judges: ${missing.join(', ')} not found in PATH`);
  return sum;
}
