import type { AttachmentFacts } from '../../../src-main/contract/tickets.ts';

export type ShownAs = 'picture' | 'text' | 'pdf' | 'facts';
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const TEXTS = new Set(['application/json', 'application/xml', 'image/svg+xml', 'message/rfc822']);

/** The first bytes of a text that are shown. */
export const TEXT_BYTES = 2 * 1024 * 1024;
/** Larger ones are opened with another program: here they would have to be whole in memory. */
const MOST: Record<ShownAs, number> = {
  picture: 100 * 1024 * 1024,
  pdf: 200 * 1024 * 1024,
  text: Infinity,
  facts: Infinity,
};

/** How an attachment is looked at inside the window. Markup is never drawn as such: it is text here. */
export function shownAs({ kind, size }: Pick<AttachmentFacts, 'kind' | 'size'>): ShownAs {
  const as = PICTURES.has(kind)
    ? 'picture'
    : kind === 'application/pdf'
      ? 'pdf'
      : kind.startsWith('text/') || TEXTS.has(kind) || kind.endsWith('+xml')
        ? 'text'
        : 'facts';
  return size === 0 || size > MOST[as] ? 'facts' : as;
}
