export { anonymiseRows, forgetInRecords, removePieces, removeRows } from './acts.ts';
export {
  concernOf,
  concernOfPeople,
  joinedInto,
  leftTheDesk,
  neededBy,
  standingOn,
  type Concern,
} from './concerned.ts';
export { countKinds, isCounted, type Count } from './counts.ts';
export { FILES } from './map/files.ts';
export { PERSONAL_DATA, tableName } from './map/index.ts';
export { namedRows } from './named-rows.ts';
export { namesAny, type Known } from './naming.ts';
export { REMOVED, type Act } from './terms.ts';
export {
  bury,
  buryForgotten,
  type Forgotten,
  identifierHash,
  newUid,
  sliced,
  SOURCE,
  TRACKING,
  withdrawStones,
} from './tombstones.ts';
export { erasedByHash, erasedByUid, type Erased } from './erased.ts';
export { rootPages, wipeClosed, wipeInWrite } from './wipe.ts';
