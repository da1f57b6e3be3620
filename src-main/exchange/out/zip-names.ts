import { diskFileName } from '../../tickets/index.ts';

/** Bytes of a name in an archive: a path of two stays short enough for Windows to unpack it anywhere. */
const LONGEST = 120;

/**
 * Gives out names for an archive that every disk can take: no two of them are one on a disk that knows no capitals. The
 * second of a name gets its number behind, before the ending.
 */
export function freeNames(taken: readonly string[] = []): (wanted: string) => string {
  const used = new Set(taken.map(folded));
  return (wanted) => {
    const name = diskFileName(wanted, LONGEST);
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let n = 2; used.has(folded(free)); n += 1) free = `${stem} (${n})${ending}`;
    used.add(folded(free));
    return free;
  };
}

/** What disks without capitals take for one name. */
const folded = (name: string) => name.normalize('NFKC').toUpperCase().toLowerCase();
