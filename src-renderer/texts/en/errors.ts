import type { ErrorCode } from '../../../src-main/contract/errors.ts';

/** One sentence for each way a call can be refused: what happened, what was not harmed, what to do. */
export const errors = {
  invalid: 'Something in this form cannot be taken as it is. Nothing was changed.',
  forbidden: 'Your role does not allow this. Ask whoever manages the office.',
  'no-office': 'No office is open. Open one from the File menu.',
  'not-found': 'This is no longer here. Somebody may have deleted it.',
  'changed-meanwhile': 'This was changed meanwhile, so yours was not saved. Look at it again, then repeat.',
  refused: 'The rules of the office do not allow this. Nothing was changed.',
  'too-large': 'This is too large to be taken in. Nothing was changed.',
  unreadable: 'This file cannot be read. Choose another one, or save it again in the program it comes from.',
  damaged: 'The office file is damaged. It was left untouched; restore the last good backup.',
  'newer-version': 'This office was written by a newer Paperdesk. It was left untouched; update Paperdesk to open it.',
  'in-use': 'Another program or computer has this office open. Close it there, then try again.',
  'read-only': 'This folder or file cannot be written. Choose another place.',
  'no-space': 'The disk is full. Nothing was lost; make room or choose another place.',
  cancelled: 'Stopped. Nothing was left half done.',
  busy: 'Other long work is under way. Wait for it or stop it, then try again.',
  bug: 'Paperdesk made a mistake. Nothing was changed; try again, or start Paperdesk anew.',
} as const satisfies Record<ErrorCode, string>;
