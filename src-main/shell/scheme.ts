import { protocol } from 'electron';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { Session } from 'electron';

/** The window's own scheme: no `file://`, nothing from outside. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://desk`;

export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

/** What the window may load: its own files. No inline scripts or styles, no eval, no address outside. */
export const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `worker-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' blob: data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `frame-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'self'`,
].join('; ');

/**
 * The page that draws a PDF: an origin of its own, its own script and sheet, a worker it was handed, and nothing else.
 * No address at all may be asked for; the bytes come by message. `wasm-unsafe-eval` lets compiled decoders of pictures
 * run (JPEG 2000, JBIG2), not eval.
 */
export const FRAME_POLICY = [
  `default-src 'none'`,
  `script-src ${ORIGIN}/viewer/frame.js 'wasm-unsafe-eval'`,
  `style-src ${ORIGIN}/viewer/frame.css`,
  `worker-src blob:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors ${ORIGIN}`,
  `sandbox allow-scripts`,
].join('; ');
const FRAME = '/viewer/frame.html';

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.bcmap': 'application/octet-stream',
};

export type Served = (url: URL) => Promise<Response | null>;

/** Answers the scheme for a session: first what `special` knows (attachments), then the built window's files. */
export function serve(session: Session, folder: string, special: Served): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.host !== 'desk') return refuse(403);
    const own = await special(url);
    if (own) return own;
    const path = fileOf(folder, url.pathname);
    const kind = path && KINDS[extname(path).toLowerCase()];
    if (!path || !kind) return refuse(404);
    try {
      const facts = await stat(path);
      if (!facts.isFile()) return refuse(404);
      const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
      const policy = path === join(folder, FRAME) ? FRAME_POLICY : POLICY;
      return new Response(body, {
        headers: { 'content-type': kind, 'content-length': String(facts.size), ...headers(policy) },
      });
    } catch {
      return refuse(404);
    }
  });
}

export const headers = (policy: string): Record<string, string> => ({
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

export const refuse = (status: number) =>
  new Response('', { status, headers: { 'content-type': 'text/plain', ...headers(`default-src 'none'`) } });

/** The file behind a path of the scheme; null for anything that would leave the folder. */
export function fileOf(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : null;
}
