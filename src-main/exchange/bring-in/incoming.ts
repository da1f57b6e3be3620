import type { Channel } from '../../contract/terms.ts';
import type { KnownBy } from '../../people/index.ts';
import type { AttachmentRecord, TicketRecord } from '../record/shape.ts';
import type { Choice, ImportedTicket } from '../table/index.ts';

/** What somebody is known by, with what a record says about it. */
export type NamedBy = KnownBy & {
  uid?: string;
  preferred?: boolean;
  since?: number | null;
  until?: number | null;
  created?: number;
};

/** Somebody a file names; `name` is empty where it only says what they are known by. */
export type Named = {
  name: string;
  knownBy: readonly NamedBy[];
  /** The file says that this is one person, and nobody else in it is the same. */
  uid?: string;
  language?: string;
  remark?: string;
  noticeGiven?: number | null;
  restricted?: number | null;
  created?: number;
  /** The file has them as asking too; a ticket has one requester, so they follow it. */
  asked?: true;
};

/** What somebody is called here: by the first thing they are known by where the file has no name. */
export const calledOf = ({ name, knownBy }: Named): string => name || (knownBy[0]?.value ?? '');

/** A member of staff as the file has them. */
export type StaffNamed = { name: string; uid?: string };

export type IncomingEntry = {
  kind: 'reply' | 'note';
  body: string;
  /** UTC milliseconds; null: the file does not say. */
  at: number | null;
  /** Who spoke; `side` is null where the file does not say, `name` where it names nobody. */
  author: { side: 'person' | 'staff' | 'unknown' | null; name: string | null; uid?: string | null };
  uid?: string;
  format?: 'plain' | 'markdown';
  channel?: Channel;
  provided?: boolean;
  edited?: number | null;
};

export type IncomingFile = {
  name: string;
  /** Null where the file only names it. */
  record: AttachmentRecord | null;
  /** Where in the file its bytes stand as base64. */
  bytes: { from: number; to: number } | null;
};

/** What only a record says of a ticket. */
export type Recorded = Pick<
  TicketRecord,
  | 'aliases'
  | 'format'
  | 'writtenBy'
  | 'providedByPerson'
  | 'assignedBy'
  | 'openedBy'
  | 'firstReplyBy'
  | 'closedBy'
  | 'lastReplier'
  | 'lastReplierStaff'
  | 'tagged'
  | 'locked'
  | 'unread'
  | 'mergedInto'
  | 'links'
  | 'staff'
> & {
  anonymised: number | null;
  restricted: number | null;
};

/** A ticket on its way in, whatever the file's format: cleaned, dates as UTC milliseconds, its words found in the office. */
export type Incoming = {
  /** Paperdesk wrote it: what stands in it is all there was of these things. */
  own: boolean;
  /** The ticket's random uid, where Paperdesk wrote the file. */
  uid: string | null;
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
  /** Only spoken of. */
  mentioned: Named[];
  /** In its short form. */
  ip: string | null;
  category: Choice;
  priority: Choice;
  status: Choice;
  owner: StaffNamed | null;
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
  tags: string[];
  files: IncomingFile[];
  /** Lines of history the file has. */
  history: number;
  /** Null: a row of a table. */
  record: Recorded | null;
};

/** A row of a table as a ticket on its way in. */
export function incomingOf(row: ImportedTicket): Incoming {
  const { name: _n, emails: _e, phones: _p, customerNumber: _c, address: _a, entries, followers, owner, ...rest } = row;
  return {
    ...rest,
    own: false,
    uid: null,
    tags: [],
    owner: owner === null ? null : { name: owner },
    requester: requesterOf(row),
    followers: followers.map(({ name, email }) => ({
      name,
      knownBy: email === '' ? [] : [{ kind: 'email', value: email }],
    })),
    entries: entries.map(({ author, ...entry }) => ({ ...entry, author: { side: null, name: author } })),
    mentioned: [],
    files: [],
    history: 0,
    record: null,
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
