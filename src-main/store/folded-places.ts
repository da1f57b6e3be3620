import { fold } from './words.ts';

const NOT_ASCII = /[^\x00-\x7f]/;
const CLUSTER = /[\u1100-\u11ff]+|[^\p{M}\p{Cf}][\p{M}\p{Cf}]*|[\p{M}\p{Cf}]+/gsu;

/** A folded text that remembers where each of its UTF-16 units came from. */
export type FoldedText = { folded: string; source: (unit: number) => number };

type Placed = { folded: string; places: readonly number[] };

function placeClusters(text: string): Placed {
  const places: number[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const part = fold(cluster);
    for (let i = 0; i < part.length; i += 1) places.push(index);
    folded += part;
  }
  return { folded, places };
}

/** Short runs come again and again: remembered. */
const KNOWN_RUNS = 20_000;
const LONGEST_KNOWN = 16;
/** A run with the letter before it, to which its marks may belong. */
const PLACED_RUN = /[\x00-\x7f]?[^\x00-\x7f]+/g;
const knownPlaces = new Map<string, Placed>();
/** Remembers none of them any more. */
export const forgetPlaces = (): void => knownPlaces.clear();

function placeKnownRun(run: string): Placed {
  if (run.length > LONGEST_KNOWN) return placeClusters(run);
  let placed = knownPlaces.get(run);
  if (!placed) {
    if (knownPlaces.size >= KNOWN_RUNS) knownPlaces.clear();
    placed = placeClusters(run);
    knownPlaces.set(run, placed);
  }
  return placed;
}

/** Folds a text and keeps the way back: `source(i)` is the place in the original that unit `i` came from. */
export function foldPlaced(text: string): FoldedText {
  if (!NOT_ASCII.test(text) && !text.includes('\0')) return { folded: text.toLowerCase(), source: (unit) => unit };
  if (text.includes('\0')) {
    const { folded, places } = placeClusters(text.toWellFormed());
    return { folded, source: (unit) => places[unit] ?? text.length };
  }
  const whole = text.toWellFormed();
  // ASCII folds unit by unit: only the runs between need places of their own.
  const pieces: { from: number; source: number; places: readonly number[] | null }[] = [];
  let folded = '';
  let at = 0;
  const plain = (end: number): void => {
    if (end > at) pieces.push({ from: folded.length, source: at, places: null });
    folded += whole.slice(at, end).toLowerCase();
  };
  for (const { 0: run, index } of whole.matchAll(PLACED_RUN)) {
    plain(index);
    const placed = placeKnownRun(run);
    if (placed.folded !== '') pieces.push({ from: folded.length, source: index, places: placed.places });
    folded += placed.folded;
    at = index + run.length;
  }
  plain(whole.length);
  const source = (unit: number): number => {
    if (unit >= folded.length) return text.length;
    let low = 0;
    for (let high = pieces.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((pieces[middle]?.from ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    if (!piece) return text.length;
    return piece.source + (piece.places ? (piece.places[unit - piece.from] ?? 0) : unit - piece.from);
  };
  return { folded, source };
}
