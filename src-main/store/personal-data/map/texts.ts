import {
  attachments,
  attachmentText,
  customValues,
  drafts,
  entries,
  history,
  intakeDrafts,
  pieces,
} from '../../schema/index.ts';
import { keptOnTicket, personal, plain, type TableRule } from '../terms.ts';

const STAFF = 'who of staff wrote or added it: a code of the office that its statistics need';
const PEOPLE = ['requester', 'follower', 'author'] as const;

/** Fields that anonymising empties: marked personal, or free text of any kind, whatever their number. */
const NAMES_SOMEBODY = `field_id IN (SELECT id FROM custom_fields
  WHERE personal = 1 OR kind IN ('text', 'textarea', 'email', 'hidden'))`;

export const texts: TableRule[] = [
  {
    table: pieces,
    holds: 'the bytes of attachments',
    columns: {
      ...plain('which attachment, and the how-many-eth piece', 'id', 'attachment_id', 'n'),
      bytes: personal(PEOPLE, { anonymise: 'remove row' }),
    },
    rows: [{ from: 'attachment', by: 'attachment_id', delete: 'remove row', anonymise: 'remove row' }],
  },
  {
    table: attachmentText,
    holds: 'the words read out of attachments',
    columns: {
      ...plain('which attachment, read by what', 'attachment_id', 'extractor', 'extractor_version', 'state'),
      text: personal(PEOPLE, { anonymise: 'remove row' }),
    },
    rows: [{ from: 'attachment', by: 'attachment_id', delete: 'remove row', anonymise: 'remove row' }],
  },
  {
    table: attachments,
    holds: 'files that came with a ticket',
    columns: {
      ...plain('ids of the row, its ticket and entry', 'id', 'uid', 'ticket_id', 'entry_id'),
      name: personal(PEOPLE, { find: ['file'], export: ['attachments'], anonymise: 'remove row' }),
      ...plain('media type, size and state', 'kind', 'size', 'complete', 'added_by', 'created_at'),
      // The hash of a file that many have (a form, a picture) tells who had it.
      sha256: personal(PEOPLE, { anonymise: 'remove row' }),
      sensitive: personal(['requester'], { export: ['attachments'], anonymise: 'remove row' }),
      person_id: personal(['author'], { anonymise: 'remove row' }),
      staff_id: personal(['staff'], { anonymise: 'remove row' }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'attachments', bytes: 'size' }],
      },
    ],
  },
  {
    table: drafts,
    holds: 'what somebody is writing',
    columns: {
      ...plain('which ticket, what it will be, since when', 'id', 'ticket_id', 'kind', 'changed_at'),
      staff_id: personal(['staff'], { anonymise: 'remove row' }),
      body: personal(['requester', 'follower'], { anonymise: 'remove row' }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'drafts' }],
      },
    ],
  },
  {
    table: intakeDrafts,
    holds: 'a ticket that somebody has begun to take in',
    columns: {
      ...plain('since when', 'id', 'begun_at', 'changed_at'),
      staff_id: personal(['staff'], { delete: 'keep', anonymise: 'keep', why: 'whose draft it is' }),
      person_id: personal(['requester'], { anonymise: 'remove row' }),
      content: personal(['requester', 'follower'], {
        delete: 'remove row where it names them',
        anonymise: 'remove row where it names them',
        why: 'what one who is somebody else is about stays until the ticket is saved or thrown away',
        counts: 'drafts',
        paths: {
          '$.channel': 'a code',
          '$.typed': 'what was looked for: a name, a number',
          '$.fresh.*': 'name, mail, phone, address or number of somebody new',
          '$.subject': 'text',
          '$.message': 'text',
          '$.ownWords': 'a flag',
          '$.categoryId': 'an id',
          '$.priorityId': 'an id',
          '$.ownerId': 'an id',
          '$.day': 'the due day',
          '$.fields[*].fieldId': 'an id',
          '$.fields[*].values[*]': 'what was filled in',
          '$.followers[*]': 'an id',
          '$.notice': 'a flag',
          '$.files': 'a number',
        },
      }),
    },
    rows: [
      {
        from: 'person',
        by: 'person_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'drafts' }],
      },
    ],
  },
  {
    table: customValues,
    holds: 'values of the office’s own fields, a row a value',
    columns: {
      ...plain('which ticket, which field', 'id', 'ticket_id', 'field_id'),
      value: keptOnTicket(
        ['requester', 'follower'],
        'only what is chosen from a list or a date, in fields that the office marked as not personal; all others go',
        { find: ['field'], export: ['tickets'] },
      ),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        which: NAMES_SOMEBODY,
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'fields' }],
      },
      {
        from: 'ticket',
        by: 'ticket_id',
        which: `NOT (${NAMES_SOMEBODY})`,
        delete: 'remove row',
        anonymise: 'keep row',
        counts: [{ kind: 'fields' }],
        kept: 'fields-kept',
      },
    ],
  },
  {
    table: entries,
    holds: 'replies and private notes',
    columns: {
      ...plain('ids of the row and its ticket', 'id', 'uid', 'ticket_id'),
      ...plain('what it is, who gave the words, how it came', 'kind', 'author_kind', 'provided_by_person', 'channel'),
      person_id: personal(['author'], { export: ['replies'], anonymise: 'empty' }),
      staff_id: keptOnTicket(['staff'], STAFF, { export: ['replies', 'notes'] }),
      // Notes go with their rows; of replies the row stays for the counters.
      body: personal(['requester', 'follower', 'author', 'staff'], {
        find: ['reply', 'note'],
        export: ['replies', 'notes'],
        anonymise: 'replace',
      }),
      ...plain('how it is read, when it was written', 'body_format', 'created_at', 'edited_at', 'version'),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        which: `kind = 'note'`,
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'notes' }],
      },
      {
        from: 'ticket',
        by: 'ticket_id',
        which: `kind = 'reply'`,
        delete: 'remove row',
        anonymise: 'change row',
        counts: [{ kind: 'replies', which: `body <> '[removed]'` }],
      },
      { from: 'person', by: 'person_id', delete: 'change row', anonymise: 'change row', change: ['person_id'] },
    ],
  },
  {
    table: history,
    holds: 'who of staff did what to which field, when',
    columns: {
      ...plain('ids of the row and its ticket', 'id', 'ticket_id'),
      person_uid: personal(['requester', 'follower'], { anonymise: 'remove row' }),
      ...plain('when, what, to which field: codes and ids of settings', 'at', 'what', 'field', 'from_id', 'to_id'),
      staff_id: keptOnTicket(['staff'], 'history says who of staff did what', { export: ['history'] }),
    },
    rows: [
      {
        from: 'ticket',
        by: 'ticket_id',
        which: 'person_uid IS NOT NULL',
        delete: 'remove row',
        anonymise: 'remove row',
      },
      {
        from: 'ticket',
        by: 'ticket_id',
        which: 'person_uid IS NULL',
        delete: 'remove row',
        anonymise: 'keep row',
        kept: 'history-kept',
      },
      { from: 'person uid', by: 'person_uid', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
];
