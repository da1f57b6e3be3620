// What a window is told and can be asked, and that shows nowhere here: is it resizable, on top, in the task bar...
import { EventEmitter } from 'node:events';
import { cancellable } from './strict.ts';

/** flag: how it is asked, how it is set, its property (docs/api/base-window.md, "Instance Properties") */
const accessors: Record<string, [ask: string | null, set: string | null, property: string | null]> = {
  resizable: ['isResizable', 'setResizable', 'resizable'],
  movable: ['isMovable', 'setMovable', 'movable'],
  minimizable: ['isMinimizable', 'setMinimizable', 'minimizable'],
  maximizable: ['isMaximizable', 'setMaximizable', 'maximizable'],
  closable: ['isClosable', 'setClosable', 'closable'],
  focusable: ['isFocusable', 'setFocusable', 'focusable'],
  fullscreenable: ['isFullScreenable', 'setFullScreenable', 'fullScreenable'],
  enabled: ['isEnabled', 'setEnabled', null],
  kiosk: ['isKiosk', 'setKiosk', 'kiosk'],
  alwaysOnTop: ['isAlwaysOnTop', 'setAlwaysOnTop', null],
  opacity: ['getOpacity', 'setOpacity', null],
  backgroundColor: ['getBackgroundColor', 'setBackgroundColor', null],
  hasShadow: ['hasShadow', 'setHasShadow', 'shadow'],
  contentProtected: ['isContentProtected', 'setContentProtection', null],
  skipTaskbar: [null, 'setSkipTaskbar', null],
  visibleOnAllWorkspaces: ['isVisibleOnAllWorkspaces', 'setVisibleOnAllWorkspaces', 'visibleOnAllWorkspaces'],
  menuBarVisible: ['isMenuBarVisible', 'setMenuBarVisibility', 'menuBarVisible'],
  autoHideMenuBar: ['isMenuBarAutoHide', 'setAutoHideMenuBar', 'autoHideMenuBar'],
  accessibleTitle: [null, null, 'accessibleTitle'],
};
const onUnlessRefused = [
  'resizable',
  'movable',
  'minimizable',
  'maximizable',
  'closable',
  'focusable',
  'fullscreenable',
  'hasShadow',
];
const offUnlessAsked = ['alwaysOnTop', 'kiosk', 'autoHideMenuBar', 'skipTaskbar'];

export abstract class WindowFlags extends EventEmitter {
  protected readonly flags: Record<string, unknown>;

  constructor(options: Record<string, unknown>) {
    super();
    this.flags = {
      menuBarVisible: true,
      enabled: true,
      contentProtected: false,
      visibleOnAllWorkspaces: false,
      accessibleTitle: '',
      opacity: options.opacity ?? 1,
      backgroundColor: options.backgroundColor ?? '#FFFFFF',
      ...Object.fromEntries(onUnlessRefused.map((flag) => [flag, options[flag] !== false])),
      ...Object.fromEntries(offUnlessAsked.map((flag) => [flag, !!options[flag]])),
    };
  }
  abstract setFullScreen(on: boolean): void;

  protected setFlag(flag: string, value: unknown): void {
    const before = this.flags[flag];
    this.flags[flag] = value;
    if (flag === 'kiosk') this.setFullScreen(!!value);
    if (flag === 'alwaysOnTop' && before !== value) this.emit('always-on-top-changed', cancellable(), value);
  }
}

const prototype = WindowFlags.prototype as unknown as Record<string, unknown>;
for (const [flag, [ask, set, property]] of Object.entries(accessors)) {
  const get = function (this: { flags: Record<string, unknown> }): unknown {
    return this.flags[flag];
  };
  const put = function (this: { setFlag(flag: string, value: unknown): void }, value: unknown): void {
    this.setFlag(flag, value);
  };
  const own = { configurable: true, writable: true };
  if (ask) Object.defineProperty(prototype, ask, { ...own, value: get });
  if (set) Object.defineProperty(prototype, set, { ...own, value: put });
  if (property) Object.defineProperty(prototype, property, { configurable: true, get, set: put });
}
