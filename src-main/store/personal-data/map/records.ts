import {
  accessLog,
  erasures,
  importMappings,
  imports,
  ledger,
  ledgerTargets,
  tombstoneHashes,
  tombstones,
} from '../../schema/index.ts';
import { kept, plain, plainJson, type Deed, type TableRule } from '../terms.ts';

const STAFF = 'the record says who of staff did it';
const NAMING = { delete: 'replace where it names them', anonymise: 'replace where it names them' } as const satisfies {
  delete: Deed;
  anonymise: Deed;
};

/** What the office must be able to show of its own acts: kept, without a name in it. */
export const records: TableRule[] = [
  {
    table: imports,
    holds: 'files that were brought in',
    columns: {
      ...plain('ids, state and counts', 'id', 'uid', 'state', 'added', 'known', 'differing', 'refused'),
      ...plain('when', 'started_at', 'done_at'),
      source: kept(['requester'], 'the name the user gave the file; the words of one who goes are replaced', NAMING),
      staff_id: kept(['staff'], STAFF),
    },
    rows: [],
  },
  {
    table: importMappings,
    holds: 'how the columns of a file were matched',
    columns: {
      ...plain('ids and date', 'id', 'changed_at'),
      ...plain('the name of a way of matching, as a category has one', 'name'),
      mapping: plainJson('headings of the file and terms of the office, no row of the file', {
        '$.columns[*].column': 'a number',
        '$.columns[*].header': 'the heading in the file',
        '$.columns[*].target': 'a code',
        '$.columns[*].fieldId': 'an id',
        '$.columns[*].newField.name': 'the name of a field of the office',
        '$.columns[*].newField.kind': 'a code',
        '$.columns[*].newField.personal': 'a flag',
        '$.columns[*].dateFormat': 'a format',
        '$.categories.*': 'a category of the file, by its name',
        '$.priorities.*': 'a priority of the file, by its name',
        '$.statuses.*': 'a status of the file, by its name',
        '$.defaultCategoryId': 'an id',
      }),
    },
    rows: [],
  },
  {
    table: erasures,
    holds: 'each act of deleting and anonymising',
    columns: {
      ...plain('ids, act, state and times', 'id', 'uid', 'act', 'state', 'step', 'at', 'finished_at'),
      ...plain('why, from a closed list', 'reason'),
      words: kept(
        ['requester', 'follower'],
        'refused when they name one of the people of the act; what names one who goes later is replaced',
        NAMING,
      ),
      counts: plainJson('how many of each kind went', { '$.*': 'a number' }),
      staff_id: kept(['staff'], STAFF),
    },
    rows: [],
  },
  {
    table: tombstones,
    holds: 'what must not come back',
    columns: {
      ...plain('ids, act and times', 'id', 'uid', 'erasure_uid', 'kind', 'act', 'at', 'withdrawn_at'),
      target_uid: kept(['requester'], 'random; without it a restored backup would bring the row back'),
    },
    rows: [],
  },
  {
    table: tombstoneHashes,
    holds: 'how one who went is known again',
    columns: {
      ...plain('ids and kind', 'id', 'tombstone_id', 'kind'),
      hmac: kept(
        ['requester'],
        'an HMAC under the office’s secret: without it an old backup or the same file would bring the person back',
      ),
    },
    rows: [],
  },
  {
    table: ledger,
    holds: 'what left the desk',
    columns: {
      ...plain('ids, kind, time and sizes', 'id', 'uid', 'kind', 'at', 'bytes', 'pages', 'copy_number'),
      ...plain('how many it was about', 'tickets', 'people'),
      staff_id: kept(['staff'], STAFF),
      destination: kept(
        ['requester'],
        'recipients must be told (Art. 19), so it is known where to; a place that names one who goes is replaced',
        NAMING,
      ),
      folder: kept(
        ['requester'],
        'the paper must be found (Art. 19); a folder named after one who goes is replaced',
        NAMING,
      ),
      ...plain('the hash of a file outside of the desk', 'sha256'),
      parts: plainJson('what was included', { '$[*]': 'a code' }),
    },
    rows: [],
  },
  {
    table: ledgerTargets,
    holds: 'whose data left the desk',
    columns: {
      ...plain('ids and kind', 'id', 'ledger_id', 'kind'),
      target_uid: kept(['requester'], 'random; names no one once the row it names is gone'),
    },
    rows: [],
  },
  {
    table: accessLog,
    holds: 'who looked at whom',
    columns: {
      ...plain('ids, time and code', 'id', 'at', 'what'),
      staff_id: kept(['staff'], 'dates and purposes of look-ups belong to access (C-579/21)'),
      person_uid: kept(['requester'], 'random; names no one once the row it names is gone'),
      ticket_uid: kept(['requester'], 'random; names no one once the row it names is gone'),
      ...plain('a code of the closed list of purposes', 'purpose'),
      ...plain('the chain of hashes', 'previous', 'hash'),
    },
    rows: [],
  },
];
