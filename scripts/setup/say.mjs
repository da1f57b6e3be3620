// What the set-up says: one line a step, with its time.
import process from 'node:process';

/** A refusal meant for the person at the keyboard: one sentence, no stack. */
export class Stop extends Error {}

let out = process.stdout;

/** From now on the set-up speaks on stderr, for commands whose stdout is read by programs. */
export function sayAside() {
  out = process.stderr;
}

export function say(line) {
  out.write(`${line}\n`);
}

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Says what is being done, does it, and ends the same line with the outcome and the time it took. */
export async function step(what, work) {
  const since = performance.now();
  out.write(`${what} … `);
  try {
    const outcome = await work();
    out.write(`${outcome ?? 'done'} (${seconds(since)})\n`);
  } catch (error) {
    out.write(`failed (${seconds(since)})\n`);
    throw error;
  }
}

/** The end of a program's output, for a failure's report. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Its beginning, where npm puts the reason. */
export function beginning(output, lines = 15) {
  return output.trim().split('\n').slice(0, lines).join('\n');
}

/** Runs a command's main function; a Stop ends it with its sentence and exit code 1. */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
