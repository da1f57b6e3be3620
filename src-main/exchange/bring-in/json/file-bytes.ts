import { createReadStream } from 'node:fs';

/** Thrown for text that is no base64: that one file is left out. */
export class NoBase64 extends Error {}

const READ = 1024 * 1024;

/** The bytes whose base64 stands from `from` to `to` in a file. @throws NoBase64 */
export async function* bytesBetween(path: string, { from, to }: { from: number; to: number }): AsyncGenerator<Buffer> {
  if (to <= from) return;
  let kept = '';
  let ended = false;
  for await (const read of createReadStream(path, { start: from, end: to - 1, highWaterMark: READ })) {
    // JSON may write a slash behind a backslash
    const text = kept + (read as Buffer).toString('latin1').replaceAll('\\', '');
    const whole = text.length - (text.length % 4);
    if (whole > 0) {
      if (ended) throw new NoBase64();
      ended = text.slice(0, whole).includes('=');
      yield decoded(text.slice(0, whole));
    }
    kept = text.slice(whole);
  }
  if (kept !== '') throw new NoBase64();
}

function decoded(text: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new NoBase64();
  return Buffer.from(text, 'base64');
}
