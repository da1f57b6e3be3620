// Where a window is, how large, and whether it shows (docs/api/base-window.md). Kept here; Chromium follows.
import { record } from './recorder.ts';
import { workArea } from './screen.ts';
import { WindowFlags } from './window-flags.ts';

export type Bounds = { x: number; y: number; width: number; height: number };
let lastId = 0;

export abstract class WindowState extends WindowFlags {
  readonly id = ++lastId;
  protected bounds: Bounds;
  protected normal: Bounds;
  protected visible: boolean;
  protected minimized = false;
  protected maximized = false;
  protected isFull: boolean;
  #minimum: [number, number];
  #maximum: [number, number];

  constructor(options: Record<string, any>) {
    super(options);
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#maximum = [options.maxWidth ?? 0, options.maxHeight ?? 0];
    const size = this.#clamp(options.width ?? 800, options.height ?? 600);
    const x = Math.round((workArea.width - size.width) / 2);
    const y = Math.round((workArea.height - size.height) / 2);
    this.bounds = { x: options.x ?? x, y: options.y ?? y, ...size };
    this.normal = { ...this.bounds };
    this.visible = options.show !== false;
    this.isFull = !!options.fullscreen;
  }
  /** Brings Chromium's side up to date. */
  protected abstract render(): void;
  abstract focus(): void;
  abstract blur(): void;

  // --- showing
  show(): void {
    if (!this.visible) {
      this.visible = true;
      this.emit('show');
      this.render();
    }
    this.focus();
  }
  showInactive(): void {
    if (!this.visible) {
      this.visible = true;
      this.emit('show');
      this.render();
    }
  }
  hide(): void {
    if (this.visible) {
      this.visible = false;
      this.emit('hide');
      this.blur();
      this.render();
    }
  }
  isVisible(): boolean {
    return this.visible;
  }
  minimize(): void {
    if (!this.minimized) {
      this.minimized = true;
      this.blur();
      this.emit('minimize');
      this.render();
    }
  }
  restore(): void {
    if (this.minimized) {
      this.minimized = false;
      this.emit('restore');
      this.render();
    } else if (this.maximized) this.unmaximize();
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  maximize(): void {
    this.visible = true;
    if (!this.maximized) {
      this.normal = { ...this.bounds };
      this.maximized = true;
      this.bounds = { x: 0, y: 0, width: workArea.width, height: workArea.height };
      this.emit('maximize');
      this.emit('resize');
      this.render();
    }
  }
  unmaximize(): void {
    if (this.maximized) {
      this.maximized = false;
      this.bounds = { ...this.normal };
      this.emit('unmaximize');
      this.emit('resize');
      this.render();
    }
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  setFullScreen(on: boolean): void {
    if (on !== this.isFull) {
      this.isFull = on;
      setImmediate(() => this.emit(on ? 'enter-full-screen' : 'leave-full-screen'));
      this.render();
    }
  }
  isFullScreen(): boolean {
    return this.isFull;
  }
  isNormal(): boolean {
    return !this.minimized && !this.maximized && !this.isFull;
  }
  setSimpleFullScreen(on: boolean): void {
    this.setFullScreen(on);
  }
  isSimpleFullScreen(): boolean {
    return this.isFull;
  }
  isTabletMode(): boolean {
    return false;
  }
  get fullScreen(): boolean {
    return this.isFullScreen();
  }
  set fullScreen(on: boolean) {
    this.setFullScreen(on);
  }
  get simpleFullScreen(): boolean {
    return this.isFullScreen();
  }
  set simpleFullScreen(on: boolean) {
    this.setFullScreen(on);
  }

  // --- bounds
  getBounds(): Bounds {
    return { ...this.bounds };
  }
  setBounds(bounds: Partial<Bounds>): void {
    const next = { ...this.bounds, ...bounds };
    Object.assign(next, this.#clamp(next.width, next.height));
    const moved = next.x !== this.bounds.x || next.y !== this.bounds.y,
      resized = next.width !== this.bounds.width || next.height !== this.bounds.height;
    this.bounds = next;
    if (moved) this.emit('move');
    if (resized) this.emit('resize');
    if (moved || resized) this.render();
  }
  getNormalBounds(): Bounds {
    return this.isNormal() ? this.getBounds() : { ...this.normal };
  }
  getContentBounds(): Bounds {
    return this.getBounds();
  }
  setContentBounds(bounds: Bounds): void {
    this.setBounds(bounds);
  }
  getSize(): [number, number] {
    return [this.bounds.width, this.bounds.height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getContentSize(): [number, number] {
    return this.getSize();
  }
  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }
  getPosition(): [number, number] {
    return [this.bounds.x, this.bounds.y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }
  center(): void {
    this.setPosition(
      Math.round((workArea.width - this.bounds.width) / 2),
      Math.round((workArea.height - this.bounds.height) / 2),
    );
  }
  getMinimumSize(): [number, number] {
    return [...this.#minimum];
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
    this.setBounds({});
  }
  getMaximumSize(): [number, number] {
    return [...this.#maximum];
  }
  setMaximumSize(width: number, height: number): void {
    this.#maximum = [width, height];
    this.setBounds({});
  }
  setAspectRatio(ratio: number): void {
    record('BrowserWindow.setAspectRatio', { id: this.id, ratio });
  }
  #clamp(width: number, height: number): { width: number; height: number } {
    const [minWidth, minHeight] = this.#minimum,
      [maxWidth, maxHeight] = this.#maximum;
    return {
      width: Math.round(Math.min(Math.max(width, minWidth), maxWidth || Infinity)),
      height: Math.round(Math.min(Math.max(height, minHeight), maxHeight || Infinity)),
    };
  }
}
