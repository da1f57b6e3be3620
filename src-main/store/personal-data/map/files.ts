/** A file that the program keeps, and what becomes of what it holds when somebody's data go. */
export type FileRule = {
  /** `NAME` is the office file without its ending. */
  file: string;
  where: 'beside the office' | 'program folder' | 'backup folder' | 'where the user chose';
  personal: boolean;
  holds: string;
  /** After a purge, and after anonymising. */
  then: string;
};

export const FILES: readonly FileRule[] = [
  {
    file: 'NAME.desk',
    where: 'beside the office',
    personal: true,
    holds: 'the office',
    then: 'freed bytes are overwritten (secure_delete), the index takes words out to the byte (FTS5 secure-delete)',
  },
  {
    file: 'NAME.desk-wal',
    where: 'beside the office',
    personal: true,
    holds: 'what was written last',
    then: 'folded into the office and cut to nothing; an act is done only after that',
  },
  {
    file: 'NAME.desk-shm',
    where: 'beside the office',
    personal: false,
    holds: 'page numbers of the journal',
    then: 'nothing to do',
  },
  {
    file: 'NAME.desk-journal',
    where: 'beside the office',
    personal: true,
    holds: 'pages as they were before a write, where a folder allows no WAL',
    then: 'removed by SQLite when the write ends',
  },
  {
    file: 'NAME.desk.lock',
    where: 'beside the office',
    personal: false,
    holds: 'which user and computer have the office open',
    then: 'nothing to do: of staff, not of requesters; gone at closing',
  },
  {
    file: 'backups',
    where: 'backup folder',
    personal: true,
    holds: 'the office of earlier days',
    then: 'restoring one replays the tombstones before anyone sees it; the file goes when its days are over',
  },
  {
    file: 'tombstones beside the backups',
    where: 'backup folder',
    personal: true,
    holds: 'random uids and HMACs of those who went; the secret is in the office only',
    then: 'kept: without them an older backup would bring the person back',
  },
  {
    file: 'place.json beside the backups',
    where: 'backup folder',
    personal: false,
    holds: 'where the office file is whose backups these are',
    then: 'nothing to do',
  },
  {
    file: 'computer.json',
    where: 'program folder',
    personal: false,
    holds: 'recent offices, window, theme, language, choices, where a file is being written; no find and no name',
    then: 'nothing to do',
  },
  {
    file: 'log',
    where: 'program folder',
    personal: false,
    holds: 'codes and places in the program; no text and no value',
    then: 'nothing to do',
  },
  {
    file: 'opened copies',
    where: 'program folder',
    personal: true,
    holds: 'attachments opened with another program',
    then: 'removed at closing and at the next start',
  },
  {
    file: 'half-written exports',
    where: 'where the user chose',
    personal: true,
    holds: 'a file that is being written',
    then: 'renamed when whole, removed when not, after a kill at the next start; what was given out stands in the ledger',
  },
];
