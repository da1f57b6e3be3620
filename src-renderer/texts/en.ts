import { common } from './en/everywhere.ts';
import { erase } from './en/erase.ts';
import { errors } from './en/errors.ts';
import { find } from './en/find.ts';
import { frame } from './en/frame.ts';
import { bringIn } from './en/import.ts';
import { intake } from './en/intake.ts';
import { keys } from './en/keys.ts';
import { ledger } from './en/ledger.ts';
import { list } from './en/list.ts';
import { paper } from './en/paper.ts';
import { people } from './en/people.ts';
import { privacy } from './en/privacy.ts';
import { reasons } from './en/reasons.ts';
import { rectify } from './en/rectify.ts';
import { settings } from './en/settings.ts';
import { settingsText } from './en/settings-text.ts';
import { terms } from './en/terms.ts';
import { tickets } from './en/tickets.ts';
import { time } from './en/time.ts';
import { undo } from './en/undo.ts';
import { viewer } from './en/viewer.ts';
import { workbook } from './en/workbook.ts';

/** English: every word a user reads, a file a screen. The other languages take their shape from here. */
export const en = {
  bringIn,
  common,
  erase,
  errors,
  find,
  frame,
  intake,
  keys,
  ledger,
  list,
  paper,
  people,
  privacy,
  reasons,
  rectify,
  settings,
  settingsText,
  terms,
  tickets,
  time,
  undo,
  viewer,
  workbook,
} as const;
