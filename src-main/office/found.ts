import { randomBytes } from 'node:crypto';
import { categories, office, priorities, Refused, staff, statuses, type Writes } from '../store/index.ts';
import { fold } from '../store/words.ts';

export type Founding = { name: string; owner: string; zone: string; country: string };

/** HESK's statuses in its order, and what the program does with each. */
const STATUSES = [
  { name: 'New', role: 'new', open: true, colour: '#2a4fa8' },
  { name: 'Waiting for us', role: 'waiting', open: true, colour: '#b24a00' },
  { name: 'Replied', role: 'replied', open: true, colour: '#56687a' },
  { name: 'Resolved', role: 'resolved', open: false, colour: '#1c673c' },
  { name: 'In progress', role: 'progress', open: true, colour: '#6c3fa3' },
  { name: 'On hold', role: 'hold', open: true, colour: '#67665f' },
] as const;

const PRIORITIES = [
  { name: 'Critical', mark: 'critical', colour: '#a92a20' },
  { name: 'High', mark: 'high', colour: '#b24a00' },
  { name: 'Medium', mark: 'medium', colour: '#67665f' },
  { name: 'Low', mark: 'low', colour: '#67665f' },
] as const;

/** Countries whose offices print on Letter (Unicode CLDR, paperSize US-Letter). */
const LETTER = new Set(['US', 'CA', 'MX', 'BZ', 'CL', 'CO', 'CR', 'GT', 'NI', 'PA', 'PH', 'PR', 'SV', 'VE']);

export const newUid = () => randomBytes(16).toString('hex');

/**
 * Writes the first rows of a new office: what it is called, HESK's statuses and priorities, one category, the owner.
 * @throws Refused `refused` (`founded`) when the file has an office already
 */
export async function foundOffice(tx: Writes, given: Founding): Promise<{ uid: string; staffId: number }> {
  if ((await tx.$count(office)) > 0) throw new Refused('refused', { reason: 'founded' });
  const uid = newUid();
  await tx.insert(office).values({
    id: 1,
    uid,
    schemaVersion: 1,
    name: given.name,
    zone: given.zone,
    country: given.country,
    phoneCountry: given.country,
    paper: LETTER.has(given.country) ? 'Letter' : 'A4',
    dateFormat: given.country === 'US' ? 'MM/dd/yyyy' : 'd MMM yyyy',
    secret: randomBytes(32),
    createdAt: tx.now,
    changedAt: tx.now,
  });
  await tx
    .insert(statuses)
    .values(STATUSES.map((status, position) => ({ ...status, uid: newUid(), folded: fold(status.name), position })));
  await tx.insert(priorities).values(
    PRIORITIES.map((priority, position) => ({
      ...priority,
      uid: newUid(),
      folded: fold(priority.name),
      position,
      isDefault: priority.mark === 'medium',
    })),
  );
  await tx
    .insert(categories)
    .values({ uid: newUid(), name: 'General', folded: fold('General'), position: 0, isDefault: true });
  const [owner] = await tx
    .insert(staff)
    .values({ uid: newUid(), name: given.owner, role: 'owner', createdAt: tx.now })
    .returning({ id: staff.id });
  if (!owner) throw new Error('the owner was not written');
  return { uid, staffId: owner.id };
}
