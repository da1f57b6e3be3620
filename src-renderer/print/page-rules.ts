import type { OfficeSettings } from '../../src-main/contract/office.ts';
import { t } from '../texts/language.svelte.ts';

const FACE =
  '"Inter Variable", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai", "Noto Sans Devanagari", "Noto Sans SC", sans-serif';

/** A text as a CSS string: nothing of it can end the string or the rule. */
export const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:;!?()&+/–-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;

/** The name of a ticket's own pages: each has its tracking id in the margin. */
export const pageName = (id: number) => `ticket-${id}`;

/**
 * Page size and margin boxes (CSS Paged Media 3, as Chromium draws them): tracking id, office, page x of y, who printed
 * when, the office's own foot.
 */
export function pageRules(
  tickets: readonly { id: number; trackingId: string }[],
  { facts }: OfficeSettings,
  printed: string,
): string {
  const box = (name: string, content: string, more = '') =>
    `@${name} { content: ${content}; font: 8pt/11pt ${FACE}; color: #000; ${more} }`;
  const [before, after = ''] = t('paper.page', { page: '\u0001', pages: '\u0002' }).split('\u0001');
  const [between, end = ''] = after.split('\u0002');
  const pages = `${cssString(before ?? '')} counter(page) ${cssString(between ?? '')} counter(pages) ${cssString(end)}`;
  const top = 'vertical-align: bottom; padding-bottom: 4mm;';
  const foot = [facts.paperFooter.replace(/\s+/g, ' ').trim(), printed].filter(Boolean).join(' ');
  const shared = [
    box('top-center', cssString(facts.name), top),
    box('top-right', pages, top),
    box('bottom-left', cssString(foot), 'font-size: 7.5pt; vertical-align: top; padding-top: 4mm; width: 100%;'),
  ].join(' ');
  const own = tickets.map(
    ({ id, trackingId }) =>
      `@page ${pageName(id)} { ${box('top-left', cssString(trackingId), `${top} font-weight: 600;`)} }`,
  );
  return `@page { size: ${facts.paper}; margin: 24mm 18mm 20mm; ${shared} }\n${own.join('\n')}`;
}
