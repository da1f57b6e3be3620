import type { Lines } from '../gate.ts';
import { officeLines } from '../office/index.ts';
import { peopleLines } from '../people/index.ts';
import { ticketLines, ticketRows } from '../tickets/index.ts';
import { officeCalls, type Desktop } from './desktop.ts';

/** Every call of the program, by area: the channels, the permission table and their tests derive from these. */
export const allLines = (desktop: Desktop): Lines => ({
  tickets: ticketLines as Lines[string],
  people: peopleLines(ticketRows) as Lines[string],
  office: officeLines as Lines[string],
  desktop: officeCalls(desktop) as Lines[string],
});
