export { openDump } from './dump.ts';
export { HALVES, makeFromDump } from './load.ts';
