import type { KeyEntry, KeyId } from './registry.ts';
import { isSingle, KEYS } from './registry.ts';

/** What is done at a key. `false` says "not now": the next outer part, or the browser, gets it. */
export type KeyAct = (event: KeyboardEvent) => unknown;
export type KeyActs = Partial<Record<KeyId, KeyAct>>;
/** A part of the window with keys of its own; without an element the whole window. */
export type Scope = { element: Element | null; acts: () => KeyActs };

const FLOATS = '[role="dialog"], [role="alertdialog"], [role="menu"], [data-floating-list]';
const MODAL = '[aria-modal="true"]';
const SINGLE_KEY_PLACES = '[data-single-keys]';
const FIELD_ROLES =
  '[role="combobox"], [role="menuitem"], [role="spinbutton"], [role="radio"], [aria-haspopup="listbox"]';
const TEXTLESS = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'color', 'image'];
const PRESSED_BY_ENTER = 'button, a[href], summary, [role="button"], input';

/** Every part that has keys now. */
export const scopes = new Set<Scope>();

const elementOf = (event: Event) => (event.target instanceof Element ? event.target : document.body);

/** Whether an element has a text of its own, or letters choose in it. */
export const isField = (element: Element): boolean =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && !TEXTLESS.includes(element.type)) ||
  (element instanceof HTMLElement && element.isContentEditable) ||
  element.matches(FIELD_ROLES);

/** Whether an act may answer a press: fields keep what they need, a button keeps Enter and Space. */
const mayAct = (element: Element, id: KeyId, press: string): boolean => {
  const entry: KeyEntry = KEYS[id];
  if (/^(Enter|Space)$/.test(press) && element.matches(PRESSED_BY_ENTER)) return false;
  return !isField(element) || (!isSingle(press) && !entry.leaveToFields);
};

const depthOf = (element: Element | null): number => {
  let depth = -1;
  for (let at = element; at; at = at.parentElement) depth += 1;
  return depth;
};

/**
 * What an element is in that floats above the desk, and hides the desk's own keys; null for the desk itself. Where
 * nothing has the focus, as for a moment while a dialog opens, it is the dialog that has the keys.
 */
export const floatOf = (element: Element): Element | null =>
  element.closest(FLOATS) ?? (element === document.body ? document.querySelector(MODAL) : null);

/** Scopes the focus is inside of, innermost first. */
const scopesAround = (element: Element, single: boolean): Scope[] => {
  const float = floatOf(element);
  const singleHere = element === document.body || element.closest(SINGLE_KEY_PLACES) !== null;
  return [...scopes]
    .filter(({ element: own }) =>
      own === null
        ? float === null && (!single || singleHere)
        : own.contains(element) && (float === null || float.contains(own)),
    )
    .sort((a, b) => depthOf(b.element) - depthOf(a.element));
};

/** Does the act of the innermost part that knows one of the ids, and keeps the press from everybody else. */
export const dispatch = (ids: readonly KeyId[], press: string, event: KeyboardEvent): void => {
  const element = elementOf(event);
  for (const { acts } of scopesAround(element, isSingle(press))) {
    const known = acts();
    for (const id of ids) {
      const act = known[id];
      if (!act || !mayAct(element, id, press) || act(event) === false) continue;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }
};

/**
 * Ids by press, sequences first: of two presses that match, tinykeys takes the earlier one, and "G T" has to win
 * over "T".
 */
export const idsByPress = (
  ids: readonly KeyId[],
  pressesOf: (id: KeyId) => readonly string[],
): [press: string, ids: KeyId[]][] => {
  const found = new Map<string, KeyId[]>();
  for (const id of ids) for (const press of pressesOf(id)) found.set(press, [...(found.get(press) ?? []), id]);
  return [...found].sort(([a], [b]) => b.split(' ').length - a.split(' ').length);
};
