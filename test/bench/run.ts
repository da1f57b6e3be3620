import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBenchDesk, copyOf } from './desk.ts';
import { holds, type Line } from './figures.ts';
import { GOALS, type Name } from './goals.ts';
import { calm, machine } from './machine.ts';
import { measuredCalls } from './calls.ts';
import { measuredProgram } from './program.ts';
import { seededOffice } from './seed/index.ts';
import { HEAD, rowOf } from './table.ts';

const { values: asked } = parseArgs({
  options: {
    /** Tickets of the office. */
    tickets: { type: 'string', default: '100000' },
    /** How often each short call is measured. */
    n: { type: 'string', default: '200' },
    /** Names to measure, with commas; all of them otherwise. */
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** How long to wait for a quiet machine, in s. */
    wait: { type: 'string', default: '300' },
  },
});

const number = (name: 'tickets' | 'n' | 'wait', least: number): number => {
  const value = Number(asked[name]);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${least} on`);
  return value;
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const aside = (line: string) => process.stderr.write(`${line}\n`);

async function bench(): Promise<void> {
  const tickets = number('tickets', 100);
  const names = asked.only?.split(',') ?? GOALS.map(({ name }) => name);
  const unknown = names.filter((name) => !GOALS.some((goal) => goal.name === name));
  if (unknown.length > 0) throw new Error(`--only knows ${GOALS.map(({ name }) => name).join(', ')}`);
  const wanted = (name: string) => names.includes(name);
  aside(`Making an office of ${tickets} tickets, or taking the one that is there`);
  const office = await seededOffice(tickets, aside);
  const load = await calm(number('wait', 0) * 1_000);
  aside(`${machine()}${load >= 3 ? ': others are at work on this machine, so take the figures as too high' : ''}`);
  const facts = await officeFacts(office);
  if (asked.json) say(JSON.stringify({ name: 'office', ...facts }));
  else
    say(
      `${Object.entries(facts)
        .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
        .join(', ')}\n\n${HEAD}`,
    );
  let failed = false;
  const tell = (line: Line) => {
    failed ||= 'skipped' in line && line.skipped.startsWith('failed');
    say(asked.json ? JSON.stringify(line) : rowOf(line));
  };
  const done: Line[] = [];
  const calls: Name[] = [
    'list',
    'page-deep',
    'counts',
    'find-term',
    'find-phrase',
    'find-prefix',
    'find-email',
    'find-ip',
    'find-ip-range',
    'ticket',
    'correct-person',
    'join-500',
    'write',
  ];
  if (calls.some(wanted)) {
    const copy = copyOf(office);
    try {
      for await (const line of measuredCalls(copy.path, wanted, number('n', 1))) {
        done.push(line);
        tell(line);
      }
    } finally {
      copy.remove();
    }
  }
  for await (const line of measuredProgram(office, wanted, aside)) {
    done.push(line);
    tell(line);
  }
  aside(machine());
  const missed = done.filter((line) => !('skipped' in line) && !holds(line)).map(({ name }) => name);
  if (!asked.json) say(missed.length === 0 ? '\nEvery goal holds.' : `\nMissed: ${missed.join(', ')}.`);
  if (failed) process.exitCode = 1;
}

async function officeFacts(path: string): Promise<Record<string, number>> {
  const bench = openBenchDesk(path);
  const count = (table: string) =>
    bench.store.connections.reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  try {
    return {
      tickets: count('tickets'),
      people: count('people'),
      entries: count('entries'),
      attachments: count('attachments'),
      bytes: statSync(path).size,
    };
  } finally {
    await bench.close();
  }
}

await bench().catch((error: unknown) => {
  aside(error instanceof Error ? error.message : 'the bench failed');
  process.exitCode = 1;
});
