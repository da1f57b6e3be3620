import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Reader, ZipReader } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';
import { LIMITS } from '../limits.ts';
import { readAt } from '../recognise.ts';
import { TableRefused } from '../refusal.ts';
import { XmlStream } from '../xml-stream.ts';
import type { XmlHandlers } from '../xml-stream.ts';

/** Reads an archive where it lies, piece by piece. */
class FileReader extends Reader<FileHandle> {
  private readonly file: FileHandle;
  constructor(file: FileHandle, bytes: number) {
    super(file);
    this.file = file;
    this.size = bytes;
  }
  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = Math.max(0, Math.min(length, this.size - index));
    return new Uint8Array(await readAt(this.file, index, wanted));
  }
}

/** An open XLSX: its parts by name, each read as a stream that stops a bomb before it unpacks. */
export class Archive {
  private readonly file: FileHandle;
  private readonly entries: Map<string, FileEntry>;

  private constructor(file: FileHandle, entries: Map<string, FileEntry>) {
    this.file = file;
    this.entries = entries;
  }

  /** @throws TableRefused for archives that are no XLSX, damaged, locked with a password, or of too many parts. */
  static async open(path: string): Promise<Archive> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const entries = new Map<string, FileEntry>();
      const zip = new ZipReader(new FileReader(file, size), { useWebWorkers: false, checkCrc32: true });
      for await (const entry of damagedIfThrown(zip.getEntriesGenerator())) {
        if (entries.size >= LIMITS.zipEntries) throw new TableRefused('zip-bomb', { parts: LIMITS.zipEntries });
        if (!entry.directory) entries.set(entry.filename.toLowerCase(), entry);
      }
      const archive = new Archive(file, entries);
      await archive.refuseOthers();
      return archive;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The name of the only part, where that is an XML document and no workbook; null elsewhere. */
  get onlyDocument(): string | null {
    const [name, ...others] = this.entries.keys();
    return name !== undefined && others.length === 0 && name.endsWith('.xml') && name !== '[content_types].xml'
      ? name
      : null;
  }

  /** Bytes a part says it unpacks to; 0 where there is none. */
  size(name: string): number {
    return this.entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  /** Runs a part of at most `most` bytes through `handlers`; a part that is not there is nothing. */
  async readXml(name: string, handlers: XmlHandlers, most: number = LIMITS.partBytes): Promise<void> {
    if (!this.has(name)) return;
    const xml = new XmlStream(handlers);
    for await (const piece of this.pieces(name, most)) xml.write(piece);
    xml.end();
  }

  /**
   * The unpacked bytes of a part; may be left before the end.
   * @throws TableRefused `zip-bomb`, `too-large`, `damaged` (also when only the check sum at the end is wrong).
   */
  async *pieces(name: string, most: number): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined) throw new TableRefused('damaged');
    if (entry.encrypted) throw new TableRefused('encrypted');
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const written = entry.getData(writable, { useWebWorkers: false, checkCrc32: true });
    const stream = readable.getReader();
    // A part that fails before its first byte leaves the stream open: what waits on it is let go here.
    const failed = written.then(
      () => null,
      async (error: unknown) => {
        await stream.cancel().catch(() => undefined);
        return error;
      },
    );
    let bytes = 0;
    try {
      for (;;) {
        const { done, value } = await stream.read().catch(() => ({ done: true as const, value: undefined }));
        if (done || value === undefined) break;
        bytes += value.length;
        if (bytes > LIMITS.ratioFrom && bytes > entry.compressedSize * LIMITS.ratio)
          throw new TableRefused('zip-bomb', { times: LIMITS.ratio });
        if (bytes > most) throw new TableRefused('too-large', { megabytes: Math.round(most / 1024 / 1024) });
        yield value;
      }
      if ((await failed) !== null) throw new TableRefused('damaged');
    } finally {
      await stream.cancel().catch(() => undefined);
      await failed;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async refuseOthers(): Promise<void> {
    if ([...this.entries.values()].some((entry) => entry.encrypted)) throw new TableRefused('encrypted');
    if (this.has('xl/workbook.bin')) throw new TableRefused('binary-excel');
    if (this.has('mimetype') && this.has('content.xml')) throw new TableRefused('open-document');
    if (this.onlyDocument !== null) return;
    if (!this.has('[content_types].xml')) throw new TableRefused('not-a-table');
    if (this.has('word/document.xml') || this.has('ppt/presentation.xml')) throw new TableRefused('not-a-table');
  }
}

async function* damagedIfThrown<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await source.next().catch(() => null);
    if (next === null) throw new TableRefused('damaged');
    if (next.done) return;
    yield next.value;
  }
}
