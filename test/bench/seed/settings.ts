import { asc, eq } from 'drizzle-orm';
import { categories, customFields, priorities, staff, statuses, type Store } from '../../../src-main/store/index.ts';
import { newUid } from '../../../src-main/office/index.ts';
import { fold } from '../../../src-main/store/words.ts';

const CATEGORIES = ['Heating', 'Water', 'Damp', 'Keys', 'Noise', 'Lift', 'Rent', 'Parking', 'Post', 'Garden', 'Doors'];
const STAFF = ['Tomás Ferreira', 'Dieter Kranz', 'Aoife Brennan', 'Agata Bielska'];
const FIELDS = [
  { name: 'Building', kind: 'select', options: ['A', 'B', 'C', 'D'], personal: false },
  { name: 'Flat', kind: 'text', personal: true },
  { name: 'Rooms', kind: 'checkbox', options: ['Kitchen', 'Bath', 'Bedroom', 'Hall'], personal: false },
  { name: 'Access', kind: 'radio', options: ['Somebody is in', 'Key at the office'], personal: false },
  { name: 'Contract', kind: 'text', personal: true },
  { name: 'Second mail', kind: 'email', personal: true },
  { name: 'Since', kind: 'date', personal: false },
  { name: 'Remarks', kind: 'textarea', personal: true },
] as const;

export type SeededSettings = Awaited<ReturnType<typeof seedSettings>>;

/** Twelve categories, five people at work, eight custom fields: the office's lists, and their ids. */
export async function seedSettings(store: Store) {
  await store.write(async (tx) => {
    await tx
      .insert(categories)
      .values(CATEGORIES.map((name, n) => ({ uid: newUid(), name, folded: fold(name), position: n + 1 })));
    await tx.insert(staff).values(STAFF.map((name) => ({ uid: newUid(), name, role: 'staff', createdAt: tx.now })));
    await tx.insert(customFields).values(
      FIELDS.map((field, position) => ({
        ...field,
        options: 'options' in field ? [...field.options] : [],
        uid: newUid(),
        folded: fold(field.name),
        position,
      })),
    );
  });
  const ids = async (table: typeof categories | typeof staff | typeof customFields) =>
    (await store.db.select({ id: table.id }).from(table).orderBy(asc(table.id))).map(({ id }) => id);
  return {
    categories: await ids(categories),
    staff: await ids(staff),
    fields: await ids(customFields),
    priorities: await store.db.select({ id: priorities.id, position: priorities.position }).from(priorities),
    open: await store.db.select({ id: statuses.id, role: statuses.role }).from(statuses).where(eq(statuses.open, true)),
    resolved: (await store.db.select({ id: statuses.id }).from(statuses).where(eq(statuses.open, false)))[0]?.id ?? 0,
  };
}
