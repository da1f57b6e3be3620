import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Frame } from '@playwright/test';
import { axe } from './axe.ts';
import { answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';
import { attach, clear, list, residents } from './erasing.ts';

const viewer = ({ page }: Desk) => page.locator('.float.viewer');
const chip = ({ page }: Desk, name: string) => page.locator('.file-name', { hasText: name });

/** A picture of one grey colour, in the true format. */
function png(width: number, height: number): Uint8Array {
  const crc = (bytes: Uint8Array) => {
    let sum = ~0;
    for (const byte of bytes) {
      sum ^= byte;
      for (let n = 0; n < 8; n += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };
  const part = (kind: string, data: Uint8Array) => {
    const all = Buffer.concat([Buffer.alloc(4), Buffer.from(kind), data, Buffer.alloc(4)]);
    all.writeUInt32BE(data.length, 0);
    all.writeUInt32BE(crc(all.subarray(4, all.length - 4)), all.length - 4);
    return all;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0x60));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, part('IHDR', head), part('IDAT', pixels), part('IEND', Buffer.alloc(0))]);
}

/** Three pages with words in one of the faces that every reader has to bring itself, and a script that would run. */
async function pdf(): Promise<Uint8Array> {
  const made = await PDFDocument.create();
  const face = await made.embedFont(StandardFonts.HelveticaBold);
  for (const word of ['Firstpage', 'Secondpage', 'Thirdpage'])
    made.addPage([400, 500]).drawText(`${word} of the measurement`, { x: 40, y: 440, size: 20, font: face });
  made.addJavaScript('hostile', 'app.alert("hostile"); app.launchURL("https://example.org/");');
  return made.save();
}

const HTML =
  '<!doctype html><html><body><h1>Bold</h1><script>document.title = "run"</script><img src="x"></body></html>';
const FILES: Record<string, string | Uint8Array> = {
  'umlaut.txt': Buffer.from('Wasser für Jürgen, 5 \u20ac\r\nzweite Zeile'.replace('\u20ac', '\u0080'), 'latin1'),
  'turned.txt': 'before \u202egpj.exe\u202c after',
  'page.html': HTML,
  'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "run"</script><circle r="9"/></svg>',
  'broken.pdf': Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(400, 0x41)]),
  'empty.txt': '',
  'archive.bin': Buffer.from([0, 1, 2, 3, 255, 254, 0, 9, 8, 7]),
};

test.describe('@tickets attachments are looked at inside the window', () => {
  let desk: Desk;
  const asked: string[] = [];
  const wrong: string[] = [];

  test.beforeAll(async () => {
    desk = await startDesk();
    await residents(desk);
    const [row] = await ask<{ id: number }[]>(desk, 'tickets.page', {
      filter: { view: 'all' },
      sort: 'changed',
      after: null,
      limit: 1,
    });
    const id = row?.id ?? 0;
    for (const [name, bytes] of Object.entries(FILES)) await attach(desk, id, name, bytes);
    await attach(desk, id, 'large.txt', 'a line of a large text\n'.repeat(120_000));
    await attach(desk, id, 'grey.png', png(2_400, 1_200));
    await attach(desk, id, 'measurement.pdf', await pdf());
    await desk.page.keyboard.press('Home');
    await expect(chip(desk, 'measurement.pdf')).toBeVisible();
    desk.page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    desk.page.on('pageerror', (error) => wrong.push(String(error)));
    desk.page.on('request', (request) => asked.push(request.url()));
  });
  test.afterAll(async () => {
    await desk.close();
    clear(desk);
  });
  test.afterEach(async () => {
    await desk.page.keyboard.press('Escape');
    await expect(viewer(desk)).toHaveCount(0);
    expect(wrong).toEqual([]);
  });

  const frameOf = (): Frame | undefined =>
    desk.page.frames().find((frame) => frame.url().includes('/viewer/frame.html'));

  test('@tickets a picture is fitted, made larger and smaller by keys; Esc leads back to where one was', async () => {
    await chip(desk, 'grey.png').press('Enter');
    const picture = viewer(desk).getByRole('img', { name: 'grey.png' });
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(2_400);
    const fitted = await picture.evaluate((img) => img.clientWidth);
    expect(fitted).toBeLessThan(1_201);
    expect(await axe(desk)).toEqual([]);
    await desk.page.keyboard.press('+');
    await expect.poll(() => picture.evaluate((img) => img.clientWidth)).toBeGreaterThan(fitted);
    await desk.page.keyboard.press('0');
    await expect.poll(() => picture.evaluate((img) => img.clientWidth)).toBe(fitted);
    await desk.page.keyboard.press('Escape');
    await expect(chip(desk, 'grey.png')).toBeFocused();
  });

  test('@tickets a PDF is drawn page by page by a page that can reach nothing', async () => {
    asked.length = 0;
    await chip(desk, 'measurement.pdf').press('Enter');
    await expect(viewer(desk).getByText('of 3 pages')).toBeVisible();
    const paper = desk.page.frameLocator('.viewer iframe');
    await expect(paper.locator('#page canvas')).toBeVisible();
    await expect(paper.getByText('Firstpage of the measurement')).toBeAttached();
    const inked = () =>
      paper.locator('#page canvas').evaluate((canvas: HTMLCanvasElement) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 100) dark += 1;
        return dark;
      });
    expect(await inked()).toBeGreaterThan(500);
    const frame = frameOf();
    const reach = await frame?.evaluate(async () => {
      // what a debugger evaluates at once is exempt from the policy; what runs after it is not
      await new Promise((resolve) => setTimeout(resolve));
      const tried = async (work: () => unknown) => {
        try {
          await work();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      const evaluate = Reflect.get(globalThis, 'eval') as (text: string) => unknown;
      return {
        origin: self.origin,
        desk: typeof (window as { desk?: unknown }).desk,
        parent: await tried(() => window.parent.document.title),
        storage: await tried(() => localStorage.length),
        own: await tried(() => fetch('/index.html')),
        attachment: await tried(() => fetch('/attachment/1')),
        outside: await tried(() => fetch('https://example.org/')),
        evaluated: await tried(() => evaluate('1')),
      };
    });
    expect(reach).toEqual({
      origin: 'null',
      desk: 'undefined',
      ...{ parent: 'refused', storage: 'refused', own: 'refused', attachment: 'refused', outside: 'refused' },
      evaluated: 'refused',
    });
    wrong.length = 0; // the refusals just now stand in the console
    for (const address of asked) expect(address).toMatch(/^(app:|https:\/\/desk\.app\.standin\/|blob:)/);

    // Keys act wherever the focus is: on the page of the PDF, and in the window around it.
    await expect(desk.page.locator('.viewer iframe')).toBeFocused();
    await desk.page.keyboard.press('PageDown');
    await expect(paper.getByText('Secondpage of the measurement')).toBeAttached();
    await desk.page.keyboard.press('End');
    await expect(paper.getByText('Thirdpage of the measurement')).toBeAttached();
    await viewer(desk).getByRole('button', { name: 'Previous page' }).press('Enter');
    await expect(paper.getByText('Secondpage of the measurement')).toBeAttached();
    await desk.page.keyboard.press('-');
    const width = () => paper.locator('#page canvas').evaluate((canvas) => canvas.clientWidth);
    // the page is drawn anew: only then it has a width to compare with
    await expect.poll(width).toBeGreaterThan(0);
    const before = await width();
    await desk.page.keyboard.press('-');
    await expect.poll(width).toBeLessThan(before);
    await viewer(desk).getByRole('textbox', { name: 'Page' }).fill('1');
    await expect(paper.getByText('Firstpage of the measurement')).toBeAttached();
    expect(await axe(desk)).toEqual([]);
  });

  test('@tickets texts are shown as they are written: encodings guessed, markup as text, turning signs named', async () => {
    const words = viewer(desk).locator('pre');
    for (const [name, expected] of [
      ['umlaut.txt', 'Wasser für Jürgen, 5 €\nzweite Zeile'],
      ['turned.txt', 'before [RLO]gpj.exe[PDF] after'],
      ['page.html', HTML],
      ['drawing.svg', String(FILES['drawing.svg'])],
    ] as const) {
      await chip(desk, name).press('Enter');
      await expect(words).toBeVisible();
      expect([name, await words.evaluate((pre) => pre.textContent)]).toEqual([name, expected]);
      expect(await viewer(desk).locator('pre *, iframe, h1, svg circle').count()).toBe(0);
      await desk.page.keyboard.press('Escape');
      await expect(viewer(desk)).toHaveCount(0);
    }
    expect(await desk.page.title()).toBe('Paperdesk');
    await chip(desk, 'large.txt').press('Enter');
    await expect(viewer(desk)).toContainText('Only the first 2.1 MB of 2.8 MB are shown.');
    expect(await words.evaluate((pre) => pre.textContent?.length)).toBe(2 * 1024 * 1024);
    expect(await axe(desk)).toEqual([]);
  });

  test('@tickets what cannot be shown says so, and goes to another program as a copy that does not stay', async () => {
    await chip(desk, 'broken.pdf').press('Enter');
    await expect(viewer(desk)).toContainText('This file can’t be drawn');
    await desk.page.keyboard.press('Escape');
    await chip(desk, 'empty.txt').press('Enter');
    await expect(viewer(desk)).toContainText('This file is empty.');
    await desk.page.keyboard.press('Escape');
    await chip(desk, 'archive.bin').press('Enter');
    await expect(viewer(desk)).toContainText('Paperdesk can’t show this kind of file itself.');
    expect(await axe(desk)).toEqual([]);
    const saved = join(desk.folder, 'saved.bin');
    await answerSave(desk, saved);
    await viewer(desk).getByRole('button', { name: 'Save…' }).press('Enter');
    await expect.poll(() => existsSync(saved) && [...readFileSync(saved)]).toEqual([0, 1, 2, 3, 255, 254, 0, 9, 8, 7]);
    await desk.app.evaluate(({ shell }) => {
      shell.openPath = () => Promise.resolve('');
    });
    await viewer(desk).getByRole('button', { name: 'Open with…' }).press('Enter');
    const opened = join(desk.programFolder, 'opened');
    const copies = () =>
      existsSync(opened) ? readdirSync(opened).flatMap((name) => readdirSync(join(opened, name))) : [];
    await expect.poll(copies).toEqual(['archive.bin']);
    const [folder = ''] = readdirSync(opened);
    await expect.poll(() => statSync(join(opened, folder, 'archive.bin')).mode & 0o222).toBe(0);
    await ask(desk, 'desktop.closeOffice');
    expect(copies()).toEqual([]);
    expect(await list(desk).count()).toBe(0);
  });
});
