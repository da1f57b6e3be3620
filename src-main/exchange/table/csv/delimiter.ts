export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const SAMPLE_RECORDS = 200;

/** How many fields each record of `text` has, if `delimiter` parts them; quoted delimiters and line breaks do not. */
function fieldCounts(text: string, delimiter: Delimiter): number[] {
  const counts: number[] = [];
  let fields = 1;
  let fieldStart = true;
  let quoted = false;
  let empty = true;
  for (let i = 0; i < text.length && counts.length < SAMPLE_RECORDS; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') continue;
      if (text.charAt(i + 1) === '"') i++;
      else quoted = false;
    } else if (c === '"' && fieldStart) {
      quoted = true;
      fieldStart = false;
      empty = false;
    } else if (c === delimiter) {
      fields++;
      fieldStart = true;
      empty = false;
    } else if (c === '\n' || c === '\r') {
      if (!empty) counts.push(fields);
      fields = 1;
      fieldStart = true;
      empty = true;
    } else {
      fieldStart = false;
      empty = false;
    }
  }
  return counts;
}

/** The delimiter an Excel hint line (`sep=;`) names. */
export function delimiterByHint(text: string): Delimiter | null {
  const hint = /^sep=([,;\t])\r?\n/i.exec(text);
  return DELIMITERS.find((d) => d === hint?.[1]) ?? null;
}

/**
 * The delimiter under which the most records have as many fields as most others, and more than one; where none
 * parts anything, the one that stands in no record. `text` is the start of the file; its last, cut record is left out.
 */
export function guessDelimiter(text: string, isWhole: boolean): Delimiter {
  let best: { delimiter: Delimiter; share: number; fields: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const counts = fieldCounts(isWhole ? `${text}\n` : text, delimiter);
    const tally = new Map<number, number>();
    for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
    const [usual, times] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 1];
    const share = times / Math.max(1, counts.length);
    // A first record that is not parted names one column, whose texts hold this sign as writing ("Smith, John");
    // unless it is a title above a table of three columns and more.
    const fields = counts[0] === 1 && !(usual > 2 && share >= 0.6) ? 1 : usual;
    const found = { delimiter, share: fields > 1 ? 1 + share : share, fields };
    if (best === null || found.share > best.share || (found.share === best.share && found.fields > best.fields))
      best = found;
  }
  return best?.delimiter ?? ',';
}
