export type ReadText = { text: string; encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252' };

/**
 * The text in the first bytes of a file: by its mark where it has one, as UTF-8 where the bytes are that, as UTF-16
 * where every other byte of Latin letters is nothing, as Windows-1252 otherwise.
 * @param cut the file goes on after these bytes: a character they cut through is left out
 */
export function textOf(bytes: Uint8Array, cut = false): ReadText {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return utf16(bytes, 'utf-16be');
  if (first === 0xef && second === 0xbb && third === 0xbf) return utf8(bytes, false, cut) ?? latin(bytes);
  const wide = widthOf(bytes);
  if (wide) return utf16(bytes, wide);
  return utf8(bytes, true, cut) ?? latin(bytes);
}

const utf16 = (bytes: Uint8Array, label: 'utf-16le' | 'utf-16be'): ReadText => ({
  text: new TextDecoder(label).decode(bytes.subarray(0, bytes.length - (bytes.length % 2))),
  encoding: 'UTF-16',
});
const latin = (bytes: Uint8Array): ReadText => ({
  text: new TextDecoder('windows-1252').decode(bytes),
  encoding: 'Windows-1252',
});

function utf8(bytes: Uint8Array, fatal: boolean, cut: boolean): ReadText | null {
  try {
    // as a stream the last, unfinished character is waited for and so left out
    return { text: new TextDecoder('utf-8', { fatal }).decode(bytes, { stream: cut }), encoding: 'UTF-8' };
  } catch {
    return null;
  }
}

/** UTF-16 without a mark shows by nothing standing in one half of the places and hardly ever in the other. */
function widthOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const looked = Math.min(bytes.length - (bytes.length % 2), 4_096);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < looked; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  const many = looked * 0.2;
  if (odd > many && even < many / 10) return 'utf-16le';
  if (even > many && odd < many / 10) return 'utf-16be';
  return null;
}
