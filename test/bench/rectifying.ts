import type { Person } from '../../src-main/contract/people.ts';
import type { BenchDesk } from './desk.ts';
import { figure, timed, type Figure } from './figures.ts';

/** So many tickets has the person who is corrected, and each of the two who are joined. */
const TICKETS = 500;
/** Done first and not counted. */
const COLD = 3;

const person = (desk: BenchDesk, id: number) => desk.call<Person>('people.open', { id });

/** Gives that many tickets of the office, the ones after so many, to somebody new: the id. */
async function withTickets(desk: BenchDesk, name: string, after: number): Promise<number> {
  const ids = desk.store.connections.reader
    .prepare('SELECT id FROM tickets WHERE hidden = 0 ORDER BY id LIMIT ? OFFSET ?')
    .pluck()
    .all(TICKETS, after) as number[];
  const create = { name, email: `${name.replace(' ', '.')}@post.example` };
  const given = await desk.call<{ to: { id: number } }>('tickets.give', { selection: { ids }, to: { create } });
  return given.to.id;
}

/** A person with 500 tickets gets another name and another mail address. */
export async function correctPerson(desk: BenchDesk, n: number): Promise<Figure> {
  const id = await withTickets(desk, 'Measured Person', 0);
  const took: number[] = [];
  for (let turn = 0; turn < n + COLD; turn += 1) {
    const { version, identifiers } = await person(desk, id);
    const changes = identifiers.map(({ id: identifier, kind }) => ({
      what: 'change',
      identifier,
      value: kind === 'email' ? `corrected.${turn}@post.example` : `Corrected Person ${turn}`,
    }));
    const ms = await timed(() => desk.call('people.correct', { id, version, changes }));
    if (turn >= COLD) took.push(ms);
  }
  return figure('correct-person', took);
}

/** Two people with 500 tickets each are joined and taken apart again; a figure is of both acts. */
export async function join500(desk: BenchDesk, n: number): Promise<Figure> {
  const kept = await withTickets(desk, 'Measured Kept', TICKETS);
  const gone = await withTickets(desk, 'Measured Gone', 2 * TICKETS);
  const took: number[] = [];
  for (let turn = 0; turn < n + COLD; turn += 1) {
    const [one, other] = [await person(desk, kept), await person(desk, gone)];
    const ms = await timed(async () => {
      const { join } = await desk.call<{ join: number }>('people.join', {
        kept: { id: kept, version: one.version },
        gone: { id: gone, version: other.version },
      });
      await desk.call('people.takeApart', { join });
    });
    if (turn >= COLD) took.push(ms);
  }
  return figure('join-500', took);
}
