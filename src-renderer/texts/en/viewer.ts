import { plural } from '../translate.ts';

/** Looking at an attachment. */
export const viewer = {
  title: '{name}',
  acts: 'What to do with the attachment',
  facts: '{kind}, {size}',
  openWith: 'Open with…',
  save: 'Save…',
  saved: 'Saved as {name}',
  loading: 'Reading {name}',
  gone: 'This attachment is no longer here. Somebody may have removed it.',
  broken:
    'This file can’t be drawn: it is damaged, or not what its name says. Nothing was changed; another program may read it.',
  password: 'This PDF asks for a password. Open it with the program you use for PDF.',
  noView: 'Paperdesk can’t show this kind of file itself.',
  noViewAbout:
    '“Open with…” makes a read-only copy and hands it to the system’s program. The copy is gone when Paperdesk closes.',
  tooLarge: 'This file is too large to be shown here.',
  empty: 'This file is empty.',
  picture: 'Picture: {name}',
  text: 'Text of {name}',
  textPart: 'Only the first {shown} of {size} are shown.',
  textAs: 'Shown as plain text, read as {encoding}.',
  pdf: 'Pages of {name}',
  page: 'Page',
  ofPages: plural({ one: 'of {n} page', other: 'of {n} pages' }),
  previousPage: 'Previous page',
  nextPage: 'Next page',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fit: 'Fit',
  percent: '{n} %',
  at: 'Size: {percent}',
} as const;
