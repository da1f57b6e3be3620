// What a window's webPreferences may say (docs/api/structures/web-preferences.md).
import { missing } from './strict.ts';

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/));
const refuse = (what: string): never => {
  throw new Error(`stand-in: BrowserWindow with ${what} is refused: the window must stay sandboxed and isolated`);
};
// What a window's preferences may say; others throw, so that none is silently without effect.
const honoured = words(`
  preload sandbox contextIsolation nodeIntegration nodeIntegrationInSubFrames nodeIntegrationInWorker webSecurity
  session partition additionalArguments zoomFactor webviewTag allowRunningInsecureContent experimentalFeatures
  enableBlinkFeatures navigateOnDragDrop safeDialogs plugins
`);
const withoutEffect = words(`
  devTools spellcheck backgroundThrottling accessibleTitle autoplayPolicy defaultEncoding defaultFontFamily
  defaultFontSize defaultMonospaceFontSize minimumFontSize scrollBounce textAreasAreResizable images webgl
  v8CacheOptions disableDialogs safeDialogsMessage enablePreferredSizeMode transparent
  disableHtmlFullscreenWindowResize enableWebSQL disableBlinkFeatures imageAnimationPolicy focusOnNavigation
  disableWakeLocks enableDeprecatedPaste
`);

/** Throws on what Electron would allow and the stand-in must not or cannot do. */
export function checkPreferences(p: Record<string, any>): void {
  if (p.sandbox === false) refuse('sandbox: false');
  if (p.nodeIntegration) refuse('nodeIntegration: true');
  if (p.contextIsolation === false) refuse('contextIsolation: false');
  if (p.nodeIntegrationInWorker) refuse('nodeIntegrationInWorker: true');
  if (p.webSecurity === false) refuse('webSecurity: false');
  if (p.allowRunningInsecureContent) refuse('allowRunningInsecureContent: true');
  if (p.experimentalFeatures) refuse('experimentalFeatures: true');
  if (p.enableBlinkFeatures) refuse('enableBlinkFeatures');
  if (p.webviewTag) refuse('webviewTag: true');
  for (const name of Object.keys(p))
    if (!honoured.has(name) && !withoutEffect.has(name) && p[name] !== undefined)
      throw missing(`BrowserWindow webPreferences.${name}`);
  if (p.preload !== undefined && (typeof p.preload !== 'string' || !/^(\/|[A-Za-z]:[\\/])/.test(p.preload)))
    throw new Error(`preload script must have absolute path: ${p.preload}`);
}
