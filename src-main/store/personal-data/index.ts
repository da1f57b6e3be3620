export { anonymiseRows, removePieces, removeRows } from './acts.ts';
export { concernOf, leftTheDesk, neededBy, standingOn, type Concern } from './concerned.ts';
export { countKinds, isCounted, type Count } from './counts.ts';
export { FILES } from './map/files.ts';
export { PERSONAL_DATA, tableName } from './map/index.ts';
export { namesAny, type Known } from './naming.ts';
export { REMOVED, type Act } from './terms.ts';
export { buriedSources, bury, identifierHash, newUid, sliced, withdrawStones } from './tombstones.ts';
export { rootPages, wipeClosed, wipeInWrite } from './wipe.ts';
