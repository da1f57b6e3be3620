// Counting over all phases: what passed, failed and was skipped, and the closing line.
import process from 'node:process';
import { say } from '../setup/say.mjs';

/** The programs that judge what the desk writes; on CI a test skipped for want of one has failed. */
const judge = /sqlite3|pdftotext|poppler|soffice|libreoffice|judge/i;

export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

/**
 * Turns a reporter's list of results into counts.
 * @param {{ title: string, state: 'passed' | 'failed' | 'skipped', why?: string }[]} results
 */
export function count(results) {
  const sum = nothing();
  for (const { title, state, why } of results) {
    const missed = state === 'skipped' && process.env.CI === 'true' && judge.test(why ?? '');
    if (missed) say(`  FAILED  ${title}: skipped for want of a judge (${why})`);
    sum[missed ? 'failed' : state] += 1;
  }
  return sum;
}

/** Prints what failed, a line each, and the one closing line over all counts; gives the exit code. */
export function closingLine(counts) {
  const sum = nothing();
  for (const one of counts) for (const kind of Object.keys(sum)) sum[kind] += one[kind];
  for (const line of counts.flatMap(({ why }) => why ?? []).slice(0, 20)) say(`FAILED  ${line}`);
  say(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  return sum.failed > 0 ? 1 : 0;
}
