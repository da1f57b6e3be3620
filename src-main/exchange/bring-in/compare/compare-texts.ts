import { foldLabel } from '../../table/fold-label.ts';
import type { Incoming, IncomingEntry } from '../incoming.ts';
import type { PresentEntry, PresentTicket } from '../present.ts';
import { shown, type Differences } from './difference.ts';

/**
 * Compares replies and notes. What a table brought once is compared with what it brings now; of an export or record each
 * text must be here, and what is here beside them is the office's own going on.
 */
export function compareTexts(
  theirs: Incoming,
  ours: PresentTicket,
  mapped: ReadonlySet<string>,
  differences: Differences,
): void {
  for (const kind of ['reply', 'note'] as const) {
    if (!mapped.has(kind) && !theirs.own) continue;
    const said = theirs.entries.filter((entry) => entry.kind === kind);
    const here = ours.entries.filter((entry) => entry.kind === kind);
    if (theirs.own) compareEach(said, here, differences);
    else compareAll(kind, said, here, differences);
  }
}

/** Texts of an export or record that are not here; null for a table, whose texts are replaced as a whole. */
export function missingTexts(theirs: Incoming, ours: PresentTicket, kind: 'reply' | 'note'): IncomingEntry[] | null {
  if (!theirs.own) return null;
  const left = ours.entries.filter((entry) => entry.kind === kind);
  return theirs.entries.filter((entry) => {
    if (entry.kind !== kind) return false;
    const at = placeOf(entry, left);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

function compareEach(said: readonly IncomingEntry[], here: readonly PresentEntry[], differences: Differences): void {
  const left = [...here];
  for (const entry of said) {
    const at = placeOf(entry, left);
    const found = at === -1 ? undefined : left.splice(at, 1)[0];
    if (found === undefined) differences.add(entry.kind, entry.body, '', 'content');
    else compareEntry(entry, found, differences);
  }
}

/** The entry that is meant: by uid, else the one of the same text nearest in time. */
function placeOf(entry: IncomingEntry, here: readonly PresentEntry[]): number {
  const byUid =
    entry.uid === undefined ? -1 : here.findIndex(({ uid, body }) => uid === entry.uid && body === entry.body);
  if (byUid !== -1) return byUid;
  let best = -1;
  for (const [n, { body, createdAt }] of here.entries()) {
    if (body !== entry.body) continue;
    const far = (of: number) => Math.abs(of - (entry.at ?? of));
    if (best === -1 || far(createdAt) < far(here[best]?.createdAt ?? createdAt)) best = n;
  }
  return best;
}

function compareAll(
  kind: 'reply' | 'note',
  said: readonly IncomingEntry[],
  here: readonly PresentEntry[],
  differences: Differences,
): void {
  const imported = here.filter(({ channel }) => channel === 'import').sort((a, b) => a.id - b.id);
  const texts = (all: readonly { body: string }[]) => all.map(({ body }) => body).join('\n\n');
  if (texts(said) !== texts(imported)) return differences.add(kind, texts(said), texts(imported), 'content');
  for (const [n, entry] of said.entries()) {
    const found = imported[n];
    if (found) compareEntry(entry, found, differences);
  }
}

function compareEntry(entry: IncomingEntry, here: PresentEntry, differences: Differences): void {
  if (entry.at === null) differences.add('entryDate', '', shown(here.createdAt), 'not-said');
  else differences.same('entryDate', shown(entry.at), shown(here.createdAt), 'kept');
  const { name, side } = entry.author;
  if (name !== null && foldLabel(name) !== foldLabel(here.author))
    differences.add(
      'entryAuthor',
      name,
      here.author,
      side === 'staff' || here.authorKind === 'staff' ? 'staff-unknown' : 'author-unknown',
    );
  else if (name === null && here.author !== '') differences.add('entryAuthor', '', here.author, 'not-said');
  else if (side !== null) differences.same('entryAuthor', side, here.authorKind, 'kept');
  const details = (format: string, channel: string, edited: number | null, provided: boolean | undefined) =>
    [format, channel, shown(edited), provided === undefined ? '' : String(provided)].join(' ');
  const { format, channel, edited, provided } = entry;
  const said = details(
    format ?? here.bodyFormat,
    channel ?? here.channel,
    edited === undefined ? here.editedAt : edited,
    provided,
  );
  const is = details(
    here.bodyFormat,
    here.channel,
    here.editedAt,
    provided === undefined ? undefined : here.providedByPerson,
  );
  differences.same('entryDetails', said, is, 'kept');
}
