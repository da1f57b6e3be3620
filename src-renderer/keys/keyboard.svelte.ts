import { createKeybindingsHandler } from 'tinykeys';
import type { Attachment } from 'svelte/attachments';
import { keyPreferences } from './preferences.svelte.ts';
import type { KeyEntry, KeyId } from './registry.ts';
import { isSingle, KEY_IDS, KEYS } from './registry.ts';

/** What is done at a key. `false` says "not now": the next outer part, or the browser, gets it. */
export type KeyAct = (event: KeyboardEvent) => unknown;
export type KeyActs = Partial<Record<KeyId, KeyAct>>;
type Scope = { element: Element | null; acts: () => KeyActs };

const FLOATS = '[role="dialog"], [role="alertdialog"], [role="menu"], [data-floating-list]';
const SINGLE_KEY_PLACES = '[data-single-keys]';
const TEXTLESS = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'color', 'image'];

const scopes = new Set<Scope>();

const elementOf = (event: Event) => (event.target instanceof Element ? event.target : document.body);

const isField = (element: Element): boolean =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && !TEXTLESS.includes(element.type)) ||
  (element instanceof HTMLElement && element.isContentEditable) ||
  element.matches('[role="combobox"], [role="menuitem"], [role="spinbutton"], [aria-haspopup="listbox"]');

/** Enter and Space belong to the button or link that has the focus. */
const pressesItself = (element: Element, press: string) =>
  /^(Enter|Space)$/.test(press) && element.matches('button, a[href], summary, [role="button"], input, [role="radio"]');

const mayAct = (event: KeyboardEvent, id: KeyId, press: string): boolean => {
  const element = elementOf(event);
  const entry: KeyEntry = KEYS[id];
  if (pressesItself(element, press)) return false;
  if (isField(element)) return !isSingle(press) && !entry.leaveToFields;
  return true;
};

/** Scopes an event is inside of, innermost first; what floats above the desk hides the desk's own keys. */
const scopesOf = (event: KeyboardEvent, single: boolean): Scope[] => {
  const element = elementOf(event);
  const float = element.closest(FLOATS);
  const found: { scope: Scope; depth: number }[] = [];
  for (const scope of scopes) {
    if (scope.element === null) {
      const here = !single || element === document.body || element.closest(SINGLE_KEY_PLACES) !== null;
      if (float === null && here) found.push({ scope, depth: -1 });
    } else if (scope.element.contains(element) && (float === null || float.contains(scope.element))) {
      let depth = 0;
      for (let at = scope.element.parentElement; at; at = at.parentElement) depth += 1;
      found.push({ scope, depth });
    }
  }
  return found.sort((a, b) => b.depth - a.depth).map(({ scope }) => scope);
};

/** Does the act of the innermost part that knows one of the ids. */
const dispatch = (ids: readonly KeyId[], press: string, event: KeyboardEvent): void => {
  for (const { acts } of scopesOf(event, isSingle(press))) {
    const known = acts();
    for (const id of ids) {
      const act = known[id];
      if (!act || !mayAct(event, id, press) || act(event) === false) continue;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }
};

const bindings = $derived.by(() => {
  const ids = new Map<string, KeyId[]>();
  for (const id of KEY_IDS)
    for (const press of keyPreferences.pressesOf(id)) ids.set(press, [...(ids.get(press) ?? []), id]);
  // Sequences first: of two that match, tinykeys takes the earlier one, and "G T" has to win over "T".
  const ordered = [...ids].sort(([a], [b]) => b.split(' ').length - a.split(' ').length);
  return createKeybindingsHandler(
    Object.fromEntries(ordered.map(([press, those]) => [press, (event) => dispatch(those, press, event)])),
    { ignore: (event) => event.isComposing || event.defaultPrevented },
  );
});

const listen = (event: Event) => bindings(event);

const register = (scope: Scope): (() => void) => {
  if (scopes.size === 0) window.addEventListener('keydown', listen);
  scopes.add(scope);
  return () => {
    scopes.delete(scope);
    if (scopes.size === 0) window.removeEventListener('keydown', listen);
  };
};

/** Keys of one part of the window: act while the focus is inside it. `<section {@attach keysOn(() => ({ reply }))}>` */
export const keysOn =
  (acts: () => KeyActs): Attachment<Element> =>
  (element) =>
    register({ element, acts });

/** Keys of the whole window, until the function that comes back is called: `$effect(() => keysEverywhere(() => …))`. */
export const keysEverywhere = (acts: () => KeyActs): (() => void) => register({ element: null, acts });
