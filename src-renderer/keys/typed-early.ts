import { isField } from './scopes.ts';

/** Frames in which a dialog has its box drawn and focused. */
const FRAMES = 20;
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const fieldNow = (): Element | null => {
  const at = document.activeElement;
  return at && isField(at) ? at : null;
};

const write = (field: Element, text: string) =>
  document.execCommand('insertText', false, field instanceof HTMLTextAreaElement ? text : text.replaceAll('\n', ''));

/**
 * Keeps what is typed for a text box that opens once something has come: without it the letters would be keys of the
 * list, and close or assign tickets. They are written into the box when it has the focus; where none comes they stay in
 * `from`, the box one was in, and are let go where one was in none. `opening` says false where nothing opens.
 */
export async function typedFor(opening: Promise<unknown>, from: Element | null = null): Promise<void> {
  let typed = '';
  const another = () => {
    const field = fieldNow();
    return field === from ? null : field;
  };
  const keep = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || another()) return;
    if (event.key === 'Backspace') typed = [...typed].slice(0, -1).join('');
    else if (event.key === 'Enter') typed += '\n';
    else if ([...event.key].length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', keep, true);
  try {
    const opened = await opening;
    for (let left = opened === false ? 0 : FRAMES; left > 0 && !another(); left -= 1) await frame();
  } finally {
    window.removeEventListener('keydown', keep, true);
  }
  const field = fieldNow();
  if (typed !== '' && field) write(field, typed);
}
