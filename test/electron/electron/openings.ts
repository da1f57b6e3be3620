// What a page opened: Chromium tells it apart from the popup itself, before or after.
import type { Params } from '../chromium/cdp.ts';
import type { Page } from '../chromium/page.ts';
import type { WebContents } from './web-contents.ts';

export type Opening = { contents: WebContents; url: string; frameName: string; features: string };
const openings: Opening[] = [];
const waiting = new Set<() => void>();

/** Notes what a page opens from now on. */
export function noteOpenings(contents: WebContents, page: Page): void {
  page.on('window-open', (p: Params) => {
    openings.push({ contents, url: p.url, frameName: p.windowName, features: p.windowFeatures.join(',') });
    for (const look of [...waiting]) look();
  });
}

/** The opening a new popup came from; undefined when none is told within five seconds. */
export function openingOf(openerTargetId: string | undefined): Promise<Opening | undefined> {
  const take = (): Opening | undefined => {
    for (let i = openings.length - 1; i >= 0; i--) if (openings[i]!.contents.isDestroyed()) openings.splice(i, 1);
    const at = openings.findIndex((o) => openerTargetId === undefined || o.contents.page.targetId === openerTargetId);
    return at >= 0 ? openings.splice(at, 1)[0] : undefined;
  };
  const found = take();
  if (found) return Promise.resolve(found);
  return new Promise((resolve) => {
    const end = (opening: Opening | undefined): void => {
      waiting.delete(look);
      clearTimeout(limit);
      resolve(opening);
    };
    const look = (): void => {
      const opening = take();
      if (opening) end(opening);
    };
    const limit = setTimeout(end, 5000, undefined);
    waiting.add(look);
  });
}
