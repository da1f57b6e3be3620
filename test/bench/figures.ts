import { GOALS, type Name, type Unit } from './goals.ts';

/** `most` is the longest; `worst` the longest the window took to answer meanwhile, in ms. */
export type Figure = {
  name: Name;
  p50: number;
  p95: number;
  n: number;
  unit: Unit;
  most: number;
  worst?: number;
  /** Of a rate: what it was measured by. */
  ms?: number;
  bytes?: number;
};
export type Skipped = { name: Name; skipped: string };
export type Line = Figure | Skipped;

/** The value that `share` of the sorted values do not pass (nearest rank). */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

const short = (value: number) => Number(value.toPrecision(value < 1_000 ? 3 : 6));

/** Figures of what was measured; values in the unit of the name's goal. */
export function figure(name: Name, values: readonly number[], more: { worst?: number } = {}): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const unit = GOALS.find((goal) => goal.name === name)?.unit ?? 'ms';
  return {
    name,
    p50: short(percentile(sorted, 0.5)),
    p95: short(percentile(sorted, 0.95)),
    n: sorted.length,
    unit,
    most: short(sorted.at(-1) ?? NaN),
    ...(more.worst === undefined ? {} : { worst: short(more.worst) }),
  };
}

/** The rate of work over so many bytes, in MB/s, with both. */
export const rate = (name: Name, bytes: number, ms: number): Figure => ({
  ...figure(name, [bytes / 1_000 / ms]),
  ms: Math.round(ms),
  bytes,
});

/** Milliseconds that a piece of work takes, by the wall clock. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Times one piece of work after the other. The first `cold` are done and not counted. */
export async function timedEach<T>(
  inputs: readonly T[],
  work: (input: T) => Promise<unknown>,
  cold = 10,
): Promise<number[]> {
  const took: number[] = [];
  for (const [n, input] of inputs.entries()) {
    const ms = await timed(() => work(input));
    if (n >= cold) took.push(ms);
  }
  return took;
}

/** Whether a figure holds its goal; the window has 100 ms to answer while a workbook is written. */
export function holds(line: Figure): boolean {
  const goal = GOALS.find(({ name }) => name === line.name);
  if (!goal) return false;
  if (goal.unit === 'MB/s') return line[goal.of] >= goal.goal;
  return line[goal.of] <= goal.goal && (line.worst ?? 0) <= 100;
}
