import { lettersOf } from './letters.ts';

/**
 * Waits until every face the page needs is loaded and drawn; a printed page must not show a box where a letter belongs.
 * First each of its letters is drawn once and the page itself is not: a long page drawn with faces that are still to
 * come takes ten times as long.
 */
export async function facesDrawn(): Promise<void> {
  const probe = document.createElement('div');
  probe.className = 'letters';
  for (const { lang, bold, letters } of lettersOf(document.body)) {
    const line = document.createElement('p');
    if (lang !== '') line.lang = lang;
    if (bold) line.className = 'strong';
    line.textContent = letters;
    probe.append(line);
  }
  document.body.classList.add('awaits-faces');
  document.body.append(probe);
  await facesOf(probe);
  probe.remove();
  document.body.classList.remove('awaits-faces');
  await facesOf(document.body);
  document.body.classList.add('drawn');
}

/** A layout asks for the faces it needs; loading one can bring another into need (a weight, a script). */
async function facesOf(part: Element): Promise<void> {
  for (let round = 0; round < 5; round++) {
    part.getBoundingClientRect();
    await document.fonts.ready;
    if (document.fonts.status === 'loaded') break;
  }
}
