import { desktop } from './desktop.ts';
import { exchange } from './exchange.ts';
import { find } from './find.ts';
import { office } from './office.ts';
import { people } from './people.ts';
import { privacy } from './privacy.ts';
import { tickets } from './tickets.ts';
import { undo } from './undo.ts';

/** Everything the window may ask, by area. */
export const contract = { tickets, people, find, office, privacy, exchange, undo, desktop };
export type Contract = typeof contract;
export type AreaName = keyof Contract;
