import type { KeyId } from './registry.ts';
import { isSingle, KEYS } from './registry.ts';

/** What the user made of the keys: single keys on or off, and keys changed one by one (WCAG 2.1.4). */
class KeyPreferences {
  singleKeys = $state(true);
  changed = $state<Partial<Record<KeyId, readonly string[]>>>({});

  /** The presses that now lead to an act; none for one whose keys are all single while those are off. */
  pressesOf(id: KeyId): readonly string[] {
    const presses = this.changed[id] ?? KEYS[id].keys;
    return this.singleKeys ? presses : presses.filter((press) => !isSingle(press));
  }
}

export const keyPreferences = new KeyPreferences();
