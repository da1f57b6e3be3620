import { and, eq } from 'drizzle-orm';
import type { InputOf } from '../../contract/call.ts';
import type { exchange as calls } from '../../contract/exchange.ts';
import type { Actor, Services } from '../../gate.ts';
import { among } from '../../store/among.ts';
import { ledger, ledgerTargets, people, Refused, tickets, type Reads } from '../../store/index.ts';
import type { Concerned, OwnWay } from '../../store/undo/index.ts';

/** Notes the paper folder a print went to; Undo takes that back like everything else. @throws Refused `not-found` */
export async function noteFolder(
  services: Services,
  actor: Actor,
  { id, folder }: InputOf<typeof calls.noteFolder>,
): Promise<null> {
  const { store, undo } = services;
  const [line] = await store.db.select({ folder: ledger.folder }).from(ledger).where(eq(ledger.id, id));
  if (!line) throw new Refused('not-found', { reason: 'line' });
  if (line.folder === folder) return null;
  await note(services, id, line.folder, folder);
  const act = { call: 'exchange.noteFolder', permission: 'print', staffId: actor.staffId, at: store.db.now } as const;
  undo.add({ ...act, each: false }, wayBack(services, id, await concernedBy(store.db, id), line.folder, folder));
  return null;
}

/** The folder may be called by somebody's name: it is forgotten with whoever stands on the print. */
function wayBack(services: Services, id: number, concerned: Concerned, before: string, after: string): OwnWay {
  const take = async () => {
    await note(services, id, after, before);
    return wayBack(services, id, concerned, after, before);
  };
  return { concerned, deeds: [], take };
}

async function note({ store }: Services, id: number, before: string, folder: string): Promise<void> {
  const noted = await store.write((tx) =>
    tx
      .update(ledger)
      .set({ folder })
      .where(and(eq(ledger.id, id), eq(ledger.folder, before)))
      .returning({ id: ledger.id }),
  );
  if (noted.length === 0)
    throw new Refused('changed-meanwhile', { reason: 'undo', table: 'ledger', column: 'folder', why: 'changed' });
}

/** Tickets and people of a line who are still here. */
async function concernedBy(db: Reads, ledgerId: number): Promise<Concerned> {
  const targets = await db.select().from(ledgerTargets).where(eq(ledgerTargets.ledgerId, ledgerId));
  const uids = targets.map(({ targetUid }) => targetUid);
  const some = await db.select({ id: tickets.id }).from(tickets).where(among(tickets.uid, uids));
  const persons = await db.select({ id: people.id }).from(people).where(among(people.uid, uids));
  return { tickets: some.map(({ id }) => id), people: persons.map(({ id }) => id) };
}
