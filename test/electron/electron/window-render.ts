// Chromium's side of a window: size, zoom, state, theme.
import type { Page } from '../chromium/page.ts';
import { nativeTheme } from './native-theme.ts';
import { runtime } from './runtime.ts';
import { workArea } from './screen.ts';
import type { Bounds } from './window-state.ts';

export type View = { bounds: Bounds; state: 'normal' | 'minimized' | 'maximized' | 'fullscreen'; zoom: number };

export async function renderView(page: Page, view: View): Promise<void> {
  if (runtime.chromium!.headed) await renderWindow(page, view);
  else await renderHeadless(page, view);
  await nativeTheme.applyTo(page);
}

async function renderHeadless(page: Page, { bounds, state, zoom }: View): Promise<void> {
  const { width, height } = state === 'fullscreen' ? workArea : bounds;
  await page.session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom === 1 ? 0 : zoom,
    mobile: false,
    screenWidth: workArea.width,
    screenHeight: workArea.height,
  });
}

async function renderWindow(page: Page, { bounds, state, zoom }: View): Promise<void> {
  const { windowId } = await page.session.send('Browser.getWindowForTarget');
  const set = (to: Record<string, unknown>): Promise<unknown> =>
    page.session.send('Browser.setWindowBounds', { windowId, bounds: to });
  const normal = set({ windowState: 'normal' }); // Chromium goes from one state to another by way of this one
  if (state === 'normal') {
    await normal;
    await set({ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height });
  } else {
    await normal.catch(() => {});
    await set({ windowState: state });
  }
  await page.session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 }).catch(() => {});
  const expression = `document.documentElement.style.zoom = ${zoom === 1 ? "''" : zoom}`;
  await page.session.send('Runtime.evaluate', { expression, contextId: page.mainFrame.world }).catch(() => {});
}
