import { exchangeLines } from '../exchange/index.ts';
import type { Lines } from '../gate.ts';
import { officeLines } from '../office/index.ts';
import { findLines, privacyLines } from '../privacy/index.ts';
import { peopleLines } from '../people/index.ts';
import { ticketLines, ticketRows } from '../tickets/index.ts';
import { undoLines } from '../undo/index.ts';
import { backupCalls } from './backup-calls.ts';
import { officeCalls, type Desktop } from './desktop.ts';
import { exportCalls } from './export-calls.ts';
import { fileCalls } from './file-calls.ts';
import { importCalls } from './import-calls.ts';
import { printCalls } from './printing.ts';
import { elsewhereSaving, sqlOpening } from './elsewhere-calls.ts';

/** Every call of the program, by area: the channels, the permission table and their tests derive from these. */
export const allLines = (desktop: Desktop): Lines => ({
  tickets: ticketLines,
  people: peopleLines(ticketRows),
  office: officeLines,
  find: findLines,
  privacy: privacyLines,
  exchange: { ...exchangeLines, ...importCalls(desktop), ...exportCalls(desktop), ...elsewhereSaving(desktop) },
  undo: undoLines,
  desktop: {
    ...officeCalls(desktop),
    ...backupCalls(desktop),
    ...fileCalls(desktop),
    ...printCalls(desktop),
    ...sqlOpening(desktop),
  },
});
