export * from './schema/index.ts';
export type { Reads, Writes } from './handles.ts';
export { openStore, type Seen, type Store, type StoreOptions } from './store.ts';
export { Refused } from '../contract/errors.ts';
