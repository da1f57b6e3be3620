import type { TourLog } from './log.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The report of a tour as Markdown: what was done, and what was seen twice. */
export function report(log: TourLog, about: { machine: string; left: readonly string[] }): string {
  const checks = log.steps.flatMap(({ checks: some }) => some);
  const held = checks.filter(({ holds }) => holds).length;
  const seconds = log.steps.reduce((sum, step) => sum + step.seconds, 0);
  const lines = [
    '# The tour',
    '',
    `The main job of the desk, done on the sample office through its own window, by mouse and keyboard, in ${seconds.toFixed(0)} s.`,
    `${held} of ${checks.length} checks hold. Every count was read: on the screen or in the file first, then in the office`,
    'file by a second, read-only connection, or by another program.',
    '',
    `Run on: ${about.machine}`,
    '',
  ];
  for (const [n, { what, seconds: took, checks: some }] of log.steps.entries()) {
    lines.push(`## ${n + 1}. ${what}`, '', `${took.toFixed(1)} s`, '');
    if (some.length === 0) continue;
    lines.push('| What | Seen | Looked at again | Holds |', '| --- | --- | --- | --- |');
    for (const check of some)
      lines.push(`| ${[check.what, check.seen, check.again, check.holds ? 'yes' : '**NO**'].map(cell).join(' | ')} |`);
    lines.push('');
  }
  if (log.notes.length > 0) lines.push('## Not looked at', '', ...log.notes.map((note) => `- ${note}`), '');
  lines.push('## What is here', '', ...about.left.map((name) => `- [${name}](${name.split(' ').join('%20')})`), '');
  return lines.join('\n');
}
