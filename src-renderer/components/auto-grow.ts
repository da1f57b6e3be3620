import type { Attachment } from 'svelte/attachments';

/** Makes a text area as high as its text, up to the `max-height` of its style. `text` is read so that it follows it. */
export const autoGrow =
  (text: () => string): Attachment<HTMLTextAreaElement> =>
  (element) => {
    text();
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  };
