import { ticketAliases, ticketLinks, ticketPeople, tickets, ticketStaff, ticketTags } from '../../schema/index.ts';
import { keptOnTicket, personal, plain, type TableRule } from '../terms.ts';

const STAFF = 'who of staff did the work: a code of the office that its statistics need';

export const ticketRule: TableRule = {
  table: tickets,
  holds: 'a ticket with its message',
  columns: {
    ...plain('the running number and a random name of the row', 'id', 'uid'),
    tracking_id: keptOnTicket(
      ['requester'],
      'made at random and says nothing of anybody; letters and the ledger point to the ticket by it',
      { find: ['tracking'], export: ['tickets'] },
    ),
    ...plain('the row of the search index: the time of creation and a counter', 'find_key'),
    ...plain('how it came, where it belongs, how urgent and how far it is', 'channel', 'category_id', 'priority_id'),
    ...plain('copies of settings for sorting', 'urgency', 'status_id', 'open'),
    subject: personal(['requester', 'follower'], { find: ['subject'], export: ['tickets'], anonymise: 'replace' }),
    message: personal(['requester', 'follower'], { find: ['message'], export: ['tickets'], anonymise: 'replace' }),
    ...plain('how the message is read and whether the person gave its words', 'body_format', 'provided_by_person'),
    ip: personal(['requester'], { find: ['ip'], anonymise: 'empty' }),
    ip_key: personal(['requester'], { find: ['ip'], anonymise: 'empty' }),
    written_by: keptOnTicket(['staff'], STAFF),
    owner_id: keptOnTicket(['staff'], STAFF, { export: ['tickets'] }),
    assigned_by: keptOnTicket(['staff'], STAFF),
    opened_by: keptOnTicket(['staff'], STAFF),
    first_reply_by: keptOnTicket(['staff'], STAFF),
    closed_by: keptOnTicket(['staff'], STAFF),
    last_replier_staff: keptOnTicket(['staff'], STAFF),
    ...plain('whether staff or the person spoke last', 'last_replier'),
    ...plain('dates that statistics need', 'created_at', 'changed_at', 'first_reply_at', 'resolved_at', 'due_at'),
    ...plain('a copy of the due date for sorting', 'due_sort'),
    ...plain('counters that statistics need', 'replies', 'staff_replies', 'notes', 'files', 'time_worked'),
    ...plain('marks of the desk', 'tagged', 'locked', 'unread', 'version', 'hidden'),
    // A ticket that was merged, or merged into, leads to another of the same person.
    merged_into: personal(['requester'], { anonymise: 'empty' }),
    ...plain('when a right was used, and by which act', 'restricted_at', 'anonymised_at', 'deleted_at', 'deletion'),
    // Says from which file it came, and so whose it may be.
    import_batch: personal(['requester'], { anonymise: 'empty' }),
    // HMACs of the row it came from. Whoever has that file and the office's secret could tell by them whose the ticket
    // was, so they leave the ticket. The key, not the hash of the content, goes on in `tombstone_hashes`, where only an
    // import and a restore look: without it the same file would bring the person back.
    source_key: personal(['requester'], { anonymise: 'empty' }),
    source_hash: personal(['requester'], { anonymise: 'empty' }),
  },
  rows: [
    {
      from: 'ticket',
      by: 'id',
      delete: 'remove row',
      anonymise: 'change row',
      counts: [{ kind: 'tickets' }, { kind: 'messages', which: `message NOT IN ('', '[removed]')` }],
    },
    // Tickets merged into one that goes point at nothing afterwards.
    { from: 'ticket', by: 'merged_into', delete: 'change row', anonymise: 'change row', change: ['merged_into'] },
  ],
};

export const ticketsAround: TableRule[] = [
  {
    table: ticketAliases,
    holds: 'old and merged tracking ids',
    columns: {
      tracking_id: keptOnTicket(['requester'], 'made at random, as the ticket’s own', { find: ['tracking'] }),
      ...plain('which ticket, and why', 'ticket_id', 'kind'),
    },
    rows: [{ from: 'ticket', by: 'ticket_id', delete: 'remove row', anonymise: 'keep row' }],
  },
  {
    table: ticketTags,
    holds: 'words that staff put to a ticket, which may be a name',
    columns: {
      ...plain('which ticket', 'ticket_id'),
      tag: personal(['requester', 'follower'], { anonymise: 'remove row' }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'tags' }],
      },
    ],
  },
  {
    table: ticketLinks,
    holds: 'which tickets belong together, once for each direction',
    columns: {
      ticket_id: personal(['requester'], { anonymise: 'remove row' }),
      other_id: personal(['requester'], { anonymise: 'remove row' }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'links' }],
      },
      { from: 'ticket', by: 'other_id', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
  {
    table: ticketStaff,
    holds: 'staff who work on a ticket or marked it for themselves',
    columns: {
      ...plain('which ticket, as what', 'ticket_id', 'role'),
      staff_id: keptOnTicket(['staff'], STAFF),
    },
    rows: [{ from: 'ticket', by: 'ticket_id', delete: 'remove row', anonymise: 'keep row' }],
  },
  {
    table: ticketPeople,
    holds: 'whose ticket it is',
    columns: {
      ...plain('which ticket, as what, since when', 'ticket_id', 'role', 'added_at'),
      person_id: personal(['requester', 'follower'], {
        find: ['name', 'email', 'phone', 'number', 'address'],
        export: ['tickets', 'people'],
        anonymise: 'remove row',
      }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'followers', which: `role <> 'requester'` }],
      },
      { from: 'person', by: 'person_id', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
];
