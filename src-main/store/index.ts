export * from './schema/index.ts';
export type { Indexing, Reads, Searching, Writes } from './handles.ts';
export { openStore, type Store, type StoreOptions } from './store.ts';
export { Refused } from '../contract/errors.ts';
