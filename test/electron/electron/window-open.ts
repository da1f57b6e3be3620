// window.open (docs/api/window-open.md, contents.setWindowOpenHandler), and which session a download belongs to.
import { fromChromium } from '../chromium/scheme-url.ts';
import { BrowserWindow } from './browser-window.ts';
import { openingOf } from './openings.ts';
import { runtime, type Target } from './runtime.ts';
import { internalDefaultSession } from './session.ts';
import { missing } from './strict.ts';
import { WebContents } from './web-contents.ts';

runtime.onPopup = async (target: Target, openerTargetId: string | undefined): Promise<void> => {
  const opening = await openingOf(openerTargetId);
  if (!opening) {
    void runtime.refusePopup(target);
    return;
  }
  const { contents, frameName, features } = opening;
  const url = fromChromium(opening.url);
  const answer = contents.windowOpenHandler?.({
    url,
    frameName,
    features,
    disposition: features ? 'new-window' : 'foreground-tab',
    referrer: { url: contents.getURL(), policy: 'strict-origin-when-cross-origin' },
    postBody: undefined,
  }) ?? { action: 'allow' };
  if (typeof answer !== 'object' || answer === null || !['allow', 'deny'].includes(answer.action))
    console.error("The window open handler response must be an object with an 'action' property of 'allow' or 'deny'.");
  if (answer?.action !== 'allow') {
    void runtime.refusePopup(target);
    return;
  }
  if (answer.createWindow) throw missing('setWindowOpenHandler: createWindow');
  const { webPreferences, ...override } = answer.overrideBrowserWindowOptions ?? {};
  const window = new BrowserWindow(
    { title: frameName, ...parseFeatures(features), ...override, webPreferences: { ...webPreferences } },
    target,
  );
  contents.emit('did-create-window', window, {
    url,
    frameName,
    options: override,
    disposition: features ? 'new-window' : 'foreground-tab',
    referrer: { url: contents.getURL(), policy: '' },
  });
};

function parseFeatures(features: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const part of features.split(',')) {
    const [name, value = 'yes'] = part.trim().split('=') as [string, string?];
    const number = Number(value);
    if (/^(width|height|x|y|minWidth|minHeight|maxWidth|maxHeight)$/.test(name)) out[name] = number;
    else if (name === 'left') out.x = number;
    else if (name === 'top') out.y = number;
    else if (name === 'innerWidth') out.width = number;
    else if (name === 'innerHeight') out.height = number;
    else if (/^(show|resizable|movable|minimizable|maximizable|closable|alwaysOnTop|fullscreen|frame)$/.test(name))
      out[name] = !/^(no|0|false)$/.test(value);
  }
  return out;
}
runtime.onDownload = (event, params) => {
  const contents = WebContents.all().find((c) => c.page?.frames.has(params.frameId)) ?? WebContents.all()[0];
  const target = contents?.session ?? internalDefaultSession;
  if (event === 'begin') target.downloadBegan(params, contents);
  else for (const s of new Set([target, ...WebContents.all().map((c) => c.session)])) s.downloadProgressed(params);
};
