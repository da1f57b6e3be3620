const PANE = '[data-pane]';
const REACHABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Where the focus was last in each pane. */
const last = new WeakMap<Element, HTMLElement>();

const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true });

/** Remembers where the focus is in its pane; called on every `focusin` of the frame. */
export const rememberFocus = (event: Event): void => {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  const pane = target.closest(PANE);
  if (pane) last.set(pane, target);
};

/** The element of a pane that takes the focus: the last one, the marked one, or the first that can. */
const entryOf = (pane: HTMLElement): HTMLElement | undefined => {
  const before = last.get(pane);
  if (before?.isConnected && pane.contains(before) && isShown(before)) return before;
  const marked = [...pane.querySelectorAll<HTMLElement>('[data-pane-focus], [data-single-keys]')].find(
    (element) => element.matches(REACHABLE) && isShown(element),
  );
  return marked ?? [...pane.querySelectorAll<HTMLElement>(REACHABLE)].find(isShown);
};

/** Gives the focus to the next (1) or previous (-1) pane of the frame, round and round. False where there is none. */
export const cyclePanes = (frame: HTMLElement, step: 1 | -1): boolean => {
  const panes = [...frame.querySelectorAll<HTMLElement>(PANE)].filter(isShown);
  if (panes.length === 0) return false;
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const start = now < 0 ? (step === 1 ? -1 : 0) : now;
  for (let turn = 1; turn <= panes.length; turn += 1) {
    const pane = panes[(start + step * turn + panes.length * turn) % panes.length];
    const entry = pane && entryOf(pane);
    if (entry) {
      entry.focus();
      return true;
    }
  }
  return false;
};
