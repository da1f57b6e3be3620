import type { Database } from 'better-sqlite3';
import { cutPlaced, fold, isPaired } from '../words.ts';
import type { Phrase } from './clauses.ts';
import type { FromRows } from './from-rows.ts';
import { monthOf } from './keys.ts';
import { standsInRow, wordsOfTickets } from './row-words.ts';
import type { RowWords } from './row-words.ts';
import { counted, knownIn, ofPeople } from './standing.ts';
import type { Place, Ready, Standing } from './standing.ts';
import type { TextKind, TicketColumn } from './tables.ts';

/** A text that was read, folded once for all parts of a query; its words only where they are needed. */
type ReadText = { place: Place & { field: TextKind }; folded: string; words: string | null };

/** A character beside which a word surely ends: of ASCII, and no letter or digit. */
const endsWord = (code: number): boolean => code < 128 && !((code >= 48 && code <= 57) || (code >= 97 && code <= 122));

/** As the index would have it: the cut words decide wherever a look at the characters does not. */
function inText(text: ReadText, { tokens, beginning }: Phrase): boolean {
  const { folded } = text;
  const [first = ''] = tokens;
  let at = folded.indexOf(first);
  if (at < 0) return false;
  if (tokens.length === 1 && !isPaired(first)) {
    for (; at >= 0; at = folded.indexOf(first, at + 1)) {
      const end = at + first.length;
      const begins = at === 0 || endsWord(folded.charCodeAt(at - 1));
      if (begins && (beginning || end === folded.length || endsWord(folded.charCodeAt(end)))) return true;
    }
  }
  text.words ??= ` ${cutPlaced(folded)
    .map(({ word }) => word)
    .join(' ')} `;
  return text.words.includes(` ${tokens.join(' ')}${beginning ? '' : ' '}`);
}

/**
 * Says where parts stand in tickets by reading them, texts and all, instead of asking the index: 50 µs a ticket, while
 * the index puts together the whole month's list for a frequent word or a short beginning (0.3 to 8 ms).
 */
export class Reading {
  readonly #sqlite: Database;
  readonly #rows: Required<Pick<FromRows, 'texts'>> & FromRows;
  readonly #texts = new Map<number, ReadText[]>();
  readonly #own = new Map<number, RowWords<TicketColumn>>();
  constructor(sqlite: Database, rows: Required<Pick<FromRows, 'texts'>> & FromRows) {
    this.#sqlite = sqlite;
    this.#rows = rows;
  }

  standing({ part, clauses, people }: Ready, keys: readonly number[]): Standing {
    const own: number[] = [];
    const read: Standing['read'][number][] = [];
    if (clauses.tickets.length > 0) this.#takeOwn(keys);
    if (clauses.texts.length > 0) this.#takeTexts(keys);
    for (const key of keys) {
      const words = clauses.tickets.length > 0 ? this.#own.get(key) : undefined;
      const { code } = monthOf(key);
      if (words && clauses.tickets.some((clause) => standsInRow(words, clause, code))) own.push(key);
      for (const text of clauses.texts.length > 0 ? (this.#texts.get(key) ?? []) : []) {
        const stands = clauses.texts.some(
          ({ columns, phrases }) =>
            columns.includes(text.place.field) && phrases.every((phrase) => inText(text, phrase)),
        );
        if (stands) read.push({ key, place: text.place });
      }
    }
    const wanted = new Set(keys);
    const [newest = 0, oldest = newest] = [keys[0], keys.at(-1)];
    const here = knownIn(this.#rows, part, oldest, newest + 1).filter((key) => wanted.has(key));
    return counted({
      low: 0,
      own,
      rows: [],
      further: [],
      people: ofPeople(this.#rows, people, keys),
      known: here,
      read,
    });
  }

  #takeOwn(keys: readonly number[]): void {
    const missing = keys.filter((key) => !this.#own.has(key));
    if (missing.length > 0) for (const [key, words] of wordsOfTickets(this.#sqlite, missing)) this.#own.set(key, words);
  }

  #takeTexts(keys: readonly number[]): void {
    const missing = keys.filter((key) => !this.#texts.has(key));
    for (const key of missing) this.#texts.set(key, []);
    if (missing.length === 0) return;
    for (const { key, kind, ref, text } of this.#rows.texts(missing))
      this.#texts.get(key)?.push({ place: { field: kind, ref }, folded: fold(text), words: null });
  }
}
