import { asc } from 'drizzle-orm';
import { categories, customFields, office, priorities, staff, statuses, type Reads } from '../../store/index.ts';
import {
  RECORD_FORMAT,
  RECORD_VERSION,
  type RecordHead,
  type RecordPart,
  type Ref,
  type TermsRecord,
} from './shape.ts';

/** What ids of the office's lists stand for, in records. */
export type NamedRows = Record<
  'category' | 'priority' | 'status' | 'staff' | 'field',
  (id: number | null) => Ref | null
>;
export type OfficeOfRecords = { zone: string; names: NamedRows; head(parts: readonly RecordPart[]): RecordHead };

const byId = (rows: readonly { id: number; uid: string; name: string }[]) => {
  const refs = new Map(rows.map(({ id, uid, name }) => [id, { uid, name }]));
  return (id: number | null) => (id === null ? null : (refs.get(id) ?? null));
};

/** The office around records: its lists by id, and the head of a file of records. */
export async function officeOfRecords(db: Reads): Promise<OfficeOfRecords> {
  const all = {
    categories: await db.select().from(categories).orderBy(asc(categories.position), asc(categories.id)),
    priorities: await db.select().from(priorities).orderBy(asc(priorities.position), asc(priorities.id)),
    statuses: await db.select().from(statuses).orderBy(asc(statuses.position), asc(statuses.id)),
    fields: await db.select().from(customFields).orderBy(asc(customFields.position), asc(customFields.id)),
    staff: await db.select({ id: staff.id, uid: staff.uid, name: staff.name }).from(staff),
  };
  const [own] = await db.select({ uid: office.uid, name: office.name, zone: office.zone }).from(office);
  if (!own) throw new Error('no office');
  const terms: TermsRecord = {
    categories: all.categories.map(({ uid, name, isPrivate, archivedAt }) => ({
      uid,
      name,
      isPrivate,
      archived: archivedAt !== null,
    })),
    priorities: all.priorities.map(({ uid, name, mark, archivedAt }) => ({
      uid,
      name,
      mark,
      archived: archivedAt !== null,
    })),
    statuses: all.statuses.map(({ uid, name, role, open, archivedAt }) => ({
      uid,
      name,
      role,
      open,
      archived: archivedAt !== null,
    })),
    fields: all.fields.map(({ uid, name, kind, options, personal, archivedAt }) => ({
      uid,
      name,
      kind,
      options,
      personal,
      archived: archivedAt !== null,
    })),
  };
  return {
    zone: own.zone,
    names: {
      category: byId(all.categories),
      priority: byId(all.priorities),
      status: byId(all.statuses),
      staff: byId(all.staff),
      field: byId(all.fields),
    },
    head: (parts) => ({
      format: RECORD_FORMAT,
      version: RECORD_VERSION,
      made: new Date(db.now).toISOString(),
      office: own,
      parts: [...parts],
      terms,
    }),
  };
}
