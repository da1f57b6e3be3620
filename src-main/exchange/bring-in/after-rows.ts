import { asc, eq, sql } from 'drizzle-orm';
import type { Working } from '../../jobs.ts';
import { killPoint } from '../../store/kill-points.ts';
import { attachments, entries, ticketLinks, tickets, type Reads, type Store } from '../../store/index.ts';
import { insertMany } from '../../store/insert-many.ts';
import { writeAttachment } from '../../tickets/index.ts';
import type { Incoming } from './incoming.ts';
import { bytesBetween, NoBase64 } from './json/file-bytes.ts';
import { staffOf, type OfficeTerms } from './office-terms.ts';
import type { PeopleOfBatch } from './people-of-batch.ts';
import type { AddedTicket } from './write-tickets.ts';

type Waiting = { id: number; ticket: Pick<Incoming, 'files' | 'record' | 'entries'> };

/** What of records can only be written when all their tickets are there: links between them, merges, and files. */
export class AfterRows {
  /** Tickets of this file by the uid it gives them, whatever they have here. */
  readonly #ids = new Map<string, number>();
  readonly #waiting: Waiting[] = [];

  add(added: readonly AddedTicket[]): void {
    for (const { id, row } of added) {
      const { uid, record, files, entries: texts } = row.ticket;
      if (uid !== null) this.#ids.set(uid, id);
      const bytes = files.some((file) => file.bytes !== null);
      if (bytes || (record !== null && (record.links.length > 0 || record.mergedInto !== null)))
        this.#waiting.push({ id, ticket: { files: bytes ? files : [], record, entries: bytes ? texts : [] } });
    }
  }

  /** Links the tickets that are here, both ways, and says which were merged into which. */
  async link(store: Store): Promise<void> {
    const uids = this.#waiting.flatMap(({ ticket: { record } }) => [
      ...(record?.links ?? []).map(({ uid }) => uid),
      ...(record?.mergedInto ? [record.mergedInto.uid] : []),
    ]);
    if (uids.length === 0) return;
    await store.write(async (tx) => {
      const here = await idsByUid(tx, uids);
      const idOf = (uid: string): number | null => this.#ids.get(uid) ?? here.get(uid) ?? null;
      const pairs = new Map<string, { ticketId: number; otherId: number }>();
      for (const { id, ticket } of this.#waiting) {
        for (const { uid } of ticket.record?.links ?? []) {
          const other = idOf(uid);
          if (other === null || other === id) continue;
          for (const [ticketId, otherId] of [
            [id, other],
            [other, id],
          ] as const)
            pairs.set(`${ticketId} ${otherId}`, { ticketId, otherId });
        }
        const into = ticket.record?.mergedInto ? idOf(ticket.record.mergedInto.uid) : null;
        if (into !== null && into !== id) await tx.update(tickets).set({ mergedInto: into }).where(eq(tickets.id, id));
      }
      await insertMany(tx, ticketLinks, [...pairs.values()]);
    });
  }

  /** Takes in the files whose bytes stand in the file; one that is no base64 is left out. Progress in bytes. */
  async takeFiles(
    store: Store,
    path: string,
    { terms, people }: { terms: OfficeTerms; people: PeopleOfBatch },
    working: Working,
  ): Promise<void> {
    const all = this.#waiting.flatMap(({ ticket }) => ticket.files.flatMap(({ bytes }) => bytes ?? []));
    const total = all.reduce((sum, { from, to }) => sum + to - from, 0);
    let done = 0;
    for (const { id, ticket } of this.#waiting) {
      if (ticket.files.length === 0) continue;
      const entryIds = await entriesOf(store.db, id);
      const entryOf = (uid: string | null) => entryIds[ticket.entries.findIndex((entry) => entry.uid === uid)] ?? null;
      for (const { name, record, bytes } of ticket.files) {
        if (bytes === null || record === null) continue;
        working.check();
        const { addedBy } = record;
        const facts = {
          name,
          uid: (await store.db.$count(attachments, eq(attachments.uid, record.uid))) === 0 ? record.uid : null,
          ticketId: id,
          entryId: record.entry === null ? null : entryOf(record.entry),
          sensitive: record.sensitive,
          addedBy: addedBy.kind,
          personId: addedBy.kind === 'person' && addedBy.uid !== null ? (people.byUid.get(addedBy.uid) ?? null) : null,
          staffId:
            addedBy.kind === 'staff'
              ? staffOf(terms, { name: addedBy.name, ...(addedBy.uid === null ? {} : { uid: addedBy.uid }) })
              : null,
          createdAt: Date.parse(record.created),
        };
        try {
          await writeAttachment(store, facts, bytesBetween(path, bytes));
        } catch (error) {
          if (!(error instanceof NoBase64)) throw error;
        }
        done += bytes.to - bytes.from;
        working.progress('files', done, total);
        killPoint('import: a file in');
      }
      await store.write(async (tx) => {
        const whole = sql`(select count(*) from ${attachments} where ${attachments.ticketId} = ${id} and ${attachments.complete} = 1)`;
        await tx.update(tickets).set({ files: whole }).where(eq(tickets.id, id));
        tx.index.ticket(id);
      });
    }
  }
}

async function idsByUid(db: Reads, uids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: tickets.id, uid: tickets.uid })
    .from(tickets)
    .where(sql`${tickets.uid} in (select value from json_each(${JSON.stringify(uids)})) and ${tickets.hidden} = 0`);
  return new Map(rows.map(({ id, uid }) => [uid, id]));
}

/** Ids of a ticket's replies and notes in the order they were written. */
const entriesOf = async (db: Reads, id: number): Promise<number[]> =>
  (await db.select({ id: entries.id }).from(entries).where(eq(entries.ticketId, id)).orderBy(asc(entries.id))).map(
    (row) => row.id,
  );
