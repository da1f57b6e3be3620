/** Alt with an arrow opens a list, as in the system's own. */
const isHeld = ({ ctrlKey, metaKey, altKey, key }: KeyboardEvent) =>
  ctrlKey || metaKey || (altKey && !key.startsWith('Arrow'));

/**
 * Props of a part that answers keys, so that it leaves presses with Ctrl, Cmd or Alt to the desk: Ctrl Enter saves where
 * the focus is on a check box, and Ctrl P on a list prints in place of choosing what begins with P.
 */
export const leaveHeldKeys = (props: Record<string, unknown>): Record<string, unknown> => {
  const own = props['onkeydown'] as ((event: KeyboardEvent) => void) | undefined;
  if (!own) return props;
  return {
    ...props,
    onkeydown: (event: KeyboardEvent) => {
      if (!isHeld(event)) own(event);
    },
  };
};
