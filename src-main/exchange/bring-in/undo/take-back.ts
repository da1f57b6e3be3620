import { and, eq, sql } from 'drizzle-orm';
import type { Brought } from '../../../contract/exchange.ts';
import type { Actor, Services } from '../../../gate.ts';
import type { Working } from '../../../jobs.ts';
import { among } from '../../../store/among.ts';
import { killPoint } from '../../../store/kill-points.ts';
import { history, identifiers, imports, people, possibleDoubles, tickets, type Store } from '../../../store/index.ts';
import { purgeImport } from '../purge-imports.ts';
import { mustBeUntouched, TERMS, termsOfItAlone } from './brought.ts';

/**
 * Takes an import back, to the last byte: in one write nobody sees any of it any more and it is one that was not done, then
 * it is purged as such; killed in between, the next start does that. Long work.
 * @throws Refused as `mustBeUntouched` does
 */
export async function takeImportBack(store: Store, _actor: Actor, brought: Brought, working: Working): Promise<null> {
  const { importId, began } = brought;
  await store.write(async (tx) => {
    await mustBeUntouched(tx, brought);
    for (const { table, id, archivedAt } of await termsOfItAlone(tx, brought))
      await tx.update(TERMS[table]).set({ archivedAt }).where(eq(TERMS[table].id, id));
    await tx.update(tickets).set({ hidden: true }).where(eq(tickets.importBatch, importId));
    const gone = await tx
      .update(people)
      .set({ hidden: true })
      .where(eq(people.importBatch, importId))
      .returning({ uid: people.uid });
    // What was corrected and taken back again left its lines.
    await tx.delete(history).where(
      among(
        history.personUid,
        gone.map(({ uid }) => uid),
      ),
    );
    await tx.delete(possibleDoubles).where(eq(possibleDoubles.importBatch, importId));
    // People of before no longer have what the file said of them.
    const others = await tx
      .delete(identifiers)
      .where(
        and(
          eq(identifiers.importBatch, importId),
          sql`${identifiers.personId} not in (select id from people where import_batch = ${importId})`,
        ),
      )
      .returning({ personId: identifiers.personId });
    const stay = [...new Set(others.map(({ personId }) => personId))];
    await tx
      .update(people)
      .set({ changedAt: tx.now, version: sql`${people.version} + 1` })
      .where(among(people.id, stay));
    for (const id of stay) tx.index.person(id);
    await tx.update(imports).set({ state: 'running' }).where(eq(imports.id, importId));
    working.check();
  });
  killPoint('import: taken back');
  await purgeImport(store, importId, began);
  return null;
}

/** Undo takes an import back while nobody touched anything of it. Answers with the id of that, if there is anything. */
export function offerBack(services: Services, actor: Actor, brought: Brought): number | undefined {
  const { store, undo } = services;
  if (brought.tickets.length === 0) return undefined;
  const concerned = { tickets: brought.tickets, people: brought.people };
  const take = async () => {
    // Looked at before anything else is forgotten of them, and again in the write itself.
    await mustBeUntouched(store.db, brought);
    await services.endOf(services.startJob('exchange.takeImportBack', actor, brought, { forgets: concerned }));
    return null;
  };
  const id = undo.add(
    { call: 'exchange.bringIn', permission: 'import', staffId: actor.staffId, at: store.db.now, each: false },
    { concerned, deeds: [{ what: 'imported', toId: null }], take },
  );
  return id === 'too-big' ? undefined : id;
}
