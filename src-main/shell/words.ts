import type { MenuWords } from './menu.ts';

const ENGLISH: MenuWords = {
  file: 'File',
  newOffice: 'New office…',
  openOffice: 'Open office…',
  openSql: 'Open an SQL file…',
  recent: 'Open recent',
  none: 'None',
  saveCopy: 'Save a copy…',
  elsewhere: 'Take elsewhere…',
  importTable: 'Bring in a spreadsheet…',
  backups: 'Backups…',
  closeOffice: 'Close office',
  print: 'Print…',
  export: 'Export…',
  quit: 'Quit Paperdesk',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  find: 'Find',
  view: 'View',
  tickets: 'Tickets',
  people: 'People',
  privacy: 'Privacy',
  settings: 'Settings',
  larger: 'Larger text',
  smaller: 'Smaller text',
  actualSize: 'Normal text size',
  fullScreen: 'Full screen',
  ticket: 'Ticket',
  newTicket: 'New ticket…',
  window: 'Window',
  minimise: 'Minimise',
  zoom: 'Zoom',
  help: 'Help',
  keys: 'Keys',
  about: 'About Paperdesk',
};

const LANGUAGES: Record<string, MenuWords> = { en: ENGLISH };

/** The native menu's words in a language; the window's own words are in `src-renderer/texts`. */
export const menuWords = (language = 'en'): MenuWords => LANGUAGES[language] ?? ENGLISH;
