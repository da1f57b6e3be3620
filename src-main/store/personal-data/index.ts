export { anonymiseRows, removePieces, removeRows } from './acts.ts';
export {
  concernOf,
  leftTheDesk,
  neededBy,
  standingOn,
  type Concern,
  type HeldTicket,
  type KeptPerson,
} from './concerned.ts';
export { countKinds, isCounted, type Count } from './counts.ts';
export { FILES, type FileRule } from './map/files.ts';
export { PERSONAL_DATA, tableName } from './map/index.ts';
export { namesAny, type Known } from './naming.ts';
export { listed, type Concerned } from './reach.ts';
export { REMOVED, type Act, type ColumnRule, type TableRule } from './terms.ts';
export { buriedSources, bury, identifierHash, newUid, sliced, withdrawStones } from './tombstones.ts';
export { rootPages, wipeClosed, wipeInWrite, wipeUnused, type Wiped } from './wipe.ts';
