import { common } from './en/common.ts';
import { errors } from './en/errors.ts';
import { find } from './en/find.ts';
import { frame } from './en/frame.ts';
import { keys } from './en/keys.ts';
import { list } from './en/list.ts';
import { paper } from './en/paper.ts';
import { reasons } from './en/reasons.ts';
import { terms } from './en/terms.ts';
import { tickets } from './en/tickets.ts';
import { time } from './en/time.ts';

/** English: every word a user reads, a file a screen. The other languages take their shape from here. */
export const en = { common, errors, find, frame, keys, list, paper, reasons, terms, tickets, time } as const;
