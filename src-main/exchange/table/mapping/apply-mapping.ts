import type { Channel } from '../../../contract/terms.ts';
import type { FieldKind } from '../../../contract/office.ts';
import { EMAIL } from '../columns/content.ts';
import { holdsName, namePart, workUnit } from '../columns/names.ts';
import { isNoDate } from '../dates/guess-dates.ts';
import { parseDate, parseDay } from '../dates/parse-date.ts';
import type { DateRefusal } from '../dates/read-date.ts';
import { choose, meanings } from './choices.ts';
import type { Choice, OfficeWords } from './choices.ts';
import { heskReplies } from './hesk-replies.ts';
import { cleanBody, cleanLine, fitsMessage } from './clean-text.ts';
import { checkMapping, isDateFormat } from './mapping.ts';
import type { MappedColumn, Mapping, MappingProblem } from './mapping.ts';
import { isLine, orNothing, readAddresses, readDuration, readIp } from './read-cells.ts';
import type { Address } from './read-cells.ts';
import { channelByWord } from './words.ts';

/** A reply or note as a cell has it; when and by whom only where the cell says so. */
export type WrittenEntry = { kind: 'reply' | 'note'; body: string; at: number | null; author: string | null };

/** A row of a table as a ticket: cleaned, dates as UTC milliseconds, nothing decided that needs the database. */
export type ImportedTicket = {
  /** The file's own id of the ticket. */
  ownId: string | null;
  trackingId: string | null;
  created: number | null;
  updated: number | null;
  firstReply: number | null;
  resolved: number | null;
  due: number | null;
  name: string | null;
  emails: string[];
  phones: string[];
  customerNumber: string | null;
  address: string | null;
  /** In its short form. */
  ip: string | null;
  /** Either part may be empty, never both. */
  followers: Address[];
  category: Choice;
  priority: Choice;
  status: Choice;
  /** Name of the member of staff, as the file has it. */
  owner: string | null;
  /** The first words of the message where the file has none; '' where it has neither. */
  subject: string;
  message: string;
  /** Replies and notes, in the order of the file. */
  entries: WrittenEntry[];
  /** Seconds. */
  timeWorked: number | null;
  channel: Channel;
  channelText: string | null;
  /** By column; one value, or several of a checkbox; dates as `YYYY-MM-DD`. */
  custom: { column: number; values: string[] }[];
};

export type CellProblemCode =
  DateRefusal | 'too-long' | 'not-an-email' | 'not-an-ip' | 'not-a-duration' | 'nothing-in-it';
/** What is wrong with a cell: its column and a code, never its text. `column` is null for the row as a whole. */
export type CellProblem = { column: number | null; code: CellProblemCode };

export type Applied = { ok: true; ticket: ImportedTicket } | { ok: false; problems: CellProblem[] };

/** A mapping made ready for many rows. */
export type PreparedMapping = { apply(cells: string[]): Applied };

export type FieldsById = ReadonlyMap<number, FieldKind>;

/** Kind of the custom field a column goes to; null where the field is not there. */
export function kindOfColumn(column: MappedColumn, fields: FieldsById): FieldKind | null {
  if (column.newField !== undefined) return column.newField.kind;
  return column.fieldId === undefined ? null : (fields.get(column.fieldId) ?? null);
}

type Cell = { ticket: ImportedTicket; text: string; fail: (code: CellProblemCode) => void };
type Setter = (cell: Cell) => void;

/** Makes a mapping ready for the rows of a table with `width` columns; a mapping that cannot be used is a value. */
export function prepareMapping(
  mapping: Mapping,
  width: number,
  office: OfficeWords,
  fields: FieldsById = new Map(),
): { ok: true; prepared: PreparedMapping } | { ok: false; problem: MappingProblem } {
  const problem = checkMapping(mapping, width, (column) => kindOfColumn(column, fields));
  if (problem !== null) return { ok: false, problem };
  const words = meanings(office);
  const choices = {
    category: choose(mapping.categories, office.categories, () => null),
    priority: choose(mapping.priorities, office.priorities, words.priority),
    status: choose(mapping.statuses, office.statuses, words.status),
  };
  // Names first, since an address may bring one along; given names before family names, whichever the file has first.
  const turn = ({ target, header }: MappedColumn): number =>
    target === 'name' ? ['given', 'whole', 'family'].indexOf(namePart(header)) : 3;
  const columns = mapping.columns
    .filter(({ target }) => target !== 'ignore')
    .sort((a, b) => turn(a) - turn(b) || a.column - b.column)
    .map((column) => ({
      column: column.column,
      set: setterOf(column, office.zone, kindOfColumn(column, fields), choices),
    }));
  const empty = { category: choices.category(''), priority: choices.priority(''), status: choices.status('') };
  return {
    ok: true,
    prepared: {
      apply(cells) {
        const ticket: ImportedTicket = { ...emptyTicket(), ...empty };
        const problems: CellProblem[] = [];
        for (const { column, set } of columns) {
          const text = cells[column] ?? '';
          if (text === '') continue;
          set({ ticket, text, fail: (code) => problems.push({ column, code }) });
        }
        return finish(ticket, problems);
      },
    },
  };
}

/** Reads one row by a mapping: a ticket, or all that is wrong with the row's cells. */
export function applyMapping(cells: string[], prepared: PreparedMapping): Applied {
  return prepared.apply(cells);
}

type Empty = Omit<ImportedTicket, 'category' | 'priority' | 'status'>;

function emptyTicket(): Empty {
  return {
    ownId: null,
    trackingId: null,
    created: null,
    updated: null,
    firstReply: null,
    resolved: null,
    due: null,
    name: null,
    emails: [],
    phones: [],
    customerNumber: null,
    address: null,
    ip: null,
    followers: [],
    owner: null,
    subject: '',
    message: '',
    entries: [],
    timeWorked: null,
    channel: 'import',
    channelText: null,
    custom: [],
  };
}

function finish(ticket: ImportedTicket, problems: CellProblem[]): Applied {
  if (ticket.subject === '' && ticket.message !== '') ticket.subject = firstWords(ticket.message);
  const { subject, entries, name, emails, phones, custom } = ticket;
  const holds = [name ?? '', subject, ...emails, ...phones].some((text) => text !== '');
  if (!holds && entries.length === 0 && custom.length === 0 && problems.length === 0)
    problems.push({ column: null, code: 'nothing-in-it' });
  return problems.length === 0 ? { ok: true, ticket } : { ok: false, problems };
}

/** The first line of a message, cut at a word near 80 characters. */
function firstWords(message: string): string {
  const line = (message.split('\n').find((text) => text.trim() !== '') ?? '').trim();
  if (line.length <= 80) return line;
  const cut = line.slice(0, 80).replace(/\s+\S*$/, '');
  return `${cut.toWellFormed().replace(/\ufffd$/, '')}…`;
}

/** Runs `use` with a cleaned line that is not empty and not too long. */
const line =
  (use: (ticket: ImportedTicket, text: string) => void): Setter =>
  ({ ticket, text, fail }) => {
    const cleaned = cleanLine(text);
    if (!isLine(cleaned)) fail('too-long');
    else if (orNothing(cleaned) !== '') use(ticket, cleaned);
  };

/** The same with a text of many lines. */
const body =
  (use: (ticket: ImportedTicket, text: string) => void): Setter =>
  ({ ticket, text, fail }) => {
    const cleaned = cleanBody(text);
    if (!fitsMessage(cleaned)) fail('too-long');
    else if (cleaned.trim() !== '') use(ticket, cleaned);
  };

const date =
  (key: 'created' | 'updated' | 'firstReply' | 'resolved' | 'due', format: string | undefined, zone: string): Setter =>
  ({ ticket, text, fail }) => {
    if (isNoDate(text) || !isDateFormat(format)) return;
    const read = parseDate(text, format, zone);
    if (read.ok) ticket[key] = read.at;
    else fail(read.code);
  };

const joined = (before: string | null, text: string, by: string): string =>
  before === null ? text : before + by + text;

/** What stands for the name of somebody HESK has anonymised. */
const NOBODY = /^\[(?:customer|kunde|client|cliente)\]$/i;

/** A further part of a name; one that holds the others already stands alone ("Anna", then "Anna Berg"). */
function withName(before: string | null, text: string): string {
  return before === null || holdsName(text, before) ? text : `${before} ${text}`;
}

function emails({ ticket, text, fail }: Cell): void {
  for (const { name, email } of readAddresses(cleanBody(text))) {
    if (email === '') fail('not-an-email');
    else if (!isLine(email)) fail('too-long');
    else ticket.emails.push(email);
    if (email !== '' && name !== '') ticket.name ??= name.slice(0, 500);
  }
}

function followers({ ticket, text, fail }: Cell): void {
  for (const follower of readAddresses(cleanBody(text)))
    if (isLine(follower.name) && isLine(follower.email)) ticket.followers.push(follower);
    else fail('too-long');
}

/** One reply, or all of a ticket's where the cell is of HESK's export page. */
function replies(zone: string): Setter {
  const whole = body((ticket, text) => ticket.entries.push({ kind: 'reply', body: text, at: null, author: null }));
  return (cell) => {
    const parts = heskReplies(cell.text);
    if (parts === null) return whole(cell);
    for (const { author, date: written, text } of parts) {
      const at = parseDate(written, 'iso', zone);
      const cleaned = cleanBody(text);
      if (!at.ok) cell.fail(at.code);
      else if (!fitsMessage(cleaned)) cell.fail('too-long');
      else cell.ticket.entries.push({ kind: 'reply', body: cleaned, at: at.at, author: cleanLine(author) });
    }
  };
}

function custom(kind: FieldKind | null, { column, dateFormat }: MappedColumn): Setter {
  const add = (ticket: ImportedTicket, ...values: string[]) => void ticket.custom.push({ column, values });
  if (kind === 'textarea') return body(add);
  if (kind === 'date')
    return ({ ticket, text, fail }) => {
      if (isNoDate(text) || !isDateFormat(dateFormat)) return;
      const read = parseDay(text, dateFormat);
      if (read.ok) add(ticket, read.day);
      else fail(read.code);
    };
  if (kind === 'checkbox')
    return line((ticket, text) => add(ticket, ...text.split(/\s*[;,|]\s*/).filter((value) => value !== '')));
  if (kind === 'email')
    return ({ ticket, text, fail }) => {
      const cleaned = orNothing(cleanLine(text));
      if (cleaned !== '' && !EMAIL.test(cleaned)) fail('not-an-email');
      else if (cleaned !== '') add(ticket, cleaned);
    };
  return ({ ticket, text, fail }) => {
    const cleaned = cleanLine(text);
    if (!isLine(cleaned)) fail('too-long');
    else if (cleaned !== '') add(ticket, cleaned);
  };
}

type Choices = Record<'category' | 'priority' | 'status', (text: string) => Choice>;

function setterOf(column: MappedColumn, zone: string, kind: FieldKind | null, choices: Choices): Setter {
  const { target, header, dateFormat } = column;
  switch (target) {
    case 'created':
    case 'updated':
    case 'firstReply':
    case 'resolved':
    case 'due':
      return date(target, dateFormat, zone);
    case 'id':
      return line((ticket, text) => (ticket.ownId = text));
    case 'trackingId':
    case 'customerNumber':
    case 'owner':
      return line((ticket, text) => (ticket[target] = text));
    case 'name':
      return line((ticket, text) => {
        if (!NOBODY.test(text)) ticket.name = withName(ticket.name, text);
      });
    case 'email':
      return emails;
    case 'phone':
      return line((ticket, text) => ticket.phones.push(text));
    case 'address':
      return line((ticket, text) => (ticket.address = joined(ticket.address, text, ', ')));
    case 'ip':
      return ({ ticket, text, fail }) => {
        const ip = readIp(text);
        if (ip === null) fail('not-an-ip');
        else if (ip !== '') ticket.ip = ip;
      };
    case 'followers':
      return followers;
    case 'category':
    case 'priority':
    case 'status':
      return line((ticket, text) => (ticket[target] = choices[target](text)));
    case 'subject':
      return line((ticket, text) => (ticket.subject = text));
    case 'message':
      return body((ticket, text) => (ticket.message = text));
    case 'reply':
      return replies(zone);
    case 'note':
      return body((ticket, text) => ticket.entries.push({ kind: 'note', body: text, at: null, author: null }));
    case 'timeWorked':
      return ({ ticket, text, fail }) => {
        if (orNothing(text.trim()) === '') return;
        const seconds = readDuration(text, workUnit(header));
        if (seconds === null) fail('not-a-duration');
        else ticket.timeWorked = seconds;
      };
    case 'channel':
      return line((ticket, text) => {
        ticket.channel = channelByWord(text);
        ticket.channelText = text;
      });
    case 'custom':
      return custom(kind, column);
    case 'ignore':
      return () => undefined;
  }
}
