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

/** Enter, an arrow, or something that is text: nothing else may reach a closed list of choice. */
const opensOrFinds = ({ key }: KeyboardEvent) => key.length === 1 || /^(Enter|ArrowUp|ArrowDown)$/.test(key);

/** The same for a closed list of choice, which would take the name of a key (Tab, Home, F2) for letters typed. */
export const leaveNamedKeys = (props: Record<string, unknown>): Record<string, unknown> => {
  const own = props['onkeydown'] as ((event: KeyboardEvent) => void) | undefined;
  return leaveHeldKeys({
    ...props,
    onkeydown: (event: KeyboardEvent) => {
      const open = event.currentTarget instanceof Element && event.currentTarget.ariaExpanded === 'true';
      if (open || opensOrFinds(event)) own?.(event);
    },
  });
};
