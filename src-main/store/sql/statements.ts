import { refusedSql } from './refused-sql.ts';
import { Tokens } from './tokens.ts';

export type Value = string | number | Buffer | null;
/** What a dump may say; anything else is refused, and nothing of the file is ever run. */
export type Statement =
  | { kind: 'table' | 'index'; name: string; shape: string; line: number }
  | { kind: 'counters emptied' }
  /** The last one: a file without it is cut off. */
  | { kind: 'commit' }
  /** `rows` must be read to the end before the next statement. */
  | { kind: 'rows'; table: string; columns: string[]; line: number; rows: Iterable<Value[]> };

/** Longest CREATE statement, in tokens. */
const LONGEST_SHAPE = 10_000;
const WORDS_SHOWN = 40;

/**
 * Reads the statements of a dump one after the other, up to the one that ends the transaction.
 * @throws Refused `unreadable` with the line: `sql-foreign` for what is none of ours, `sql-broken`, `sql-cut-off`
 */
export function* statements(tokens: Tokens): Generator<Statement> {
  for (tokens.next(); tokens.kind !== 'end'; tokens.next()) {
    if (isSign(tokens, ';')) continue;
    const line = tokens.line;
    const first = word(tokens);
    if (first === 'begin') transaction(tokens, first, line);
    else if (first === 'commit') {
      transaction(tokens, first, line);
      yield { kind: 'commit' };
    } else if (first === 'create') yield create(tokens, line);
    else if (first === 'delete') yield emptied(tokens, line);
    else if (first === 'insert') yield* insert(tokens, line);
    else {
      tokens.next();
      throw foreign(line, first, word(tokens));
    }
  }
}

const isSign = (tokens: Tokens, sign: string) => tokens.kind === 'sign' && tokens.text === sign;
const word = (tokens: Tokens) => (tokens.kind === 'word' ? tokens.text.toLowerCase() : '');

/** Only bare words are told again: a name in quotes or a text could be anybody's. */
function foreign(line: number, ...words: string[]) {
  return refusedSql('sql-foreign', { line, words: words.join(' ').trim().toUpperCase().slice(0, WORDS_SHOWN) || '?' });
}

function broken(tokens: Tokens) {
  return refusedSql(tokens.kind === 'end' ? 'sql-cut-off' : 'sql-broken', { line: tokens.line });
}

function must(tokens: Tokens, sign: string): void {
  if (!isSign(tokens, sign)) throw broken(tokens);
}

function transaction(tokens: Tokens, first: string, line: number): void {
  tokens.next();
  if (word(tokens) === 'transaction') tokens.next();
  if (!isSign(tokens, ';')) throw foreign(line, first, word(tokens));
}

function nameIn(tokens: Tokens): string {
  tokens.next();
  if (tokens.kind !== 'name' && tokens.kind !== 'word') throw broken(tokens);
  return tokens.text;
}

/** The statement in one form, whatever its blanks, case and quotes: two with one shape make the same table or index. */
function create(tokens: Tokens, line: number): Statement {
  tokens.next();
  const unique = word(tokens) === 'unique';
  if (unique) tokens.next();
  const what = word(tokens);
  if (what !== 'table' && what !== 'index') throw foreign(line, 'create', what);
  const shape = [`create${unique ? ' unique' : ''} ${what}`];
  const name = nameIn(tokens);
  shape.push(name.toLowerCase());
  for (tokens.next(); !isSign(tokens, ';'); tokens.next()) {
    if (tokens.kind === 'end' || shape.length > LONGEST_SHAPE) throw broken(tokens);
    shape.push(shapeOf(tokens));
  }
  return { kind: what, name, shape: shape.join(' '), line };
}

function shapeOf(tokens: Tokens): string {
  if (tokens.kind === 'number') return String(tokens.number);
  if (tokens.kind === 'text') return `'${tokens.text}'`;
  if (tokens.kind === 'bytes') return `x'${tokens.bytes.toString('hex')}'`;
  return tokens.text.toLowerCase();
}

/** The shape of a statement as SQLite keeps it. */
export function shapeIn(sql: string): string {
  const [only] = [...statements(Tokens.ofText(`${sql};`))];
  if (only?.kind !== 'table' && only?.kind !== 'index') throw new Error('no statement that makes a table or an index');
  return only.shape;
}

/** `DELETE FROM sqlite_sequence` alone: the counters are set anew after it. */
function emptied(tokens: Tokens, line: number): Statement {
  tokens.next();
  if (word(tokens) !== 'from' || nameIn(tokens) !== 'sqlite_sequence') throw foreign(line, 'delete', word(tokens));
  tokens.next();
  if (!isSign(tokens, ';')) throw foreign(line, 'delete', word(tokens));
  return { kind: 'counters emptied' };
}

function* insert(tokens: Tokens, line: number): Generator<Statement> {
  tokens.next();
  if (word(tokens) !== 'into') throw foreign(line, 'insert', word(tokens));
  const table = nameIn(tokens);
  const columns: string[] = [];
  tokens.next();
  if (!isSign(tokens, '(')) throw refusedSql('sql-columns', { line, table });
  do {
    columns.push(nameIn(tokens));
    tokens.next();
  } while (isSign(tokens, ','));
  must(tokens, ')');
  tokens.next();
  if (word(tokens) !== 'values') throw foreign(line, 'insert into', word(tokens));
  yield { kind: 'rows', table, columns, line, rows: rows(tokens, columns.length) };
}

function* rows(tokens: Tokens, width: number): Generator<Value[]> {
  do {
    tokens.next();
    must(tokens, '(');
    const row: Value[] = [];
    do {
      row.push(value(tokens));
      tokens.next();
    } while (isSign(tokens, ','));
    must(tokens, ')');
    if (row.length !== width) throw refusedSql('sql-columns', { line: tokens.line });
    yield row;
    tokens.next();
  } while (isSign(tokens, ','));
  must(tokens, ';');
}

function value(tokens: Tokens): Value {
  const kind = tokens.next();
  if (kind === 'text') return tokens.text;
  if (kind === 'number') return tokens.number;
  if (kind === 'bytes') return tokens.bytes;
  if (kind === 'word' && tokens.text.toLowerCase() === 'null') return null;
  if (kind === 'word' && tokens.text.toLowerCase() === 'cast') return castText(tokens);
  throw kind === 'word' ? foreign(tokens.line, 'insert into', word(tokens)) : broken(tokens);
}

/** `CAST(X'…' AS TEXT)`: a text with a carriage return. */
function castText(tokens: Tokens): string {
  tokens.next();
  must(tokens, '(');
  if (tokens.next() !== 'bytes') throw broken(tokens);
  const text = tokens.bytes.toString('utf8');
  if (Buffer.compare(Buffer.from(text), tokens.bytes) !== 0) throw refusedSql('sql-not-text', { line: tokens.line });
  for (const expected of ['as', 'text']) {
    tokens.next();
    if (word(tokens) !== expected) throw broken(tokens);
  }
  tokens.next();
  must(tokens, ')');
  return text;
}
