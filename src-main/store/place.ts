import { statfsSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/** Where an office lies badly: on a network drive, or in a folder that a cloud service copies while it is open. */
export type Caution = 'network' | 'synced';

/** `f_type` of file systems that are reached over a network (Linux, statfs(2)). */
const NETWORK_TYPES = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x73757245, 0x00c36400]);
/** Folder names that the clients of cloud services use. */
const SYNCED =
  /^(OneDrive( - .+)?|Dropbox( \(.+\))?|Google ?Drive|GoogleDrive-.+|My Drive|iCloud ?Drive|Mobile Documents|CloudStorage|Nextcloud|ownCloud|pCloudDrive|Box( Sync)?|MEGA|Seafile|Tresorit|Proton Drive)$/i;

/** Null where the office may lie. SQLite's journal beside the file (WAL) is not safe on a network drive (sqlite.org/wal.html). */
export function cautionOf(path: string, typeOf: (folder: string) => number | null = fileSystemType): Caution | null {
  if (/^(\\\\|\/\/)[^?.]/.test(path)) return 'network';
  const type = typeOf(dirname(path));
  if (type !== null && NETWORK_TYPES.has(type >>> 0)) return 'network';
  if (
    path
      .split(/[\\/]/)
      .slice(0, -1)
      .some((part) => SYNCED.test(part))
  )
    return 'synced';
  return null;
}

function fileSystemType(folder: string): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return Number(statfsSync(folder || sep).type);
  } catch {
    return null;
  }
}
