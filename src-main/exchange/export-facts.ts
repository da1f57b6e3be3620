import { setImmediate as others } from 'node:timers/promises';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { exchange as calls, ExportFacts } from '../contract/exchange.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { customValues, entries, tickets, type Reads } from '../store/index.ts';
import { selectedIds } from '../tickets/index.ts';

const SLICE = 2_000;
/** In a workbook `_x000D_` is written `_x005F_x000D_`: no text gets longer than by this (ECMA-376, 22.9.2.19). */
const MOST_WRITTEN = 13 / 7;
const ESCAPED = /_x[0-9a-f]{4}_/gi;
/** A text of so many bytes needs one cell, whatever it is made of; only longer ones are read to be counted. */
const SURELY_ONE_CELL = 17_000;

/** What a workbook of a selection must know before its first row: how long its longest texts are, which own fields are in use. */
export async function exportFacts(
  db: Reads,
  actor: Actor,
  { selection }: InputOf<typeof calls.exportFacts>,
): Promise<ExportFacts> {
  const ids = await selectedIds(db, actor, selection);
  const facts = { tickets: ids.length, longestMessage: 0, longestReply: 0, longestNote: 0 };
  const fields = new Set<number>();
  for (let at = 0; at < ids.length; at += SLICE) {
    const slice = ids.slice(at, at + SLICE);
    facts.longestMessage = await longest(await longMessages(db, slice), facts.longestMessage);
    facts.longestReply = await longest(await longEntries(db, slice, 'reply'), facts.longestReply);
    facts.longestNote = await longest(await longEntries(db, slice, 'note'), facts.longestNote);
    const used = await db
      .selectDistinct({ id: customValues.fieldId })
      .from(customValues)
      .where(among(customValues.ticketId, slice));
    for (const { id } of used) fields.add(id);
    await others();
  }
  return { ...facts, fields: [...fields] };
}

/** Long texts, the longest first, to be read one by one. */
type LongTexts = { bytes: number; read: () => Promise<string> }[];

async function longMessages(db: Reads, ids: readonly number[]): Promise<LongTexts> {
  const bytes = sql<number>`octet_length(${tickets.message})`;
  const rows = await db
    .select({ id: tickets.id, bytes })
    .from(tickets)
    .where(and(among(tickets.id, ids), gt(bytes, SURELY_ONE_CELL)))
    .orderBy(desc(bytes));
  return rows.map(({ id, bytes: size }) => ({
    bytes: size,
    read: async () => {
      const [row] = await db.select({ text: tickets.message }).from(tickets).where(eq(tickets.id, id));
      return row?.text ?? '';
    },
  }));
}

async function longEntries(db: Reads, ids: readonly number[], kind: 'reply' | 'note'): Promise<LongTexts> {
  const bytes = sql<number>`octet_length(${entries.body})`;
  const rows = await db
    .select({ id: entries.id, bytes })
    .from(entries)
    .where(and(among(entries.ticketId, ids), eq(entries.kind, kind), gt(bytes, SURELY_ONE_CELL)))
    .orderBy(desc(bytes));
  return rows.map(({ id, bytes: size }) => ({
    bytes: size,
    read: async () => {
      const [row] = await db.select({ text: entries.body }).from(entries).where(eq(entries.id, id));
      return row?.text ?? '';
    },
  }));
}

/** How long the longest of these texts is in a workbook, in UTF-16 units; `before` when none is longer. */
async function longest(texts: LongTexts, before: number): Promise<number> {
  let most = before;
  for (const { bytes, read } of texts) {
    if (bytes * MOST_WRITTEN <= most) break;
    const text = await read();
    most = Math.max(most, text.length + 6 * (text.match(ESCAPED)?.length ?? 0));
    await others();
  }
  return most;
}
