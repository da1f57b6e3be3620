import { LIMITS } from '../limits.ts';
import { TableRefused } from '../refusal.ts';
import type { Archive } from './archive.ts';
import { unescapeText } from '../xml-stream.ts';

/** The texts cells share, as UTF-8 in a few large buffers: half of what strings would take, and counted. */
export class SharedStrings {
  private readonly blocks: Buffer[] = [];
  private block = Buffer.alloc(0);
  private used = 0;
  private total = 0;
  private count = 0;
  /** Block, first byte and length of each text; typed, since there may be millions. */
  private places = new Uint32Array(3 * 1024);

  /** Reads the part; throws TableRefused `too-large` beyond `LIMITS.sharedTextBytes`, `damaged` for bad XML. */
  static async read(archive: Archive, part: string | null): Promise<SharedStrings> {
    const strings = new SharedStrings();
    if (part === null) return strings;
    let text = '';
    let inText = false;
    let phonetic = 0;
    await archive.readXml(
      part,
      {
        open(name) {
          if (name === 'si') text = '';
          else if (name === 'rPh') phonetic++;
          else if (name === 't') inText = phonetic === 0;
        },
        close(name) {
          if (name === 'si') strings.add(unescapeText(text));
          else if (name === 'rPh') phonetic--;
          else if (name === 't') inText = false;
        },
        text(piece) {
          if (!inText) return;
          text += piece;
          if (text.length > LIMITS.rowBytes) throw new TableRefused('too-large');
        },
      },
      LIMITS.sharedTextBytes * 4,
    );
    return strings;
  }

  /** The text at `index`, null where there is none. */
  at(index: number): string | null {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return null;
    const [block = 0, from = 0, length = 0] = this.places.subarray(3 * index, 3 * index + 3);
    return (this.blocks[block] ?? this.block).toString('utf8', from, from + length);
  }

  private add(text: string): void {
    const length = Buffer.byteLength(text);
    this.total += length;
    if (this.total > LIMITS.sharedTextBytes || this.count >= LIMITS.sharedTexts)
      throw new TableRefused('too-large', { megabytes: LIMITS.sharedTextBytes / 1024 / 1024 });
    if (this.used + length > this.block.length) {
      if (this.block.length > 0) this.blocks.push(this.block);
      this.block = Buffer.alloc(Math.max(length, 1024 * 1024));
      this.used = 0;
    }
    this.block.write(text, this.used, 'utf8');
    if (3 * this.count === this.places.length) {
      const places = new Uint32Array(2 * this.places.length);
      places.set(this.places);
      this.places = places;
    }
    this.places.set([this.blocks.length, this.used, length], 3 * this.count++);
    this.used += length;
  }
}
