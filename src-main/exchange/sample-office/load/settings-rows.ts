import { randomBytes } from 'node:crypto';
import { newUid } from '../../../office/index.ts';
import {
  categories,
  customFieldCategories,
  customFields,
  office,
  priorities,
  staff,
  statuses,
  type Writes,
} from '../../../store/index.ts';
import { fold } from '../../../store/words.ts';
import { at, atOrNull, idOf, idOrNull } from './rows-of.ts';
import type { SampleOfficeSettings } from '../shapes/office.ts';
import type { Given, Ids } from './rows-of.ts';

/** What the program does with HESK's statuses, by HESK's number. */
const STATUS_ROLES = ['new', 'waiting', 'replied', 'resolved', 'progress', 'hold'] as const;
/** The marks of the priorities, from the most urgent. */
const MARKS = ['critical', 'high', 'medium', 'low'] as const;

/** Writes staff, priorities, statuses, categories and fields. Whoever may do everything signs in as owner. */
export async function writeLists(
  tx: Writes,
  settings: SampleOfficeSettings,
): Promise<Pick<Ids, 'staff' | 'priorities' | 'statuses' | 'categories' | 'fields'>> {
  const ids = { staff: await writeStaff(tx, settings), priorities: await writePriorities(tx, settings) };
  const statusIds = await writeStatuses(tx, settings);
  const categoryIds = await writeCategories(tx, settings, ids);
  const fieldIds = await writeFields(tx, settings, categoryIds);
  return { ...ids, statuses: statusIds, categories: categoryIds, fields: fieldIds };
}

/** Writes the office's own row: with it the file is an office, so it comes last. `since` in UTC milliseconds. */
export async function writeOffice(tx: Writes, settings: SampleOfficeSettings, since: number): Promise<{ uid: string }> {
  const { address, paperHeader, holidays } = settings;
  const contact = settings.staff.find(({ id }) => id === settings.dataProtectionContact);
  const uid = newUid();
  await tx.insert(office).values({
    id: 1,
    uid,
    schemaVersion: 1,
    name: settings.name,
    address: `${address.street}\n${address.postcode} ${address.city}`,
    email: settings.email,
    phone: settings.phone,
    website: settings.website,
    zone: settings.timeZone,
    country: address.country,
    region: holidays.region,
    phoneCountry: address.country,
    paper: settings.paper,
    paperFooter: paperHeader.footer,
    privacyContact: contact?.name ?? '',
    privacyNotice: settings.privacyNotice,
    secret: randomBytes(32),
    createdAt: since,
    changedAt: since,
  });
  return { uid };
}

async function writeStaff(tx: Writes, settings: SampleOfficeSettings): Promise<Given> {
  const everything = new Set(settings.roles.filter(({ may }) => may === 'everything').map(({ id }) => id));
  const given = new Map<string, number>();
  for (const member of settings.staff) {
    const [row] = await tx
      .insert(staff)
      .values({
        uid: newUid(),
        name: member.name,
        userName: member.username,
        email: member.email,
        phone: member.phone,
        role: everything.has(member.role) ? 'owner' : member.role,
        signature: member.signature,
        createdAt: at(member.since),
        deactivatedAt: member.active ? null : atOrNull(member.until),
      })
      .returning({ id: staff.id });
    if (row) given.set(member.id, row.id);
  }
  return given;
}

async function writePriorities(tx: Writes, settings: SampleOfficeSettings): Promise<Given> {
  const given = new Map<string, number>();
  for (const priority of [...settings.priorities].sort((a, b) => a.order - b.order)) {
    const [row] = await tx
      .insert(priorities)
      .values({
        uid: newUid(),
        name: priority.name,
        folded: fold(priority.name),
        position: priority.order,
        colour: priority.colour,
        mark: MARKS[priority.order] ?? 'low',
        isDefault: priority.default,
      })
      .returning({ id: priorities.id });
    if (row) given.set(priority.id, row.id);
  }
  return given;
}

async function writeStatuses(tx: Writes, settings: SampleOfficeSettings): Promise<Given> {
  const given = new Map<string, number>();
  for (const [position, status] of settings.statuses.entries()) {
    const [row] = await tx
      .insert(statuses)
      .values({
        uid: newUid(),
        name: status.name,
        folded: fold(status.name),
        position,
        colour: status.colour,
        role: (status.hesk === null ? undefined : STATUS_ROLES[status.hesk]) ?? 'custom',
        open: status.open,
      })
      .returning({ id: statuses.id });
    if (row) given.set(status.id, row.id);
  }
  return given;
}

async function writeCategories(
  tx: Writes,
  settings: SampleOfficeSettings,
  ids: Pick<Ids, 'staff' | 'priorities'>,
): Promise<Given> {
  const given = new Map<string, number>();
  const last = settings.categories.at(-1)?.id;
  for (const [position, category] of settings.categories.entries()) {
    const [row] = await tx
      .insert(categories)
      .values({
        uid: newUid(),
        name: category.name,
        folded: fold(category.name),
        position,
        isPrivate: category.private,
        isDefault: category.id === last,
        ownerId: idOrNull(ids.staff, category.owner),
        priorityId: idOf(ids.priorities, category.priority),
      })
      .returning({ id: categories.id });
    if (row) given.set(category.id, row.id);
  }
  return given;
}

async function writeFields(tx: Writes, settings: SampleOfficeSettings, categoryIds: Given): Promise<Given> {
  const given = new Map<string, number>();
  for (const [position, field] of settings.customFields.entries()) {
    const [row] = await tx
      .insert(customFields)
      .values({
        uid: newUid(),
        name: field.name,
        folded: fold(field.name),
        kind: field.type,
        options: field.options,
        hint: field.hint ?? '',
        position,
        staffOnly: field.for === 'staff',
        required: field.required,
        personal: field.personal,
        allCategories: field.categories === 'all',
      })
      .returning({ id: customFields.id });
    if (!row) continue;
    given.set(field.id, row.id);
    if (field.categories === 'all') continue;
    const of = field.categories.map((name) => ({ fieldId: row.id, categoryId: idOf(categoryIds, name) }));
    await tx.insert(customFieldCategories).values(of);
  }
  return given;
}
