export * from './schema/index.ts';
export {
  openStore,
  type Indexing,
  type Reads,
  type Searching,
  type Store,
  type StoreOptions,
  type Writes,
} from './store.ts';
export { Refused } from '../contract/errors.ts';
