import { cut as cutWords, digits, tailText } from '../words.ts';
import { ipBeginning, ipPattern, ipRange } from './ip.ts';

/** The fields that can be named in a query, as in `email:example.org`. */
export const QUERY_FIELDS = [
  'name',
  'email',
  'phone',
  'number',
  'ip',
  'id',
  'subject',
  'message',
  'reply',
  'note',
  'field',
  'file',
] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/**
 * A part of a query; all parts must hold. `text`: words, the last one a beginning unless `exact`. `phone`: the digits
 * that count, without country and leading zeros. `tracking`: a tracking id in full. `ip`: from one `ipKey` to another.
 * `ip-like`: a pattern of a written IP with `%`. `ip-beginning`: words or numbers that an IP may begin with as well. The
 * last three are answered by the caller, from the tickets' rows.
 */
export type QueryPart = { text: string; not: boolean } & (
  | { kind: 'text'; field: Exclude<QueryField, 'ip'> | null; exact: boolean }
  | { kind: 'phone'; digits: string; field: 'phone' | null }
  | { kind: 'tracking' }
  | { kind: 'ip'; low: string; high: string; field: 'ip' | null }
  | { kind: 'ip-like'; pattern: string; field: 'ip' | null }
  | { kind: 'ip-beginning'; pattern: string }
);

export type IpPart = Extract<QueryPart, { kind: 'ip' | 'ip-like' | 'ip-beginning' }>;

/** Whether a part is answered from the addresses of tickets, alone or beside its words. */
export const asksForIp = (part: QueryPart): part is IpPart =>
  part.kind === 'ip' || part.kind === 'ip-like' || part.kind === 'ip-beginning';

/** A query as parsed; `cut` says that it was too long, or had too many parts, and the rest was left out. */
export type Query = { parts: QueryPart[]; cut: boolean };

const LONGEST_QUERY = 2000;
const LONGEST_PART = 200;
const MOST_PARTS = 16;

const TRACKING = /^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{4}$/i;
const PHONE_PIECE = /^[+(]?[\d()/.\-–]+$/;
const FIELD = new RegExp(`^(${QUERY_FIELDS.join('|')}):`, 'i');
const OPENING = '"“”„«»';
const CLOSING = /["“”«»]/;

type Piece = { text: string; field: QueryField | null; exact: boolean; not: boolean };

function takePieces(typed: string): { pieces: Piece[]; cut: boolean } {
  const pieces: Piece[] = [];
  let cut = typed.length > LONGEST_QUERY;
  let rest = typed.slice(0, LONGEST_QUERY).toWellFormed().trimStart();
  while (rest) {
    const not = /^[-−](?=[^\s-])/.test(rest);
    if (not) rest = rest.slice(1);
    const named = FIELD.exec(rest)?.[1]?.toLowerCase();
    const field = QUERY_FIELDS.find((known) => known === named) ?? null;
    if (field) rest = rest.slice(field.length + 1);
    const exact = rest !== '' && OPENING.includes(rest.charAt(0));
    let text: string;
    if (exact) {
      const end = rest.slice(1).search(CLOSING);
      text = end < 0 ? rest.slice(1) : rest.slice(1, end + 1);
      rest = end < 0 ? '' : rest.slice(end + 2);
    } else {
      const end = rest.search(/\s/);
      text = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? '' : rest.slice(end);
    }
    rest = rest.trimStart();
    if (text.length > LONGEST_PART) {
      cut = true;
      text = text.slice(0, LONGEST_PART).toWellFormed();
    }
    if (text.trim()) pieces.push({ text: text.trim(), field, exact, not });
  }
  return { pieces, cut };
}

/**
 * The digits of a telephone number that stay the same however it is written: `+49 170 …`, `0049 170 …` and `0170 …`.
 * A country code has up to three digits, so that many are left out behind a `+` or `00`.
 */
export function phoneDigits(typed: string): string {
  const all = digits(typed);
  const abroad = typed.trim().startsWith('+') || (typed.trim().startsWith('00') && all.length > 8);
  if (!abroad) return all.replace(/^0+(?=\d{3})/, '');
  const behind = all.replace(/^00/, '');
  return behind.length >= 9 ? behind.slice(3) : behind;
}

/** A number written in several pieces (`0170 123 45 67`) is one number. */
function joinPhones(pieces: Piece[]): (Piece & { phone?: boolean })[] {
  const joined: (Piece & { phone?: boolean })[] = [];
  for (let i = 0; i < pieces.length; i += 1) {
    const first = pieces[i] as Piece;
    const mayJoin = (piece: Piece | undefined): piece is Piece =>
      !!piece && !piece.exact && PHONE_PIECE.test(piece.text) && !ipRange(piece.text) && digits(piece.text).length < 16;
    const free = first.field === null || first.field === 'phone';
    let text = first.text;
    let next = i + 1;
    if (free && mayJoin(first) && /^[+0(]/.test(text)) {
      for (let piece = pieces[next]; mayJoin(piece) && !piece.not && !piece.field; piece = pieces[next]) {
        if (digits(text).length + digits(piece.text).length > 15) break;
        text += ` ${piece.text}`;
        next += 1;
      }
    }
    const phone = free && PHONE_PIECE.test(text.replaceAll(' ', '')) && /^[+0(]/.test(text) && digits(text).length >= 6;
    joined.push(phone ? { ...first, text, phone } : first);
    if (phone) i = next - 1;
  }
  return joined;
}

/** A lone `&` or dash between words asks for nothing. */
const saysSomething = ({ text, field }: Piece): boolean =>
  field !== null || tailText(text).length >= 3 || cutWords(text).length > 0;

function understand(piece: Piece & { phone?: boolean }): QueryPart {
  const { text, field, exact, not } = piece;
  if (field === 'ip' || (field === null && !exact)) {
    // A lone `::` is an address, but nobody means it by that.
    const range = field === 'ip' || /^[[:]*[0-9a-f]/i.test(text) ? ipRange(text) : null;
    if (range) return { kind: 'ip', text, not, field, ...range };
    const pattern = ipPattern(text);
    if (pattern) return { kind: 'ip-like', text, not, field, pattern };
    if (field === 'ip') {
      return { kind: 'ip-like', text, not, field, pattern: `%${text.toLowerCase().replaceAll('*', '%')}%` };
    }
  }
  if (piece.phone || (field === 'phone' && digits(text).length >= 3)) {
    return { kind: 'phone', text, not, digits: phoneDigits(text), field: field === 'phone' ? field : null };
  }
  if (field === null && !exact && TRACKING.test(text) && /\d/.test(text)) return { kind: 'tracking', text, not };
  const beginning = field === null && !exact ? ipBeginning(text) : null;
  if (beginning !== null) return { kind: 'ip-beginning', text, not, pattern: beginning };
  return { kind: 'text', text, not, field, exact };
}

/**
 * What was typed into the find box, as a plain list of parts. Never throws. Words are beginnings; `"…"` is an exact
 * phrase; `field:` names a field; a minus in front excludes; IPs, ranges, telephone numbers and tracking ids are known
 * by their form.
 */
export function parseQuery(typed: string): Query {
  const { pieces, cut } = takePieces(typed);
  const parts = joinPhones(pieces).filter(saysSomething).map(understand);
  return { parts: parts.slice(0, MOST_PARTS), cut: cut || parts.length > MOST_PARTS };
}
