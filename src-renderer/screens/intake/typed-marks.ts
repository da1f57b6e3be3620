type Mark = [from: number, to: number];
type Plain = { text: string; places: number[] };

/** Letters that no accent is taken off from, as the find treats them. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};

/** Text without case and accents, with the place in the original that each unit came from. */
function plainOf(text: string): Plain {
  const places: number[] = [];
  let plain = '';
  let at = 0;
  for (const sign of text) {
    const bare = sign.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
    const part = ALIKE[bare] ?? bare;
    for (let unit = 0; unit < part.length; unit += 1) places.push(at);
    plain += part;
    at += sign.length;
  }
  places.push(text.length);
  return { text: plain, places };
}

/** Only the digits of a text, each with its place. */
function digitsOf({ text, places }: Plain): Plain {
  const kept = [...text.matchAll(/\d/g)].map(({ index }) => index);
  return { text: kept.map((at) => text[at]).join(''), places: kept.map((at) => places[at] ?? 0) };
}

/**
 * Where what was typed stands in a name or an identifier, accents and case aside: `muller` in `Müller`, `0176 5550` in
 * `+49 176 5550143` past blanks. For showing only; who is found is the find's to say.
 * @returns [from, to) in UTF-16 units, for `Marked`
 */
export function marksOf(typed: string, text: string): Mark[] {
  const plain = plainOf(text);
  const marks: Mark[] = [];
  for (const word of typed.split(/\s+/u)) {
    const wanted = plainOf(word).text;
    if (wanted === '') continue;
    const at = plain.text.indexOf(wanted);
    if (at >= 0) marks.push([plain.places[at] ?? 0, plain.places[at + wanted.length] ?? text.length]);
    else if (/^[+(]*\d[\d()./-]{2,}$/.test(wanted)) {
      const all = digitsOf(plain);
      const sought = wanted.replace(/\D/g, '').replace(/^0+/, '');
      const from = sought.length < 3 ? -1 : all.text.indexOf(sought);
      if (from >= 0) marks.push([all.places[from] ?? 0, (all.places[from + sought.length - 1] ?? 0) + 1]);
    }
  }
  return marks;
}
