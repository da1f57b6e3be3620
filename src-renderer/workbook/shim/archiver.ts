import { Zip, ZipDeflate } from 'fflate';

/**
 * Stands for `archiver` under exceljs's stream writer: zips what is appended as it comes, so that a workbook of any size
 * needs little memory. Only what the writer asks for: `append` of text, bytes or a stream, `pipe`, `on`, `finalize`.
 */
type Sink = { write(chunk: Uint8Array, done?: () => void): unknown; end(): unknown };
type Source = string | Uint8Array | { pipe(sink: Sink): unknown };

class Archive {
  readonly #zip: Zip;
  #sink: Sink | null = null;
  readonly #failed: ((error: unknown) => void)[] = [];
  /** Entries follow one another in a ZIP: one that is still being written holds the next ones back. */
  #last: Promise<void> = Promise.resolve();

  constructor() {
    this.#zip = new Zip((error, chunk, final) => {
      if (error) for (const tell of this.#failed) tell(error);
      else {
        if (chunk.length > 0) this.#sink?.write(chunk);
        if (final) this.#sink?.end();
      }
    });
  }
  pipe(sink: Sink): Sink {
    this.#sink = sink;
    return sink;
  }
  on(event: string, listener: (error: unknown) => void): this {
    if (event === 'error') this.#failed.push(listener);
    return this;
  }
  append(source: Source, { name }: { name: string }): this {
    const entry = new ZipDeflate(name.replace(/^\/+/, ''), { level: 6 });
    this.#zip.add(entry);
    if (typeof source === 'string') entry.push(new TextEncoder().encode(source), true);
    else if (source instanceof Uint8Array) entry.push(source, true);
    else {
      const ended = new Promise<void>((resolve) => {
        source.pipe({
          write(chunk, done) {
            entry.push(new Uint8Array(chunk));
            done?.();
          },
          end() {
            entry.push(new Uint8Array(), true);
            resolve();
          },
        });
      });
      this.#last = this.#last.then(() => ended);
    }
    return this;
  }
  async finalize(): Promise<void> {
    await this.#last;
    this.#zip.end();
  }
}

/** What `require('archiver')` gives is the function itself (Node's name for that in a module of the newer kind). */
function archiver(): Archive {
  return new Archive();
}
export { archiver as 'module.exports' };
