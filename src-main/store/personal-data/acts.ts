import { eq, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { attachments, pieces, tickets } from '../schema/index.ts';
import type { Writes } from '../handles.ts';
import { PERSONAL_DATA } from './map/index.ts';
import { removeNamed } from './named-rows.ts';
import { knownOf, namesWholly, type Known } from './naming.ts';
import { columnOf, deedOf, listed, reachable, reached, unreachable, type Concerned } from './reach.ts';
import { REMOVED, type Act, type Deed, type RowRule, type TableRule } from './terms.ts';

/**
 * Removes the rows of tickets and people, and all that hangs on them, as the map says. The search index must have let
 * go of them before (`tx.index.withdraw`, `tx.index.dropPerson`).
 */
export const removeRows = (tx: Writes, concerned: Concerned): Promise<void> => carryOut(tx, 'delete', concerned);

/**
 * Takes out of tickets what identifies, as the map says, and removes the people named. The search index must have let
 * go of the tickets before (`tx.index.withdraw`); `tx.index.ticket` puts back what is left.
 */
export async function anonymiseRows(tx: Writes, concerned: Concerned): Promise<void> {
  await carryOut(tx, 'anonymise', concerned);
  // Not personal, but no longer true: the rows counted here are gone, and an open window must see that it is behind.
  await tx
    .update(tickets)
    .set({ notes: 0, files: 0, bodyFormat: 'plain', anonymisedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(sql`${tickets.id} in ${listed(concerned.tickets)}`);
}

async function carryOut(tx: Writes, act: Act, concerned: Concerned): Promise<void> {
  const known = await knownOf(tx, concerned.people);
  for (const { table, rule, row } of reachable) {
    if (unreachable(row, concerned)) continue;
    const deed = deedOf(row, act);
    if (deed === 'remove row') await tx.delete(table).where(reached(row, concerned));
    if (deed === 'change row') {
      const values = changes(table, rule, row, act);
      await tx.update(table).set(values).where(reached(row, concerned));
    }
  }
  await removeNamed(tx, act, known);
  await replaceNames(tx, act, known);
}

/** What an update writes: for each column the map has a deed for, REMOVED or nothing. */
function changes(table: SQLiteTable, rule: TableRule, row: RowRule, act: Act): Record<string, string | null> {
  const values: Record<string, string | null> = {};
  for (const [name, column] of Object.entries(rule.columns)) {
    if (!column.personal || (row.change && !row.change.includes(name))) continue;
    const deed: Deed = row.change ? 'empty' : act === 'delete' ? column.delete : column.anonymise;
    if (deed !== 'empty' && deed !== 'replace') continue;
    const { key, column: stored } = columnOf(table, name);
    values[key] = deed === 'replace' ? REMOVED : stored.notNull ? '' : null;
  }
  return values;
}

/** The same for what somebody is no longer known by: records of the office's own acts do not say it any more. */
export const forgetInRecords = (tx: Writes, known: readonly Known[]): Promise<void> =>
  replaceNames(tx, 'anonymise', known);

/** Records that stay, but must not name one who goes: the few different texts of a column are read and compared. */
async function replaceNames(tx: Writes, act: Act, known: readonly Known[]): Promise<void> {
  if (known.length === 0) return;
  const names = namesWholly(known);
  for (const { table, columns } of PERSONAL_DATA) {
    if (typeof table === 'string') continue;
    for (const [name, rule] of Object.entries(columns)) {
      if (!rule.personal || rule[act] !== 'replace where it names them') continue;
      const { key, column } = columnOf(table, name);
      const texts = await tx
        .selectDistinct({ text: sql<string>`${column}` })
        .from(table)
        .where(sql`${column} not in ('', ${REMOVED})`);
      for (const { text } of texts)
        if (names(text))
          await tx
            .update(table)
            .set({ [key]: REMOVED })
            .where(eq(column, text));
    }
  }
}

/**
 * Removes up to `most` pieces of the attachments of tickets, and says how many: an attachment of 2 GB would otherwise
 * pass through the journal in one write.
 */
export async function removePieces(tx: Writes, ticketIds: readonly number[], most: number): Promise<number> {
  const some = sql`(select ${pieces.id} from ${pieces} where ${pieces.attachmentId} in
    (select ${attachments.id} from ${attachments} where ${attachments.ticketId} in ${listed(ticketIds)}) limit ${most})`;
  const gone = await tx
    .delete(pieces)
    .where(sql`${pieces.id} in ${some}`)
    .returning({ id: pieces.id });
  return gone.length;
}
