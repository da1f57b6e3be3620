import { holds, identifiers, joins, people, possibleDoubles } from '../../schema/index.ts';
import { kept, personal, plain, plainJson, type TableRule } from '../terms.ts';

const PEOPLE = ['requester', 'follower', 'author'] as const;

export const peopleRules: TableRule[] = [
  {
    table: holds,
    holds: 'why something must not be erased yet',
    columns: {
      ...plain('what is held, by whom, until when', 'id', 'uid', 'ticket_id', 'person_id', 'set_at', 'until_at'),
      ...plain('when it ended', 'lifted_at'),
      reason: personal(['requester', 'follower'], { anonymise: 'replace' }),
      staff_id: kept(['staff'], 'who of staff set it', { delete: 'remove row' }),
      lifted_by: kept(['staff'], 'who of staff lifted it', { delete: 'remove row' }),
    },
    // Living holds keep a ticket out of both acts: these rows are of holds that have ended.
    rows: [
      { from: 'ticket', by: 'ticket_id', delete: 'remove row', anonymise: 'change row' },
      { from: 'person', by: 'person_id', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
  {
    table: possibleDoubles,
    holds: 'two people who may be one',
    columns: {
      ...plain('what they share, found when and by which import', 'id', 'kind', 'import_batch', 'found_at'),
      person_id: personal(PEOPLE, { anonymise: 'remove row' }),
      other_id: personal(PEOPLE, { anonymise: 'remove row' }),
      ...plain('what was decided', 'decision', 'decided_at'),
      decided_by: personal(['staff'], { anonymise: 'remove row' }),
    },
    rows: [
      { from: 'person', by: 'person_id', delete: 'remove row', anonymise: 'remove row' },
      { from: 'person', by: 'other_id', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
  {
    table: joins,
    holds: 'two persons made one: what moved',
    columns: {
      ...plain('ids of the row', 'id', 'uid'),
      kept_uid: personal(PEOPLE, { anonymise: 'remove row' }),
      gone_uid: personal(PEOPLE, { anonymise: 'remove row' }),
      moved: plainJson('ids of rows that moved', { '$.*[*]': 'an id' }),
      staff_id: personal(['staff'], { anonymise: 'remove row' }),
      ...plain('when', 'at', 'undone_at'),
    },
    rows: [
      { from: 'person uid', by: 'kept_uid', delete: 'remove row', anonymise: 'remove row' },
      { from: 'person uid', by: 'gone_uid', delete: 'remove row', anonymise: 'remove row' },
    ],
  },
  {
    table: identifiers,
    holds: 'what a person is known by',
    columns: {
      ...plain('ids of the row and its person', 'id', 'uid', 'person_id'),
      ...plain('what it is, where it came from', 'kind', 'preferred', 'source', 'import_batch'),
      value: personal(PEOPLE, {
        find: ['name', 'email', 'phone', 'number', 'address', 'ip'],
        export: ['tickets', 'people'],
        anonymise: 'remove row',
      }),
      folded: personal(PEOPLE, { find: ['name'], anonymise: 'remove row' }),
      normalised: personal(PEOPLE, { find: ['email', 'phone', 'number', 'ip'], anonymise: 'remove row' }),
      ...plain('from when until when it holds, when it was corrected', 'since', 'until', 'created_at', 'changed_at'),
    },
    rows: [
      {
        from: 'person',
        by: 'person_id',
        delete: 'remove row',
        anonymise: 'remove row',
        counts: [{ kind: 'identifiers' }],
      },
    ],
  },
  {
    table: people,
    holds: 'somebody who writes to the office or is written about',
    columns: {
      ...plain('ids of the row', 'id', 'uid'),
      joined_into: personal(PEOPLE, { anonymise: 'remove row' }),
      name: personal(PEOPLE, { find: ['name'], export: ['tickets', 'people'], anonymise: 'remove row' }),
      name_folded: personal(PEOPLE, { find: ['name'], anonymise: 'remove row' }),
      language: personal(PEOPLE, { export: ['people'], anonymise: 'remove row' }),
      remark: personal(PEOPLE, { export: ['people'], anonymise: 'remove row' }),
      ...plain('rights used and notice given', 'restricted_at', 'notice_given_at', 'hidden', 'deleted_at', 'deletion'),
      ...plain('where the row came from and when', 'source', 'import_batch', 'created_at', 'changed_at', 'version'),
    },
    rows: [{ from: 'person', by: 'id', delete: 'remove row', anonymise: 'remove row', counts: [{ kind: 'people' }] }],
  },
];
