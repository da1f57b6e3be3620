import type { Attachment } from 'svelte/attachments';
import { createKeybindingsHandler } from 'tinykeys';
import { keyPreferences } from './preferences.svelte.ts';
import { KEY_IDS } from './registry.ts';
import type { KeyActs, Scope } from './scopes.ts';
import { dispatch, idsByPress, scopes } from './scopes.ts';

export type { KeyActs } from './scopes.ts';

/** Sequences done so far. After one, tinykeys still waits for the ends of all others that began alike: it begins anew. */
let sequences = $state(0);
const bindings = $derived.by(() => {
  void sequences;
  return createKeybindingsHandler(
    Object.fromEntries(
      idsByPress(KEY_IDS, (id) => keyPreferences.pressesOf(id)).map(([press, ids]) => [
        press,
        (event: KeyboardEvent) => {
          dispatch(ids, press, event);
          if (press.includes(' ')) sequences += 1;
        },
      ]),
    ),
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
