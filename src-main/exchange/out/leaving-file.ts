import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { Refused } from '../../store/index.ts';
import { killPoint } from '../../store/kill-points.ts';

/** Where a file goes that leaves the desk: the place the user chose, and the file beside it that it is until it is whole. */
export type Place = { path: string; part: string };
/** A whole file: its size in bytes and its SHA-256 in hex. */
export type Whole = { bytes: number; sha256: string };

/** Texts are gathered to so many characters before they are written. */
const GATHERED = 65_536;
/** UTF-8 has at most three bytes for each UTF-16 unit. */
const MOST_BYTES = 3;

/** A file being written beside its place. What was there before stays as it was until `leave` puts the whole one there. */
export class LeavingFile {
  readonly place: Place;
  readonly #hash = createHash('sha256');
  readonly #encoder = new TextEncoder();
  /** Used again and again: a buffer for each text is only given back when somebody looks for what is left over. */
  readonly #encoded = new Uint8Array(GATHERED * MOST_BYTES);
  #file: number | null;
  #bytes = 0;
  #texts: string[] = [];
  #length = 0;

  /** @throws Refused `read-only` (`no-folder`) where the folder is gone, and what the disk says */
  constructor(place: Place) {
    this.place = place;
    try {
      this.#file = openSync(place.part, 'wx', 0o600);
    } catch (error) {
      throw (error as { code?: unknown }).code === 'ENOENT' ? new Refused('read-only', { reason: 'no-folder' }) : error;
    }
  }

  /** Adds text (as UTF-8, cut nowhere within a character) or bytes. Throws what the disk says. */
  write(piece: string | Uint8Array): void {
    if (typeof piece === 'string') {
      this.#texts.push(piece);
      this.#length += piece.length;
      if (this.#length < GATHERED) return;
      this.#writeTexts();
    } else {
      this.#writeTexts();
      this.#writeBytes(piece);
    }
    killPoint('export: half written');
  }

  /** The end: all of it is on the disk now, still beside its place. */
  close(): Whole {
    this.#writeTexts();
    const file = this.#open;
    fsyncSync(file);
    closeSync(file);
    this.#file = null;
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Takes away what is beside the place; nothing once it is in its place. */
  abandon(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    rmSync(this.place.part, { force: true });
  }

  get #open(): number {
    if (this.#file === null) throw new Error('this file is closed');
    return this.#file;
  }
  #writeTexts(): void {
    if (this.#texts.length === 0) return;
    const texts = this.#length <= this.#encoded.length ? [this.#texts.join('')] : this.#texts;
    this.#texts = [];
    this.#length = 0;
    for (const text of texts) this.#writeText(text);
  }
  #writeText(text: string): void {
    for (let at = 0; at < text.length;) {
      const { read, written } = this.#encoder.encodeInto(text.slice(at), this.#encoded);
      this.#writeBytes(this.#encoded.subarray(0, written));
      at += read;
    }
  }
  #writeBytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#open, bytes, at);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }
}
