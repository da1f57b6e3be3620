import type { Channel } from '../../contract/terms.ts';
import type { KnownBy } from '../../people/index.ts';
import type { Choice, ImportedTicket, WrittenEntry } from '../table/index.ts';

/** Somebody a file names; `name` is empty where it only says what they are known by. */
export type Named = { name: string; knownBy: readonly KnownBy[] };

/** What somebody is called here: by the first thing they are known by where the file has no name. */
export const calledOf = ({ name, knownBy }: Named): string => name || (knownBy[0]?.value ?? '');

export type IncomingEntry = WrittenEntry & {
  /** Who spoke; null where the file does not say. */
  side: 'person' | 'staff' | 'unknown' | null;
};

/** A ticket on its way in, whatever the file's format: cleaned, dates as UTC milliseconds, its words found in the office. */
export type Incoming = {
  /** The file's own id of the ticket. */
  ownId: string | null;
  trackingId: string | null;
  created: number | null;
  updated: number | null;
  firstReply: number | null;
  resolved: number | null;
  due: number | null;
  requester: Named | null;
  followers: Named[];
  /** In its short form. */
  ip: string | null;
  category: Choice;
  priority: Choice;
  status: Choice;
  /** Name of the member of staff, as the file has it. */
  owner: string | null;
  subject: string;
  message: string;
  /** Replies and notes, in the order of the file. */
  entries: IncomingEntry[];
  /** Seconds. */
  timeWorked: number | null;
  channel: Channel;
  channelText: string | null;
  /** By the column of the mapping; one value, or several of a checkbox; dates as `YYYY-MM-DD`. */
  custom: { column: number; values: string[] }[];
};

/** A row of a table as a ticket on its way in. */
export function incomingOf(row: ImportedTicket): Incoming {
  const { name: _n, emails: _e, phones: _p, customerNumber: _c, address: _a, entries, followers, ...rest } = row;
  return {
    ...rest,
    requester: requesterOf(row),
    followers: followers.map(({ name, email }) => ({
      name,
      knownBy: email === '' ? [] : [{ kind: 'email', value: email }],
    })),
    entries: entries.map((entry) => ({ ...entry, side: null })),
  };
}

/** Whom a row is about; null where it names nobody. */
function requesterOf({ name, emails, phones, customerNumber, address }: ImportedTicket): Named | null {
  const knownBy: KnownBy[] = [
    ...emails.map((value) => ({ kind: 'email' as const, value })),
    ...phones.map((value) => ({ kind: 'phone' as const, value })),
    ...(customerNumber === null ? [] : [{ kind: 'number' as const, value: customerNumber }]),
    ...(address === null ? [] : [{ kind: 'address' as const, value: address }]),
  ];
  return name === null && knownBy.length === 0 ? null : { name: name ?? '', knownBy };
}
