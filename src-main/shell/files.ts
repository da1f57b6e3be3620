import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refused } from '../contract/errors.ts';
import { PICTURE_BYTES, PICTURES_BYTES } from '../contract/terms.ts';
import type { ChosenFile } from '../contract/desktop.ts';
import type { PastedPicture, SourceFile } from '../gate.ts';
import { mediaType } from '../tickets/index.ts';

const KEPT = 10_000;
/** Pictures that may be pasted, with the endings of their names. */
const PICTURES: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/bmp': '.bmp',
};
const newToken = () => randomBytes(16).toString('hex');

/**
 * Files that came from a drop or a dialog, by token: the window never names a path, and main reads no other file. And
 * pictures that were pasted, which are in no file: in memory alone, until they are attached.
 */
export class ChosenFiles {
  readonly #files = new Map<string, SourceFile>();
  readonly #pasted = new Map<string, PastedPicture>();

  /** @throws Refused `not-found`, or `refused` (`not-a-file`) for a folder or a device */
  async add(path: string): Promise<ChosenFile> {
    if (path === '') throw new Refused('not-found', { reason: 'file' });
    const facts = await stat(path).catch(() => null);
    if (!facts) throw new Refused('not-found', { reason: 'file' });
    if (!facts.isFile()) throw new Refused('refused', { reason: 'not-a-file' });
    const token = newToken();
    const file = { name: basename(path), size: facts.size, path };
    this.#files.set(token, file);
    if (this.#files.size > KEPT) this.#files.delete(this.#files.keys().next().value ?? '');
    return { token, name: file.name, size: file.size };
  }

  /** @throws Refused `not-found` */
  get(token: string): SourceFile {
    const file = this.#files.get(token);
    if (!file) throw new Refused('not-found', { reason: 'file' });
    return file;
  }

  /**
   * Takes a pasted picture; what it is its bytes say, and its name gets their ending.
   * @throws Refused `too-large` (`picture`, `pictures`: all that wait together), `refused` (`no-picture`)
   */
  async paste(name: string, bytes: Uint8Array): Promise<ChosenFile> {
    if (bytes.byteLength > PICTURE_BYTES) throw new Refused('too-large', { reason: 'picture' });
    const ending = PICTURES[await mediaType('', bytes)];
    if (ending === undefined) throw new Refused('refused', { reason: 'no-picture' });
    const waiting = [...this.#pasted.values()].reduce((sum, { size }) => sum + size, bytes.byteLength);
    if (waiting > PICTURES_BYTES) throw new Refused('too-large', { reason: 'pictures' });
    const token = newToken();
    const picture = { name: name + ending, size: bytes.byteLength, bytes };
    this.#pasted.set(token, picture);
    return { token, name: picture.name, size: picture.size };
  }

  /** A file, or a picture that was pasted. @throws Refused `not-found` */
  attachable(token: string): SourceFile | PastedPicture {
    return this.#pasted.get(token) ?? this.get(token);
  }

  letGo(tokens: readonly string[]): void {
    for (const token of tokens) this.#pasted.delete(token);
  }

  forget(): void {
    this.#pasted.clear();
    this.#files.clear();
  }
}
