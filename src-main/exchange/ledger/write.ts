import { asc, eq, max } from 'drizzle-orm';
import type { Selection } from '../../contract/terms.ts';
import type { Actor } from '../../gate.ts';
import { newUid } from '../../office/index.ts';
import { among } from '../../store/among.ts';
import { insertMany } from '../../store/insert-many.ts';
import { ledger, ledgerTargets, people, ticketPeople, tickets, type Reads, type Writes } from '../../store/index.ts';
import { selectedIds } from '../../tickets/index.ts';

type Kind = (typeof ledger.$inferInsert)['kind'];
export type Left = {
  kind: Kind;
  /** Null: a whole office. */
  selection: Selection | null;
  destination: string;
  sha256?: string;
  bytes?: number;
  pages?: number;
  /** What was included, as codes of the contract. */
  parts?: readonly string[];
  /** What stands on the paper, from `nextCopy`. */
  copyNumber?: number;
  /** The paper folder it goes to, in the user's words. */
  folder?: string;
};

const SLICE = 5_000;

/**
 * Writes into the ledger what left the desk: kind, whose data (uids of tickets and of their requesters and followers),
 * when, by whom, where to, the SHA-256 of the file.
 */
export async function writeDown(tx: Writes, actor: Actor, left: Left): Promise<{ id: number }> {
  const ids = left.selection ? await selectedIds(tx, actor, left.selection) : [];
  const of = await tx.select({ uid: tickets.uid }).from(tickets).where(among(tickets.id, ids)).orderBy(asc(tickets.id));
  const whose = await tx
    .selectDistinct({ uid: people.uid })
    .from(ticketPeople)
    .innerJoin(people, eq(people.id, ticketPeople.personId))
    .where(among(ticketPeople.ticketId, ids));
  const [line] = await tx
    .insert(ledger)
    .values({
      uid: newUid(),
      kind: left.kind,
      at: tx.now,
      staffId: actor.staffId,
      destination: left.destination,
      sha256: left.sha256 ?? '',
      bytes: left.bytes ?? null,
      pages: left.pages ?? null,
      copyNumber: left.copyNumber ?? null,
      folder: left.folder ?? '',
      parts: [...(left.parts ?? [])],
      tickets: of.length,
      people: whose.length,
    })
    .returning({ id: ledger.id });
  if (!line) throw new Error('the ledger was not written');
  const targets = [
    ...of.map(({ uid }) => ({ ledgerId: line.id, kind: 'ticket' as const, targetUid: uid })),
    ...whose.map(({ uid }) => ({ ledgerId: line.id, kind: 'person' as const, targetUid: uid })),
  ];
  for (let at = 0; at < targets.length; at += SLICE) await insertMany(tx, ledgerTargets, targets.slice(at, at + SLICE));
  return line;
}

/** Takes a line back whose file could not be put in its place after all, or whose paper did not come out. */
export async function takeBack(tx: Writes, id: number): Promise<void> {
  await tx.delete(ledger).where(eq(ledger.id, id));
}

/** The number the next paper gets: one more than any before, so that a sheet leads to its line. */
export async function nextCopy(db: Reads): Promise<number> {
  const [row] = await db.select({ last: max(ledger.copyNumber) }).from(ledger);
  return (row?.last ?? 0) + 1;
}
