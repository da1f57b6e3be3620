import { oneOf, chance, below } from './seed/index.ts';
import { openBenchDesk, type BenchDesk } from './desk.ts';
import { figure, timedEach, type Figure } from './figures.ts';
import { correctPerson, join500 } from './rectifying.ts';
import { deepPages, firstPages, PAGE, questionsFor } from './questions.ts';

const COLD = 10;

/**
 * The short calls, each from the received call to its answer, in the main process without its window. `wanted` says
 * which names to measure, `n` how often each.
 */
export async function* measuredCalls(
  path: string,
  wanted: (name: string) => boolean,
  n: number,
): AsyncGenerator<Figure> {
  const desk = openBenchDesk(path);
  try {
    const random = chance(7);
    const count = n + COLD;
    const questions = questionsFor(desk, random, count);
    const find = (text: string) => desk.call('find.tickets', { filter: { text }, order: 'newest', limit: PAGE });
    const ids = desk.store.connections.reader
      .prepare('SELECT id FROM tickets WHERE hidden = 0')
      .pluck()
      .all() as number[];
    const several = Array.from({ length: count }, () => oneOf(random, ids));
    const page = (input: unknown) => desk.call('tickets.page', input);
    const each = async <T>(name: Figure['name'], inputs: readonly T[], work: (input: T) => Promise<unknown>) =>
      figure(name, await timedEach(inputs, work, COLD));
    const all: [Figure['name'], () => Promise<Figure>][] = [
      ['list', () => each('list', firstPages(count), page)],
      ['page-deep', async () => each('page-deep', await deepPages(desk, random, count), page)],
      ['counts', () => each('counts', several, () => desk.call('tickets.counts'))],
      ['find-term', () => each('find-term', questions.terms, find)],
      ['find-phrase', () => each('find-phrase', questions.phrases, find)],
      ['find-prefix', () => each('find-prefix', questions.beginnings, find)],
      ['find-email', () => each('find-email', questions.emails, find)],
      ['find-ip', () => each('find-ip', questions.ips, find)],
      ['find-ip-range', () => each('find-ip-range', questions.ranges, find)],
      ['ticket', () => each('ticket', several, (id) => desk.call('tickets.open', { id }))],
      ['correct-person', () => correctPerson(desk, Math.min(n, 50))],
      ['join-500', () => join500(desk, Math.min(n, 20))],
      ['write', async () => each('write', await writes(desk, several), ({ name, input }) => desk.call(name, input))],
    ];
    for (const [name, measured] of all) if (wanted(name)) yield await measured();
  } finally {
    await desk.close();
  }
}

/** A change of priority, a reply and a new ticket, in turn, each of another ticket. */
async function writes(desk: BenchDesk, ids: readonly number[]) {
  const random = chance(11);
  const texts = desk.store.connections.reader.prepare('SELECT body FROM entries LIMIT 500').pluck().all() as string[];
  const known = desk.store.connections.reader.prepare('SELECT id FROM people LIMIT 5000').pluck().all() as number[];
  const priorities = desk.store.connections.reader.prepare('SELECT id FROM priorities').pluck().all() as number[];
  const version = desk.store.connections.reader.prepare('SELECT version FROM tickets WHERE id = ?').pluck();
  const distinct = [...new Set(ids)];
  return distinct.map((id, n) => {
    if (n % 3 === 0)
      return {
        name: 'tickets.change',
        input: { id, version: version.get(id), change: { priorityId: oneOf(random, priorities) } },
      };
    if (n % 3 === 1) return { name: 'tickets.reply', input: { id, kind: 'reply', body: oneOf(random, texts) } };
    return {
      name: 'tickets.create',
      input: {
        channel: 'phone',
        person: { id: oneOf(random, known) },
        subject: `Measured ${below(random, 1_000)}`,
        message: oneOf(random, texts),
      },
    };
  });
}
