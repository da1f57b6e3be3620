import { createHash } from 'node:crypto';
import { Refused } from '../contract/errors.ts';
import type { Concerned, Preview } from '../contract/privacy.ts';
import type { Actor } from '../gate.ts';
import type { Reads } from '../store/index.ts';
import {
  concernOf,
  concernOfPeople,
  countKinds,
  leftTheDesk,
  type Act,
  type Concern,
  type Count,
} from '../store/personal-data/index.ts';
import { selectedIds } from '../tickets/index.ts';

const NEEDED = { delete: 'delete tickets', anonymise: 'anonymise tickets' } as const;

/** @throws Refused `forbidden` when the actor may not do this act */
export function mayAct(actor: Actor, act: Act): void {
  const permission = NEEDED[act];
  if (!actor.permissions.has(permission)) throw new Refused('forbidden', { permission });
}

export type Covered = { concern: Concern; counts: Count[]; stamp: string };

/** Whom an act would touch just now. */
export const concernFor = async (db: Reads, actor: Actor, selection: Concerned): Promise<Concern> =>
  'people' in selection
    ? concernOfPeople(db, selection.people)
    : concernOf(db, await selectedIds(db, actor, selection));

/** What an act would cover just now, and the stamp by which the act knows that nothing has changed. */
export async function coverOf(db: Reads, actor: Actor, act: Act, selection: Concerned): Promise<Covered> {
  const concern = await concernFor(db, actor, selection);
  const counts = await countKinds(db, act, idsOf(concern));
  return { concern, counts, stamp: stampOf(act, concern, counts) };
}

export const idsOf = (concern: Concern) => ({
  tickets: concern.tickets.map(({ id }) => id),
  people: concern.gone.map(({ id }) => id),
});

function stampOf(act: Act, { tickets, held, gone, kept }: Concern, counts: readonly Count[]): string {
  const covered = [
    act,
    tickets.map(({ id, version }) => [id, version]),
    held.map(({ id }) => id),
    gone.map(({ id }) => id).sort((a, b) => a - b),
    kept.map(({ id }) => id).sort((a, b) => a - b),
    counts,
  ];
  return createHash('sha256').update(JSON.stringify(covered)).digest('hex');
}

/** Exactly what an act would take: by kind, with the people who go along and the tickets that a hold protects. */
export async function preview(
  db: Reads,
  actor: Actor,
  { act, selection }: { act: Act; selection: Concerned },
): Promise<Preview> {
  mayAct(actor, act);
  const { concern, counts, stamp } = await coverOf(db, actor, act, selection);
  return {
    stamp,
    tickets: concern.tickets.length,
    lines: counts,
    peopleGone: concern.gone.map(({ id, name }) => ({ id, name })),
    peopleKept: concern.kept,
    held: concern.held,
    left: await leftTheDesk(db, idsOf(concern).tickets),
  };
}
