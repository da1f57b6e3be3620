import { CHANNELS, IDENTIFIER_KINDS, type Channel, type IdentifierKind } from '../../../contract/terms.ts';
import { foldLabel } from '../../table/fold-label.ts';
import { readBlocks, type Block } from '../../table/blocks.ts';
import { parseDate } from '../../table/index.ts';
import type { IncomingEntry, Named, NamedBy } from '../incoming.ts';

type Role = 'requester' | 'follower' | 'mentioned';
export type PersonPart = { role: Role; person: Named };
export type FilePart = { name: string };

/** What the parts of an export say of one ticket. */
export type TicketParts = {
  people: PersonPart[] | null;
  replies: IncomingEntry[] | null;
  notes: IncomingEntry[] | null;
  history: number;
  files: FilePart[];
};
export const NO_PARTS: TicketParts = { people: null, replies: null, notes: null, history: 0, files: [] };

const ROLES: Record<string, Role> = { requester: 'requester', follower: 'follower', mentioned: 'mentioned' };
/** Kinds of identifiers, by their codes and as a workbook of the window calls them. */
const KINDS = new Map<string, IdentifierKind>([
  ...IDENTIFIER_KINDS.map((kind) => [kind, kind] as const),
  ['mail', 'email'],
  ['customer number', 'number'],
]);
export const roleOf = (text: string): Role | null => ROLES[text.trim().toLowerCase()] ?? null;
export const kindOf = (text: string): IdentifierKind | null => KINDS.get(foldLabel(text)) ?? null;
export const channelOf = (text: string): Channel | null => CHANNELS.find((channel) => channel === text) ?? null;
export const sideOf = (text: string): IncomingEntry['author']['side'] =>
  text === 'person' || text === 'staff' || text === 'unknown' ? text : null;

/** UTC milliseconds of a date as the formats write it: wall clock in a zone, or with its offset. */
export function momentOf(text: string, zone: string): number | null {
  const read = parseDate(text, 'iso', zone);
  return read.ok ? read.at : null;
}

export const UID = /^[0-9a-f]{32}$/;
const FACT = /^(uid|language|source|created|noticeGiven|restricted): (.*)$/;
const KNOWN_BY = /^([a-z]+)(\*?)(?: (\S+)\/(\S+))?: (.*)$/;
const maybe = (text: string | undefined): number | null => {
  const at = text === undefined || text === '..' ? Number.NaN : Date.parse(text);
  return Number.isFinite(at) ? at : null;
};

/** A person of the People cell of a CSV; null where a line is of another form. */
function personOf({ facts: [role = '', name = ''], text }: Block): PersonPart | null {
  const part = roleOf(role);
  if (part === null) return null;
  const facts = new Map<string, string>();
  const knownBy: NamedBy[] = [];
  const lines = (text ?? '').split('\n');
  const remarkAt = lines.findIndex((line) => line.startsWith('remark: '));
  const remark = remarkAt === -1 ? undefined : lines.slice(remarkAt).join('\n').slice('remark: '.length);
  for (const line of remarkAt === -1 ? lines : lines.slice(0, remarkAt)) {
    if (line === '') continue;
    const [, fact, value = ''] = FACT.exec(line) ?? [];
    const [, kind = '', star, since, until, known = ''] = KNOWN_BY.exec(line) ?? [];
    if (fact !== undefined) facts.set(fact, value);
    else if (kindOf(kind) === null) return null;
    else
      knownBy.push({
        kind: kindOf(kind) ?? 'other',
        value: known,
        preferred: star === '*',
        since: maybe(since),
        until: maybe(until),
      });
  }
  const uid = facts.get('uid');
  const created = maybe(facts.get('created'));
  return {
    role: part,
    person: {
      name,
      knownBy,
      ...(uid !== undefined && UID.test(uid) ? { uid } : {}),
      language: facts.get('language') ?? '',
      ...(remark === undefined ? {} : { remark }),
      noticeGiven: maybe(facts.get('noticeGiven')),
      restricted: maybe(facts.get('restricted')),
      ...(created === null ? {} : { created }),
    },
  };
}

function entryOf(kind: 'reply' | 'note', { facts, text }: Block, zone: string): IncomingEntry | null {
  const [date = '', side = '', channel = '', name = '', ...more] = facts;
  const at = momentOf(date, zone);
  const medium = channelOf(channel);
  if (at === null || medium === null || sideOf(side) === null) return null;
  const edited = more.find((fact) => fact.startsWith('edited '));
  return {
    kind,
    body: text ?? '',
    at,
    author: { side: sideOf(side), name: name || null },
    channel: medium,
    format: more.includes('markdown') ? 'markdown' : 'plain',
    edited: edited === undefined ? null : momentOf(edited.slice('edited '.length), zone),
  };
}

/** Each block of a cell read by `of`; null where the cell or one of them is of another form. */
function all<T>(cell: string, of: (block: Block) => T | null): T[] | null {
  const blocks = readBlocks(cell);
  if (blocks === null) return null;
  const read = blocks.map(of);
  return read.every((one) => one !== null) ? read : null;
}

/** The People cell of a CSV, what stands in it being of its form; null where it is not. */
export const peopleOfCell = (cell: string): PersonPart[] | null => all(cell, personOf);
export const entriesOfCell = (kind: 'reply' | 'note', cell: string, zone: string): IncomingEntry[] | null =>
  all(cell, (block) => entryOf(kind, block, zone));
export const filesOfCell = (cell: string): FilePart[] | null =>
  all(cell, ({ facts: [name] }) => (name === undefined ? null : { name }));
export const historyOfCell = (cell: string): number | null => readBlocks(cell)?.length ?? null;
