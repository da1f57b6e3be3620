/** Random numbers that come out the same on every computer: mulberry32 (public domain, Tommy Ettinger), 32 bits. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** A seed from a name, so that each file has its own: FNV-1a over its UTF-16 units, 32 bits. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** HESK's alphabet of tracking ids: no letters and digits that look alike. */
export const TRACKING_ALPHABET = 'AEUYBDGHJLMNPQRSTVWXZ123456789';

/** Tracking ids `XXX-XXX-XXXX`, one after the other from a seed, none of them in `taken` and none twice. */
export function seededTrackingIds(seed: number, taken: Iterable<string>): () => string {
  const random = seededRandom(seed);
  const used = new Set(taken);
  const sign = () => TRACKING_ALPHABET[random() % TRACKING_ALPHABET.length] ?? '';
  const signs = (count: number) => Array.from({ length: count }, sign).join('');
  return () => {
    for (;;) {
      const id = `${signs(3)}-${signs(3)}-${signs(4)}`;
      if (used.has(id)) continue;
      used.add(id);
      return id;
    }
  };
}
