export { DIALECTS, type DialectName } from './dialects/index.ts';
export { openDump, type Dump } from './dump.ts';
export { HALVES, makeFromDump } from './load.ts';
