import { plural } from '../translate.ts';

/** The rail, the first screen, and what belongs to no screen. */
export const frame = {
  main: 'Main',
  tickets: 'Tickets',
  people: 'People',
  privacy: 'Privacy',
  settings: 'Settings',
  backedUp: 'Backed up {when}',
  notBackedUp: 'No backup yet',
  backupOld: 'Last backup {when}',
  copying: 'Saving a copy of the office',
  copySaved: 'Saved a copy as {name}',
  start: {
    title: 'Paperdesk',
    about: 'An office is one file on this computer. Nothing leaves it unless you send it.',
    recent: 'Open again',
    missing: 'Not there any more: {folder}',
    other: 'Or another one',
    sampling: 'Making the sample office',
    forget: 'Forget {name}',
    newOffice: 'Make an office',
    newOfficeAbout: 'Choose where its file goes, and begin.',
    open: 'Open an office',
    openAbout: 'A file that ends in .desk, from a folder or a stick.',
    openSql: 'Open an SQL file',
    openSqlAbout: 'Makes a new office of one that was saved as SQL.',
    sample: 'Look around in a sample office',
    sampleAbout: 'A housing office with invented people and tickets of three years. Your own files are not touched.',
    drop: 'You can also drop an office file on this window.',
    working: 'One moment',
  },
  failed: {
    title: '{file} could not be opened',
    parts: 'What is damaged: {parts}.',
    partNames: {
      beginning: 'the first page, which leads to everything else',
      end: 'the end of the file, which is missing',
      tickets: 'tickets',
      texts: 'messages, replies and notes',
      people: 'people',
      files: 'attachments',
      search: 'the index that finds are made with',
      history: 'history and records',
      settings: 'settings of the office',
      other: 'parts that cannot be named',
    },
    backup: 'The last good backup is of {when}. Restoring it keeps the damaged file beside it.',
    noBackup:
      'There is no backup of this office on this computer. If you have a copy of the file elsewhere, open that one.',
    restore: 'Restore this backup…',
  },
  newOffice: {
    title: 'Make an office',
    name: 'Name of the office',
    owner: 'Your name',
    country: 'Country',
    zone: 'Time zone',
    aboutCountry: 'Telephone numbers, paper and dates follow it. It can be changed later.',
    make: 'Choose a place and make it',
  },
  openSql: {
    title: 'Open an SQL file',
    about:
      'Makes a new office of one that was saved as SQL for SQLite. Nothing in the file is run: it is read, looked through line by line, and put into an office of its own.',
    choose: 'Choose the file and a place',
    chooseFor: 'Choose a place for {name}',
    reading: 'Reading the file',
    indexing: 'Building the search index',
    megabytes: 'MB',
    done: 'Opened: {tickets}, {people}.',
    erased: plural({
      one: '{n} ticket or person was erased on this computer since the file was written, and is erased in it too.',
      other:
        '{n} tickets and people were erased on this computer since the file was written, and are erased in it too.',
    }),
  },
  about: {
    title: 'About Paperdesk',
    version: 'Version {version}',
    engine: 'Electron {version}',
    what: 'An offline help desk for small offices. Nothing leaves this computer unless you send it.',
    licences: 'Licences',
  },
  damaged:
    'Paperdesk looked through the office file and found damage: {parts}. Restore the last good backup; the present file is kept beside it.',
  toBackups: 'Look at the backups',
  caution: {
    network:
      'This office lies on a network drive. It is open without a journal, which is slower; open it on one computer at a time.',
    synced:
      'This office lies in a folder that a cloud service copies. Close it before you shut the computer down, and open it on one computer at a time.',
    'read-only': 'This office can be read but not changed: its file or folder is write-protected.',
  },
} as const;
