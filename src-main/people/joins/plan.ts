import { asc, eq, inArray } from 'drizzle-orm';
import { identifiers, ticketPeople, tickets, type Reads } from '../../store/index.ts';
import type { IdentifierRow } from '../known-by.ts';
import type { ROLES } from './moved.ts';

type Role = (typeof ROLES)[number];
type Part = { ticketId: number; role: Role; hidden: boolean };

/** What a join of two people would do with what they are known by and with their parts in tickets. */
export type Plan = {
  /** Parts of the one that goes which move over, and those which the kept one has already or more of. */
  moving: Part[];
  folded: Part[];
  /** Tickets that the kept one only followed, and which are now theirs. */
  asideFollower: number[];
  identifiers: {
    moving: IdentifierRow[];
    /** What both have: it stays with the one that goes. */
    folded: IdentifierRow[];
    aside: IdentifierRow[];
    wasPreferred: number[];
    becamePreferred: number[];
  };
  /** The identifier whose name is shown from then on. */
  name: IdentifierRow | undefined;
};

const keyOf = ({ kind, normalised }: IdentifierRow) => `${kind} ${normalised}`;

/** `name`: whose name is shown afterwards. */
export async function planJoin(db: Reads, kept: number, gone: number, name: 'kept' | 'gone'): Promise<Plan> {
  const rows = await db
    .select()
    .from(identifiers)
    .where(inArray(identifiers.personId, [kept, gone]))
    .orderBy(asc(identifiers.id));
  const parts = await db
    .select({
      ticketId: ticketPeople.ticketId,
      role: ticketPeople.role,
      personId: ticketPeople.personId,
      hidden: tickets.hidden,
    })
    .from(ticketPeople)
    .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
    .where(inArray(ticketPeople.personId, [kept, gone]));
  const of = (id: number) => parts.filter(({ personId }) => personId === id);
  return {
    ...planParts(of(kept), of(gone)),
    ...planIdentifiers(
      rows.filter(({ personId }) => personId === kept),
      rows.filter(({ personId }) => personId === gone),
      name,
    ),
  };
}

function planParts(kept: readonly Part[], gone: readonly Part[]): Pick<Plan, 'moving' | 'folded' | 'asideFollower'> {
  const has = new Set(kept.map(({ ticketId, role }) => `${ticketId} ${role}`));
  const theirs = new Set(gone.map(({ ticketId, role }) => `${ticketId} ${role}`));
  // Whoever asked for a ticket does not follow it as well; being named in it is something else.
  const stays = ({ ticketId, role }: Part) =>
    has.has(`${ticketId} ${role}`) || (role === 'follower' && has.has(`${ticketId} requester`));
  const moving = gone.filter((part) => !stays(part));
  return {
    moving,
    folded: gone.filter(stays),
    asideFollower: moving.flatMap(({ ticketId, role }) =>
      role === 'requester' && has.has(`${ticketId} follower`) && !theirs.has(`${ticketId} follower`) ? [ticketId] : [],
    ),
  };
}

function planIdentifiers(
  kept: readonly IdentifierRow[],
  gone: readonly IdentifierRow[],
  whose: 'kept' | 'gone',
): Pick<Plan, 'identifiers' | 'name'> {
  const nameOf = (rows: readonly IdentifierRow[]) =>
    rows.find(({ kind, preferred }) => kind === 'name' && preferred) ?? rows.find(({ kind }) => kind === 'name');
  const name = nameOf(whose === 'gone' ? gone : kept) ?? nameOf([...kept, ...gone]);
  // A name that both have, written as the other wrote it: theirs takes the place of the kept one's.
  const aside = name && gone.includes(name) ? kept.filter((row) => keyOf(row) === keyOf(name)) : [];
  const stay = kept.filter((row) => !aside.includes(row));
  const keys = new Set(stay.map(keyOf));
  const moving: IdentifierRow[] = [];
  for (const row of name && gone.includes(name) ? [name, ...gone.filter((one) => one !== name)] : gone) {
    if (keys.has(keyOf(row))) continue;
    keys.add(keyOf(row));
    moving.push(row);
  }
  const kinds = new Set(stay.filter(({ preferred }) => preferred).map(({ kind }) => kind));
  const shown = (row: IdentifierRow) =>
    row.kind === 'name' ? row === name : moving.includes(row) ? row.preferred && !kinds.has(row.kind) : row.preferred;
  const now = [...stay, ...moving];
  return {
    name,
    identifiers: {
      moving,
      folded: gone.filter((row) => !moving.includes(row)),
      aside,
      wasPreferred: now.flatMap((row) => (row.preferred && !shown(row) ? [row.id] : [])),
      becamePreferred: now.flatMap((row) => (!row.preferred && shown(row) ? [row.id] : [])),
    },
  };
}
