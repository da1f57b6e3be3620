export { openDump } from './dump.ts';
export { makeFromDump } from './load.ts';
