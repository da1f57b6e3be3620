export { backUp, copyToPlace, copyWhole, type BackupInput } from './backup.ts';
export { fullTickets } from './full-tickets.ts';
export { writeDown, type Left } from './ledger.ts';
export { makeSampleOffice } from './make-sample.ts';
export { finishRestore, restoreOffice, restorePreview } from './restore.ts';
export { loadSampleOffice } from './sample-office/index.ts';
export { writeStonesBeside } from './stones.ts';
