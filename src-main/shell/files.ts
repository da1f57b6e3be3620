import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refused } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/desktop.ts';
import type { SourceFile } from '../gate.ts';

const KEPT = 10_000;

/** Files that came from a drop or a dialog, by token: the window never names a path, and main reads no other file. */
export class ChosenFiles {
  readonly #files = new Map<string, SourceFile>();

  /** @throws Refused `not-found`, or `refused` (`not-a-file`) for a folder or a device */
  async add(path: string): Promise<ChosenFile> {
    if (path === '') throw new Refused('not-found', { reason: 'file' });
    const facts = await stat(path).catch(() => null);
    if (!facts) throw new Refused('not-found', { reason: 'file' });
    if (!facts.isFile()) throw new Refused('refused', { reason: 'not-a-file' });
    const token = randomBytes(16).toString('hex');
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

  forget(): void {
    this.#files.clear();
  }
}
