/** Sentences for reasons that say more than the code of a refusal does (`DeskError.detail.reason`). */
export const reasons = {
  empty: 'Something is still to be filled in here.',
  'too-long': 'This is too long. Shorten it; nothing was changed.',
  exists: 'There is a file of this name already. It was left untouched; choose another name.',
  founded: 'This file holds an office already. It was left untouched.',
  'not-an-office': 'This file is not a Paperdesk office. It was left untouched.',
  'not-a-database': 'This file is not a Paperdesk office, or its beginning is damaged. It was left untouched.',
  'no-office-row': 'The office file is incomplete. It was left untouched; restore the last good backup.',
  integrity: 'The office file is damaged: {what}. It was left untouched; restore the last good backup.',
  'same-user': 'You have this office open in another Paperdesk on this computer.',
  other: '{user} has this office open on {computer}. Ask them to close it, then try again.',
  file: 'This file is no longer where it was. Choose it again.',
  'not-a-file': 'This is a folder, not a file. Choose a file.',
  locked: 'Another program is writing to the office just now. Nothing was changed; try again in a moment.',
  'same-work': 'The same work is under way already. Wait for it or stop it.',
  'name-taken': 'Another one has this name. Choose a different name.',
  'last-one': 'This is the last one; the desk needs at least one.',
  'status-needed': 'The desk needs this status: replying and closing lean on it. It can be renamed.',
  'no-options': 'A field to choose from needs at least one choice.',
  'field-has-values':
    'Tickets have values in this field, and they would not fit the new kind. Make a new field instead.',
  'unknown-zone': 'There is no such time zone.',
  'words-name-someone':
    'These words name a person they are about. Write the reason without names, addresses or numbers.',
  'preview-out-of-date': 'The tickets changed since the preview. Look at it again; nothing was touched.',
  sender: 'This call did not come from the desk.',
} as const;
export type ReasonCode = keyof typeof reasons;
