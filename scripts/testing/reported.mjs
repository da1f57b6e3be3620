// Running a test tool whose reporter leaves a list of results.
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runOnNode } from '../setup/project.mjs';
import { say, seconds } from '../setup/say.mjs';
import { count } from './count.mjs';
import { scratch } from './scratch.mjs';

/** A failed test in one line: what it promises, and what was seen instead. */
const inShort = ({ title, why = '' }) =>
  `${title}: ${stripVTControlCharacters(why)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 5)
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 300)}`;

/** Runs the tool and gives its counts; a tool that ends badly without a failed test counts as one failure. */
export async function runReported(name, file, args, { inMemory = false, ...options }) {
  const folder = scratch(inMemory);
  const results = path.join(folder, 'results.json');
  const since = performance.now();
  try {
    // what tests start reads the same modules again and again
    const cache = path.join(folder, 'compiled');
    const env = { NODE_COMPILE_CACHE: cache, TMPDIR: folder, ...options.env, PAPERDESK_RESULTS: results };
    const { code, output } = await runOnNode(file, args, { ...options, env });
    const list = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, 'utf8')) : [];
    const sum = count(list);
    if (code !== 0 && sum.failed === 0) sum.failed = 1;
    say(
      `${sum.failed > 0 ? 'FAILED' : 'ok    '}  ${name}: ${list.length} ${list.length === 1 ? 'test' : 'tests'} (${seconds(since)})`,
    );
    if (sum.failed > 0 && output) say(output.trimEnd());
    return { ...sum, why: list.filter(({ state }) => state === 'failed').map(inShort) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
