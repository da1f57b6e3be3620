import type { Unsaid } from '../../../contract/exchange.ts';
import type { Incoming } from '../incoming.ts';
import type { PresentTicket } from '../present.ts';
import { shown, yes, type Difference } from './difference.ts';

/** What stands here of each thing that no file of some format says; undefined where the ticket has nothing of the kind. */
const HERE: Record<Unsaid, (ours: PresentTicket, theirs: Incoming) => string | undefined> = {
  created: ({ row }) => shown(row.createdAt),
  aliases: ({ aliases }) => aliases.join(', '),
  staff: ({ staff }) => (staff.length === 0 ? '' : String(staff.length)),
  tagged: ({ row }) => yes(row.tagged),
  locked: ({ row }) => yes(row.locked),
  unread: ({ row }) => yes(row.unread),
  links: ({ links, mergedInto }) => (links.length === 0 && mergedInto === null ? '' : String(links.length)),
  anonymised: ({ row }) => shown(row.anonymisedAt),
  restricted: ({ row }) => shown(row.restrictedAt),
  provided: ({ row }) => yes(row.providedByPerson),
  format: ({ row }) => row.bodyFormat,
  entryDetails: (_ours, { entries }) => (entries.length === 0 ? undefined : ''),
  custom: (_ours, { custom }) => (custom.length === 0 ? undefined : ''),
  person: ({ people }) => (people.length === 0 ? undefined : ''),
};

/** What the file could not say of this ticket, with what stands here instead. */
export const unsaidOf = (unsaid: readonly Unsaid[], theirs: Incoming, ours: PresentTicket): Difference[] =>
  unsaid.flatMap((field) => {
    const here = HERE[field](ours, theirs);
    return here === undefined ? [] : [{ field, name: '', file: '', here, why: 'unsaid' as const }];
  });
