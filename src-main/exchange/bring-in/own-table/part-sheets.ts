import { foldLabel } from '../../table/fold-label.ts';
import { readSheet, TableRefused, type Table } from '../../table/index.ts';
import type { IncomingEntry, Named } from '../incoming.ts';
import { partOfSheet, type OwnPart } from './headings.ts';
import {
  channelOf,
  kindOf,
  momentOf,
  roleOf,
  sideOf,
  UID,
  type FilePart,
  type PersonPart,
  type TicketParts,
} from './parts.ts';

/** Characters of all parts that are held, since a workbook may be sorted anew by hand: each ticket's rows lie anywhere. */
const MOST_CHARACTERS = 192 * 1024 * 1024;

/** A row of a sheet by its folded headings, what goes on in further columns put together. */
type Row = (heading: string) => string;

type Gathered = {
  people: PersonPart[];
  replies: IncomingEntry[];
  notes: IncomingEntry[];
  history: number;
  files: FilePart[];
  /** Where it is first spoken of. */
  place: PartPlace;
};

type PartPlace = { sheet: string; row: number };
/** A row of a part that cannot come in: its sheet, its number, and why. */
export type PartTrouble = PartPlace & { reason: string };

/** The sheets of the parts of a workbook, by the tracking ids of their tickets. */
export class PartSheets {
  readonly parts: ReadonlySet<OwnPart>;
  readonly #troubles: PartTrouble[] = [];
  readonly #tickets = new Map<string, Gathered>();
  readonly #zone: string;
  #characters = 0;

  private constructor(parts: ReadonlySet<OwnPart>, zone: string) {
    this.parts = parts;
    this.#zone = zone;
  }

  /** @throws TableRefused `too-large` past what is held, and as the table's own reader does */
  static async read(path: string, { shape, sheets }: Table, zone: string, signal: AbortSignal): Promise<PartSheets> {
    const found = sheets.flatMap(({ index, name }) => {
      const part = partOfSheet(name);
      return part === null ? [] : [{ index, name, part }];
    });
    const all = new PartSheets(new Set(found.map(({ part }) => part)), zone);
    for (const { index, name, part } of found) await all.#readSheet(path, shape, { index, name, part }, signal);
    return all;
  }

  /** What the sheets say of a ticket; it is handed out once. */
  take(trackingId: string): TicketParts {
    const found = this.#tickets.get(trackingId);
    this.#tickets.delete(trackingId);
    return {
      people: this.parts.has('people') ? (found?.people ?? []) : null,
      replies: this.parts.has('replies') ? (found?.replies ?? []) : null,
      notes: this.parts.has('notes') ? (found?.notes ?? []) : null,
      history: found?.history ?? 0,
      files: found?.files ?? [],
    };
  }

  /** Rows that could not be read, and those of tickets that nobody has asked for. */
  get left(): PartTrouble[] {
    const alone = [...this.#tickets.values()].map(({ place }) => ({ ...place, reason: 'no-such-ticket' }));
    return [...this.#troubles, ...alone];
  }

  async #readSheet(
    path: string,
    shape: Table['shape'],
    { index, name, part }: { index: number; name: string; part: OwnPart },
    signal: AbortSignal,
  ): Promise<void> {
    let places: Map<string, number[]> | null = null;
    for await (const row of readSheet(path, shape, index, { signal })) {
      if (places === null) {
        places = placesOf(row.cells);
        continue;
      }
      const { rowNumber } = row;
      if (!row.ok) {
        this.#troubles.push({ sheet: name, row: rowNumber, reason: row.code });
        continue;
      }
      const { cells } = row;
      this.#characters += cells.reduce((sum, cell) => sum + cell.length, 0);
      if (this.#characters > MOST_CHARACTERS)
        throw new TableRefused('too-large', { megabytes: MOST_CHARACTERS / 1024 / 1024 });
      const known = places;
      const text: Row = (heading) => (known.get(heading) ?? []).map((at) => cells[at] ?? '').join('');
      const reason = this.#add(part, { sheet: name, row: rowNumber }, text);
      if (reason !== null) this.#troubles.push({ sheet: name, row: rowNumber, reason });
    }
  }

  /** Why a row cannot be taken; null where it was. */
  #add(part: OwnPart, place: PartPlace, text: Row): string | null {
    const trackingId = text('tracking id').trim();
    if (trackingId === '') return 'nothing-in-it';
    const ticket = this.#tickets.get(trackingId) ?? {
      people: [],
      replies: [],
      notes: [],
      history: 0,
      files: [],
      place,
    };
    this.#tickets.set(trackingId, ticket);
    if (part === 'history') ticket.history++;
    else if (part === 'attachments') ticket.files.push({ name: text('file') });
    else if (part === 'people') return addPerson(ticket.people, text);
    else {
      const at = momentOf(text('date'), this.#zone);
      if (at === null) return 'not-a-date';
      const channel = channelOf(text('channel'));
      (part === 'replies' ? ticket.replies : ticket.notes).push({
        kind: part === 'replies' ? 'reply' : 'note',
        body: text('text'),
        at,
        author: { side: sideOf(text('who')), name: text('from') || null },
        ...(channel === null ? {} : { channel }),
      });
    }
    return null;
  }
}

/** Places of the columns by folded heading, those that go on behind the others. */
function placesOf(header: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, heading] of header.entries()) {
    const name = foldLabel(heading.replace(/, continued \(\d{1,3}\)$/, ''));
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}

/** Rows of one person stand below each other: the same part, uid and name. */
function addPerson(people: PersonPart[], text: Row): string | null {
  const role = roleOf(text('part'));
  if (role === null) return 'not-a-part';
  const name = text('name');
  const uid = text('person uid');
  const value = text('value');
  const kind = kindOf(text('kind'));
  if (value !== '' && kind === null) return 'not-a-kind';
  const last = people.at(-1);
  const same = last !== undefined && last.role === role && last.person.name === name && (last.person.uid ?? '') === uid;
  const knownBy = value === '' || kind === null ? [] : [{ kind, value }];
  if (same) people[people.length - 1] = { role, person: withMore(last.person, knownBy) };
  else people.push({ role, person: { name, knownBy, ...(UID.test(uid) ? { uid } : {}) } });
  return null;
}

const withMore = (person: Named, knownBy: Named['knownBy']): Named => ({
  ...person,
  knownBy: [...person.knownBy, ...knownBy],
});
