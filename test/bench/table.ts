import { holds, type Line } from './figures.ts';
import { GOALS } from './goals.ts';

const figures = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
const bound = (goal: number) => (Number.isFinite(goal) ? figures(goal) : '');

export const HEAD = `${'name'.padEnd(15)}${['p50', 'p95', 'most', 'n', 'goal'].map((word) => word.padStart(9)).join('')}  unit  holds  what`;

/** One line of the table for people. */
export function rowOf(line: Line): string {
  const goal = GOALS.find(({ name }) => name === line.name);
  const name = line.name.padEnd(15);
  if (!goal || 'skipped' in line) return `${name}left out: ${'skipped' in line ? line.skipped : ''}`;
  const cells = [line.p50, line.p95, line.most, line.n].map((value) => figures(value).padStart(9)).join('');
  const answer = Number.isFinite(goal.goal) ? (holds(line) ? 'yes' : 'NO') : '';
  const worst = line.worst === undefined ? '' : `; the window answered within ${figures(line.worst)} ms`;
  const which = goal.of === 'most' ? ' (at most)' : goal.unit === 'MB/s' ? ' (at least)' : '';
  const by = line.ms === undefined ? '' : `; ${figures((line.bytes ?? 0) / 1e6)} MB in ${figures(line.ms)} ms`;
  return `${name}${cells}${bound(goal.goal).padStart(9)}  ${line.unit.padEnd(5)} ${answer.padEnd(5)}  ${goal.about}${which}${by}${worst}`;
}
