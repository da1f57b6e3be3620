/** Letters of one language and weight, each once. */
export type Letters = { lang: string; bold: boolean; letters: string };

const BOLD = 'b, h1, h2, th, .strong';

/** Every letter that a part of the page draws, by language and weight: what decides which faces it needs. */
export function lettersOf(part: Element): Letters[] {
  const found = new Map<string, { lang: string; bold: boolean; letters: Set<string> }>();
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const around = node.parentElement;
    const lang = around?.closest<HTMLElement>('[lang]')?.lang ?? '';
    const bold = around?.closest(BOLD) != null;
    const key = `${lang} ${bold}`;
    let kind = found.get(key);
    if (!kind) {
      kind = { lang, bold, letters: new Set() };
      found.set(key, kind);
    }
    for (const letter of node.nodeValue ?? '') kind.letters.add(letter);
  }
  return [...found.values()].map(({ lang, bold, letters }) => ({ lang, bold, letters: [...letters].join('') }));
}
