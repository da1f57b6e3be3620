import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { exchange as calls, ExportFacts } from '../contract/exchange.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { customValues, entries, tickets, type Reads } from '../store/index.ts';
import { selectedIds } from '../tickets/index.ts';

/** What a workbook of a selection must know before its first row: how long its longest texts are, which own fields are in use. */
export async function exportFacts(
  db: Reads,
  actor: Actor,
  { selection }: InputOf<typeof calls.exportFacts>,
): Promise<ExportFacts> {
  const ids = await selectedIds(db, actor, selection);
  const [message] = await db
    .select({ longest: sql<number | null>`max(length(${tickets.message}))` })
    .from(tickets)
    .where(among(tickets.id, ids));
  const longest = async (kind: 'reply' | 'note') => {
    const [row] = await db
      .select({ longest: sql<number | null>`max(length(${entries.body}))` })
      .from(entries)
      .where(and(among(entries.ticketId, ids), eq(entries.kind, kind)));
    return row?.longest ?? 0;
  };
  const fields = await db
    .selectDistinct({ id: customValues.fieldId })
    .from(customValues)
    .where(among(customValues.ticketId, ids));
  return {
    tickets: ids.length,
    longestMessage: message?.longest ?? 0,
    longestReply: await longest('reply'),
    longestNote: await longest('note'),
    fields: fields.map(({ id }) => id),
  };
}
