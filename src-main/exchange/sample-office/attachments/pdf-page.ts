import type { PDFDocument, PDFFont, PDFImage, PDFPage } from '@cantoo/pdf-lib';
import type { Block } from './words.ts';

/** A4 in points. */
const A4: [number, number] = [595.28, 841.89];
const MARGIN = 64;
const WIDTH = A4[0] - 2 * MARGIN;
const BODY = 10;
const HEADING = 15;
const LEADING = 1.5;
const CELL_GAP = 10;

/** Where the next line of a document goes: wraps words, starts new pages, and writes right to left where it must. */
export class Page {
  private readonly document: PDFDocument;
  private readonly background: PDFImage;
  private readonly font: PDFFont;
  private page: PDFPage;
  private y: number;

  constructor(document: PDFDocument, background: PDFImage, font: PDFFont) {
    this.document = document;
    this.background = background;
    this.font = font;
    this.page = Page.sheet(document, background);
    this.y = A4[1] - MARGIN;
  }

  /** Adds an A4 page that the picture covers whole. */
  static sheet(document: PDFDocument, background: PDFImage): PDFPage {
    const page = document.addPage(A4);
    page.drawImage(background, { x: 0, y: 0, width: A4[0], height: A4[1] });
    return page;
  }

  write(block: Block): void {
    if (block.kind === 'table') this.table(block.rows);
    else this.paragraph(block.lines, block.kind === 'heading' ? HEADING : BODY, block.rtl);
    this.y -= BODY;
  }

  private paragraph(lines: string[], size: number, rtl: boolean): void {
    for (const line of lines.flatMap((text) => this.wrap(text, size, WIDTH))) {
      this.nextLine(size);
      if (rtl) this.rightToLeft(line, size);
      else this.page.drawText(line, { x: MARGIN, y: this.y, size, font: this.font });
    }
  }

  private table(rows: { head: boolean; cells: string[] }[]): void {
    const widths = this.columnWidths(rows);
    for (const { head, cells } of rows) {
      const wrapped = cells.map((text, index) => this.wrap(text, BODY, (widths[index] ?? WIDTH) - CELL_GAP));
      const height = Math.max(...wrapped.map((lines) => lines.length));
      for (let line = 0; line < height; line += 1) {
        this.nextLine(BODY);
        let x = MARGIN;
        wrapped.forEach((lines, index) => {
          this.page.drawText(lines[line] ?? '', { x, y: this.y, size: BODY, font: this.font });
          x += widths[index] ?? 0;
        });
      }
      const y = this.y - BODY * 0.4;
      this.page.drawLine({ start: { x: MARGIN, y }, end: { x: MARGIN + WIDTH, y }, thickness: head ? 1.2 : 0.4 });
    }
  }

  /** Columns share the width as their longest cells do. */
  private columnWidths(rows: { cells: string[] }[]): number[] {
    const columns = Math.max(...rows.map(({ cells }) => cells.length));
    const longest = Array.from({ length: columns }, (_, index) =>
      Math.max(...rows.map(({ cells }) => this.font.widthOfTextAtSize(cells[index] ?? '', BODY)), 1),
    );
    const total = longest.reduce((sum, width) => sum + width + CELL_GAP, 0);
    return longest.map((width) => ((width + CELL_GAP) / total) * WIDTH);
  }

  /**
   * Writes a line from the right: the words from right to left, a number within them from left to right, parentheses
   * mirrored. That is all of the bidirectional algorithm (UAX 9) that the sample's one Arabic page needs.
   */
  private rightToLeft(line: string, size: number): void {
    const space = this.font.widthOfTextAtSize(' ', size);
    let x = MARGIN + WIDTH;
    for (const word of line.split(' ')) {
      const mirrored = word.replace(/[()]/g, (sign) => (sign === '(' ? ')' : '('));
      for (const run of mirrored.match(/[\d./]*\d|[^\d]+/g) ?? []) {
        x -= this.font.widthOfTextAtSize(run, size);
        this.page.drawText(run, { x, y: this.y, size, font: this.font });
      }
      x -= space;
    }
  }

  private wrap(text: string, size: number, width: number): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      const longer = line ? `${line} ${word}` : word;
      if (line && this.font.widthOfTextAtSize(longer, size) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }

  private nextLine(size: number): void {
    this.y -= size * LEADING;
    if (this.y >= MARGIN) return;
    this.page = Page.sheet(this.document, this.background);
    this.y = A4[1] - MARGIN - size * LEADING;
  }
}
