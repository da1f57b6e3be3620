import type { Reads } from '../../store/index.ts';
import * as rows from './rows.ts';
import type { RecordPart } from './shape.ts';

const none = () => [];

/** Everything around some tickets that their records with these parts need, read in one go for each kind. */
export async function readAround(
  db: Reads,
  ids: readonly number[],
  mergedInto: readonly number[],
  parts: readonly RecordPart[],
) {
  const has = (...any: RecordPart[]) => any.some((part) => parts.includes(part));
  const kinds: rows.EntryKind[] = [
    ...(has('replies') ? ['reply' as const] : []),
    ...(has('notes') ? ['note' as const] : []),
  ];
  const roles = has('people') ? await rows.partRows(db, ids) : none;
  const entries = kinds.length > 0 ? await rows.entryRows(db, ids, kinds) : none;
  const attachments = has('attachments', 'bytes') ? await rows.attachmentRows(db, ids) : none;
  const personIds = ids.flatMap((id) => [
    ...roles(id).map(({ personId }) => personId),
    ...entries(id).flatMap(({ personId }) => personId ?? []),
    ...attachments(id).flatMap(({ personId }) => personId ?? []),
  ]);
  const persons = await rows.peopleRows(db, [...new Set(personIds)]);
  const merged = mergedInto.length > 0 ? await rows.mergedRows(db, mergedInto) : [];
  return {
    roles,
    entries,
    attachments,
    persons: new Map(persons.map((person) => [person.id, person])),
    identifiers: has('people')
      ? await rows.identifierRows(
          db,
          persons.map(({ id }) => id),
        )
      : none,
    history: has('history') ? await rows.historyRows(db, ids) : none,
    aliases: await rows.aliasRows(db, ids),
    values: await rows.valueRows(db, ids),
    tags: await rows.tagRows(db, ids),
    links: await rows.linkRows(db, ids),
    staff: await rows.staffRows(db, ids),
    merged: new Map(merged.map(({ id, uid, trackingId }) => [id, { uid, trackingId }])),
  };
}
export type Around = Awaited<ReturnType<typeof readAround>>;
