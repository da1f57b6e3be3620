import { chmodSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { diskFileName, type AttachmentToRead } from '../tickets/index.ts';

/** Copies of attachments that another program shows: read-only, in the program's folder, gone at closing and at the next start. */
export class OpenedCopies {
  readonly #folder: string;
  constructor(userData: string) {
    this.#folder = join(userData, 'opened');
    this.clear();
  }

  /** Writes a copy and answers with its path. */
  async make(attachment: AttachmentToRead): Promise<string> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(mkdtempSync(join(this.#folder, 'copy-')), diskFileName(attachment.name));
    await writeOut(attachment, path);
    chmodSync(path, 0o400);
    return path;
  }

  /** Removes all copies; one that another program still holds (Windows) goes at the next start. */
  clear(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      const copy = join(this.#folder, name);
      try {
        for (const file of readdirSync(copy)) chmodSync(join(copy, file), 0o600);
        rmSync(copy, { recursive: true, force: true });
      } catch {
        // held by another program
      }
    }
  }
}

/** An attachment's bytes to a file of this path, piece by piece. */
export async function writeOut(attachment: AttachmentToRead, path: string): Promise<void> {
  await pipeline(Readable.from(attachment.bytes), createWriteStream(path, { mode: 0o600 }));
}
