import { Readable } from 'node:stream';
import { readAttachment } from '../tickets/index.ts';
import type { Offices } from './offices.ts';
import { headers, refuse } from './scheme.ts';

/** Nothing an attachment holds may run, load, or reach the window it is shown in. */
const SHUT = `default-src 'none'; sandbox`;
/** Kinds whose bytes the window may use as they are; all others come as a plain stream of bytes. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'text/plain',
  'application/pdf',
]);

/** `app://desk/attachment/17`: the bytes of an attachment of the open office, streamed from its pieces. */
export async function serveAttachment(offices: Offices, url: URL): Promise<Response | null> {
  const id = /^\/attachment\/(\d{1,15})$/.exec(url.pathname)?.[1];
  if (id === undefined) return null;
  const open = offices.current;
  if (!open?.actor.permissions.has('view tickets')) return refuse(403);
  try {
    const { kind, size, bytes } = await readAttachment(open.store, Number(id));
    const body = Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        'content-type': SHOWN.has(kind) ? kind : 'application/octet-stream',
        'content-length': String(size),
        ...headers(SHUT),
      },
    });
  } catch {
    return refuse(404);
  }
}
