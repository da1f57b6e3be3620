import { unzipSync, zipSync } from 'fflate';
import { lengthenJpeg } from './jpeg.ts';
import type { Zippable } from 'fflate';

/** The files of an archive by their paths, in order. */
export type ArchiveFiles = Record<string, Uint8Array>;

/** One moment for every file in every archive, so that the same words give the same bytes. Local time, as in ZIP. */
const PACKED_AT = new Date(2026, 10, 24, 10, 43);

/** Opens an archive that a library of ours has just made. Never for archives from outside: it has no limits. */
export function openOwnArchive(bytes: Uint8Array): ArchiveFiles {
  return unzipSync(bytes);
}

/**
 * Packs the files, and lengthens the JPEG among them so that the archive has `size` bytes. Where it is longer without
 * that, or has no picture, it keeps its own size. Pictures, and ODF's `mimetype`, are stored and not compressed.
 */
export function packToSize(files: ArchiveFiles, size: number, seed: number): Uint8Array {
  const packed = zipSync(zippable(files));
  const picture = Object.entries(files).find(([path]) => isPicture(path));
  if (!picture) return packed;
  const [path, bytes] = picture;
  return zipSync(zippable({ ...files, [path]: lengthenJpeg(bytes, size - packed.length, seed) }));
}

function zippable(files: ArchiveFiles): Zippable {
  const stored = (path: string) => path === 'mimetype' || isPicture(path);
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, [bytes, { level: stored(path) ? 0 : 6, mtime: PACKED_AT }]]),
  );
}

function isPicture(path: string): boolean {
  return /\.jpe?g$/.test(path);
}
