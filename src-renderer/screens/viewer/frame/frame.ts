import { getDocument, GlobalWorkerOptions, PasswordException, TextLayer, type PDFDocumentProxy } from 'pdfjs-dist';
import { FRAME_KEYS, type FromFrame, type ResourceFolder, type ToFrame, type Zoom } from './messages.ts';

/*
 * Draws one page of a PDF at a time. This page is sandboxed: an origin of its own, no network, no storage; what it
 * needs it asks of the window by messages. Scripts, forms of the XFA kind and links of the PDF are not looked at.
 */

/** The edge and the area of a canvas, in pixels, that every machine can draw. */
const MOST_AREA = 32_000_000;
const MOST_EDGE = 16_000;
const MARGIN = 24;

const tell = (message: FromFrame) => window.parent.postMessage(message, '*');

let asked = 0;
const waiting = new Map<number, (bytes: ArrayBuffer | null) => void>();
const FOLDERS: Record<string, ResourceFolder> = {
  cMapUrl: 'cmaps',
  standardFontDataUrl: 'standard_fonts',
  wasmUrl: 'wasm',
};

/** What pdf.js would fetch is asked of the window. */
class AskedOfTheWindow {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const folder = FOLDERS[kind];
    if (!folder) throw new Error('not there');
    const id = (asked += 1);
    const bytes = await new Promise<ArrayBuffer | null>((resolve) => {
      waiting.set(id, resolve);
      tell({ kind: 'wanted', id, folder, name: filename });
    });
    if (!bytes) throw new Error('not there');
    return new Uint8Array(bytes);
  }
}

let pdf: PDFDocumentProxy | null = null;
let wanted: { page: number; zoom: Zoom } = { page: 1, zoom: 'fit' };
let drawing: { cancel(): void } | null = null;
let turn = 0;

async function open(bytes: ArrayBuffer, worker: string): Promise<void> {
  const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  GlobalWorkerOptions.workerPort = new Worker(address);
  try {
    pdf = await getDocument({
      data: bytes,
      useWorkerFetch: false,
      BinaryDataFactory: AskedOfTheWindow,
      cMapUrl: 'cmaps/',
      standardFontDataUrl: 'standard_fonts/',
      wasmUrl: 'wasm/',
      useSystemFonts: false, // the faces every reader has to bring come from the window, the same on each machine
      enableXfa: false,
      canvasMaxAreaInBytes: MOST_AREA * 4,
      verbosity: 0,
    }).promise;
    tell({ kind: 'opened', pages: pdf.numPages });
    await show();
  } catch (error) {
    tell({ kind: 'failed', why: error instanceof PasswordException ? 'password' : 'broken' });
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function show(): Promise<void> {
  if (!pdf) return;
  const mine = ++turn;
  drawing?.cancel();
  const { page: number, zoom } = wanted;
  try {
    const page = await pdf.getPage(Math.min(Math.max(1, number), pdf.numPages));
    if (mine !== turn) return;
    const natural = page.getViewport({ scale: 96 / 72 });
    const percent =
      zoom === 'fit'
        ? Math.max(10, Math.min(200, ((document.documentElement.clientWidth - MARGIN) / natural.width) * 100))
        : zoom;
    const viewport = page.getViewport({ scale: ((96 / 72) * percent) / 100 });
    const sharp = Math.min(
      devicePixelRatio,
      Math.sqrt(MOST_AREA / (viewport.width * viewport.height)),
      MOST_EDGE / viewport.width,
      MOST_EDGE / viewport.height,
    );
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(viewport.width * sharp));
    canvas.height = Math.max(1, Math.floor(viewport.height * sharp));
    canvas.style.width = `${viewport.width}px`;
    canvas.style.height = `${viewport.height}px`;
    const task = page.render({ canvas, viewport, transform: sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0] });
    drawing = task;
    await task.promise;
    if (mine !== turn) return;
    const words = document.createElement('div');
    words.className = 'words';
    words.style.setProperty('--total-scale-factor', String(viewport.scale));
    words.style.setProperty('--scale-round-x', '1px');
    words.style.setProperty('--scale-round-y', '1px');
    document.getElementById('page')?.replaceChildren(canvas, words);
    window.scrollTo(0, 0);
    tell({ kind: 'shown', page: number, percent: Math.round(percent) });
    await new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport }).render();
  } catch {
    // another page was asked for meanwhile, or this one cannot be drawn
    if (mine === turn) tell({ kind: 'failed', why: 'broken' });
  }
}

window.addEventListener('message', ({ source, data }: MessageEvent<ToFrame>) => {
  if (source !== window.parent) return;
  if (data.kind === 'open') void open(data.bytes, data.worker);
  else if (data.kind === 'show') {
    wanted = { page: data.page, zoom: data.zoom };
    void show();
  } else {
    waiting.get(data.id)?.(data.bytes);
    waiting.delete(data.id);
  }
});

window.addEventListener('keydown', (event) => {
  const key = FRAME_KEYS.find((one) => one === event.key);
  if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  tell({ kind: 'key', key, shift: event.shiftKey });
});

let width = 0;
new ResizeObserver(() => {
  const now = document.documentElement.clientWidth;
  if (wanted.zoom === 'fit' && width !== 0 && now !== width) void show();
  width = now;
}).observe(document.documentElement);

tell({ kind: 'ready' });
