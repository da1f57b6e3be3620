import type { exchange } from '../contract/exchange.ts';
import { changingAct, read, type Area } from '../gate.ts';
import { bringInLines } from './bring-in/index.ts';
import { exportFacts } from './export-facts.ts';
import { fullTickets, selected } from './full-tickets.ts';
import { foldersNoted, ledgerLine, pageOfLedger, shapeOfLedger } from './ledger/list.ts';
import { noteFolder } from './ledger/note-folder.ts';

export { backUp, copyToPlace } from './backup.ts';
export {
  bringIn,
  checkTable,
  decideDiffering,
  importReport,
  inspectTable,
  purgeImports,
  takeImportBack,
  writeRefusedFile,
  writeReportFile,
  type RefusedFile,
  type RefusedInput,
  type ReportFile,
  type ReportFileInput,
} from './bring-in/index.ts';
export { lookThrough } from './look-through.ts';
export { nextCopy, takeBack, writeDown } from './ledger/write.ts';
export { makeOffice } from './make-office.ts';
export { makeSampleOffice } from './make-sample.ts';
export { attachmentOut } from './out/attachment.ts';
export { leave, putInPlace } from './out/leave.ts';
export { ticketsOut } from './out/tickets-out.ts';
export { LeavingFile, type Place } from './out/leaving-file.ts';
export { finishRestore, restoreOffice, restorePreview } from './restore.ts';
export { settingsOut } from './out/settings.ts';
export { openSql, type SqlIn, type SqlOpened } from './sql/open-sql.ts';
export { sqlOut } from './sql/save-sql.ts';
export { writeStonesBeside } from './stones.ts';

/** All but those that ask for a place and stand in the shell. */
export const exchangeLines: Omit<
  Area<typeof exchange>,
  'saveRefused' | 'saveReport' | 'saveSql' | 'saveSettings' | 'takeOut'
> = {
  ...bringInLines,
  selected: read('view tickets', selected),
  fullTickets: read('view tickets', fullTickets),
  exportFacts: read('export', exportFacts),
  ledgerShape: read('view the ledger', shapeOfLedger),
  ledgerPage: read('view the ledger', pageOfLedger),
  ledgerLine: read('view the ledger', ledgerLine),
  noteFolder: changingAct('print', noteFolder),
  folders: read('print', foldersNoted),
};
export { reindex } from './reindex.ts';
