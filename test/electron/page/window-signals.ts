// What the page's window tells the main process: keys for the menu, the context menu, copied text, links to the app's
// own schemes.
// Runs in the preload's world, as source text.
export type Tell = (message: Record<string, unknown>) => void;

export function watchWindow(tell: Tell, schemes: { scheme: string; shown: string }[]): void {
  const isEditable = (target: EventTarget | null): boolean => {
    const element = target as HTMLElement | null;
    return element?.isContentEditable === true || /^(input|textarea)$/i.test(element?.tagName ?? '');
  };
  window.addEventListener(
    'keydown',
    (event) => {
      if (!event.isTrusted) return;
      const { key, code, ctrlKey, shiftKey, altKey, metaKey, repeat } = event;
      // Chromium selects a field's text itself; done once more by the menu, it would take letters typed since along
      const ownSelectAll = code === 'KeyA' && (ctrlKey || metaKey) && !shiftKey && !altKey && isEditable(event.target);
      if (ownSelectAll) return;
      setTimeout(() => {
        if (!event.defaultPrevented) tell({ t: 'key', key, code, ctrlKey, shiftKey, altKey, metaKey, repeat });
      }); // a page's preventDefault() keeps the menu from acting
    },
    true,
  );
  window.addEventListener(
    'contextmenu',
    (event) => {
      const element = event.target as HTMLElement,
        link = element.closest?.('a'),
        editable = isEditable(element);
      setTimeout(() => {
        if (!event.defaultPrevented)
          tell({
            t: 'context-menu',
            x: event.clientX,
            y: event.clientY,
            linkURL: link?.href ?? '',
            linkText: link?.textContent ?? '',
            isEditable: editable,
            selectionText: String(getSelection() ?? ''),
          });
      });
    },
    true,
  );
  window.addEventListener('click', (event) => {
    // Chromium would hand a link to app:// to the desktop
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || event.defaultPrevented || event.button !== 0 || (link.target && link.target !== '_self')) return;
    const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(link.getAttribute('href') ?? ''),
      known = match && schemes.find(({ scheme }) => scheme === match[1]!.toLowerCase());
    if (!match || !known) return;
    event.preventDefault();
    location.href = `${known.shown}://${match[2]}.${known.scheme}.standin${link.getAttribute('href')!.slice(match[0].length)}`;
  });
  for (const kind of ['copy', 'cut'] as const) {
    window.addEventListener(
      kind,
      (event) => {
        const active = document.activeElement as HTMLInputElement | null;
        const selected =
          active && 'selectionStart' in active && active.selectionStart !== null
            ? active.value.slice(active.selectionStart!, active.selectionEnd!)
            : String(getSelection() ?? '');
        const given = (event as ClipboardEvent).clipboardData;
        setTimeout(() =>
          tell({ t: 'clipboard', text: event.defaultPrevented ? given?.getData('text/plain') || selected : selected }),
        );
      },
      true,
    );
  }
}
