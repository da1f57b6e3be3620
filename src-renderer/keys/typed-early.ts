import { isField } from './scopes.ts';

/** Frames in which a dialog has its box drawn and focused. */
const FRAMES = 20;
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const fieldNow = (): Element | null => {
  const at = document.activeElement;
  return at && isField(at) ? at : null;
};

/**
 * Keeps what is typed for a text box that opens once something has come: without it the letters would be keys of the
 * list, and close or assign tickets. They are written into the box when it has the focus, and let go where none comes.
 */
export async function typedFor(opening: Promise<unknown>): Promise<void> {
  let typed = '';
  const keep = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || fieldNow()) return;
    if (event.key === 'Backspace') typed = [...typed].slice(0, -1).join('');
    else if (event.key === 'Enter') typed += '\n';
    else if ([...event.key].length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', keep, true);
  try {
    await opening;
    for (let left = FRAMES; left > 0 && !fieldNow(); left -= 1) await frame();
  } finally {
    window.removeEventListener('keydown', keep, true);
  }
  if (typed !== '' && fieldNow()) document.execCommand('insertText', false, typed);
}
