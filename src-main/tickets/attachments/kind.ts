import { extname } from 'node:path';

const LOOKED_AT = 65_536;
const UNKNOWN = 'application/octet-stream';

/** Plain texts by their ending; their bytes have no mark of their own. */
const TEXTS: Record<string, string> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.md': 'text/markdown',
  '.ics': 'text/calendar',
  '.vcf': 'text/vcard',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The media type of a file, from its first bytes (64 KB or more where it has them); its name only tells texts apart. */
export async function mediaType(name: string, first: Uint8Array): Promise<string> {
  const known = await knownByBytes(first);
  const text = known === undefined || known === 'application/xml' ? textOf(first) : null;
  if (text === null) return known ?? UNKNOWN;
  const ending = extname(name).toLowerCase();
  const head = text.slice(0, 4_096).trimStart();
  if (/^(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html)[\s>]/i.test(head)) return 'text/html';
  if (/<svg[\s>]/i.test(head) && (known === 'application/xml' || ending === '.svg')) return 'image/svg+xml';
  if (known !== undefined) return known;
  if (isMail(head) && (ending === '.eml' || /^(received|return-path|delivered-to|message-id):/im.test(head)))
    return 'message/rfc822';
  if (ending === '.html' || ending === '.htm') return 'text/html';
  return TEXTS[ending] ?? 'text/plain';
}

/** Hostile bytes may trip the recogniser up: then the file is of no known kind. */
async function knownByBytes(first: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return (await fileTypeFromBuffer(first))?.mime;
  } catch {
    return UNKNOWN;
  }
}

/** The beginning as text, or null where it is none: UTF-16 by its mark, UTF-8, or bytes without controls. */
function textOf(first: Uint8Array): string | null {
  const head = first.subarray(0, LOOKED_AT);
  if (head.length === 0) return null;
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  if (head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27))
    return null;
  return new TextDecoder('utf-8').decode(head);
}

/** Begins with lines of a mail's header. */
function isMail(head: string): boolean {
  const lines = head.split(/\r?\n/);
  const end = lines.indexOf('');
  const header = (end < 0 ? lines.slice(0, -1) : lines.slice(0, end)).filter((line) => !/^[ \t]/.test(line));
  const named = header.filter((line) => /^[!-9;-~]+:/.test(line) || /^From /.test(line));
  return (
    header.length >= 2 &&
    named.length === header.length &&
    header.some((line) => /^(from|date|subject|to):/i.test(line))
  );
}
