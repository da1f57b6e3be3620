import type { AnyIcon } from './icon.ts';
import type { KeyId } from '../keys/registry.ts';

/** One line of a menu, or a rule between two groups. */
export type MenuLine =
  | 'rule'
  | {
      text: string;
      act: () => void;
      icon?: AnyIcon;
      keyId?: KeyId;
      /** A dialog that destroys something follows. */
      danger?: boolean;
      /** Why it cannot be done now; shown in the line's place for the key. */
      reason?: string | null;
      /** The line is one of several, and this is the one that counts. */
      chosen?: boolean;
    };
