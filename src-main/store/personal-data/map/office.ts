import {
  categories,
  customFieldCategories,
  customFields,
  office,
  priorities,
  staff,
  statuses,
} from '../../schema/index.ts';
import { kept, plain, plainJson, secret, type TableRule } from '../terms.ts';

const OFFICE = 'about the office and those who speak for it; changed in Settings';
const PROFILE = 'about a member of staff, who changes it in the profile; tickets say by it who did the work';
const SETTING = 'a setting of the office';

/** What the office says of itself: no act on a ticket touches it. */
export const officeRules: TableRule[] = [
  {
    table: office,
    holds: 'what the office is called, where it is and how it works',
    columns: {
      ...plain('ids and version', 'id', 'uid', 'schema_version', 'version'),
      name: kept(['office'], OFFICE),
      address: kept(['office'], OFFICE),
      email: kept(['office'], OFFICE),
      phone: kept(['office'], OFFICE),
      website: kept(['office'], OFFICE),
      ...plain('where it is', 'zone', 'country', 'region', 'phone_country'),
      ...plain('how it prints and keeps', 'paper', 'date_format', 'backup_days', 'backup_months'),
      ...plain('how long staff may correct their own words', 'correct_own_minutes'),
      paper_footer: kept(['office'], OFFICE),
      ...plain('the authority people may complain to', 'authority'),
      privacy_contact: kept(['office', 'staff'], OFFICE),
      ...plain('a text that is handed to everybody', 'privacy_notice'),
      statements: kept(['office'], OFFICE, { paths: { '$.*': 'a statement of Art. 15(1) or (2), by its name' } }),
      ...secret('the key of the HMACs', 'secret'),
      ...plain('times', 'created_at', 'changed_at'),
    },
    rows: [],
  },
  {
    table: staff,
    holds: 'who works in the office',
    columns: {
      ...plain('ids and settings', 'id', 'uid', 'role', 'language', 'theme'),
      name: kept(['staff'], PROFILE, { export: ['tickets', 'replies', 'notes', 'history'] }),
      user_name: kept(['staff'], PROFILE),
      email: kept(['staff'], PROFILE),
      phone: kept(['staff'], PROFILE),
      signature: kept(['staff'], PROFILE),
      created_at: kept(['staff'], PROFILE),
      last_sign_in_at: kept(['staff'], PROFILE),
      deactivated_at: kept(['staff'], PROFILE),
    },
    rows: [],
  },
  {
    table: priorities,
    holds: SETTING,
    columns: plain(SETTING, 'id', 'uid', 'name', 'folded', 'position', 'colour', 'mark', 'is_default', 'archived_at'),
    rows: [],
  },
  {
    table: statuses,
    holds: SETTING,
    columns: plain(SETTING, 'id', 'uid', 'name', 'folded', 'position', 'colour', 'role', 'open', 'archived_at'),
    rows: [],
  },
  {
    table: categories,
    holds: SETTING,
    columns: {
      ...plain(SETTING, 'id', 'uid', 'name', 'folded', 'position', 'is_private', 'is_default', 'priority_id'),
      ...plain(SETTING, 'due_days', 'archived_at'),
      owner_id: kept(['staff'], 'who takes new tickets of this category'),
    },
    rows: [],
  },
  {
    table: customFields,
    holds: SETTING,
    columns: {
      ...plain(SETTING, 'id', 'uid', 'name', 'folded', 'kind', 'hint', 'position', 'staff_only', 'required'),
      ...plain(SETTING, 'personal', 'all_categories', 'archived_at'),
      options: plainJson(SETTING, { '$[*]': 'a choice that the office offers to everybody' }),
    },
    rows: [],
  },
  {
    table: customFieldCategories,
    holds: SETTING,
    columns: plain(SETTING, 'id', 'field_id', 'category_id'),
    rows: [],
  },
];
