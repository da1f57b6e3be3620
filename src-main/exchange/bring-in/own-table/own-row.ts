import type { Choice } from '../../table/index.ts';
import { parseDate, type CellProblemCode } from '../../table/index.ts';
import type { Incoming, Named } from '../incoming.ts';
import type { OwnColumns, OwnHeading } from './headings.ts';
import {
  channelOf,
  entriesOfCell,
  filesOfCell,
  historyOfCell,
  NO_PARTS,
  peopleOfCell,
  UID,
  type TicketParts,
} from './parts.ts';

/** What rows of an export of Paperdesk are read by. */
export type OwnReading = {
  columns: OwnColumns;
  zone: string;
  choices: Record<'category' | 'priority' | 'status', (text: string) => Choice>;
  /** Fields whose values are several, by the column of the mapping. */
  several: ReadonlySet<number>;
  /** Parts that stand in sheets of their own; null: in cells of the row. */
  partsOf: ((trackingId: string) => TicketParts) | null;
};
export type OwnProblem = { column: number | null; code: CellProblemCode | 'part-unreadable' | 'too-long' };
export type OwnRead = { ok: true; ticket: Incoming } | { ok: false; problem: OwnProblem };

class Unread extends Error {
  readonly problem: OwnProblem;
  constructor(problem: OwnProblem) {
    super('unread');
    this.problem = problem;
  }
}

const LINE = 500;
/** Text as the contract takes it; nothing else of an own export is changed. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().replace(/\r\n?/g, '\n');

/** A row of an export of Paperdesk as a ticket, or the cell that cannot be read. */
export function ownRow(cells: readonly string[], reading: OwnReading): OwnRead {
  try {
    return { ok: true, ticket: new RowReader(cells, reading).ticket() };
  } catch (error) {
    if (error instanceof Unread) return { ok: false, problem: error.problem };
    throw error;
  }
}

class RowReader {
  readonly #cells: readonly string[];
  readonly #reading: OwnReading;
  constructor(cells: readonly string[], reading: OwnReading) {
    this.#cells = cells;
    this.#reading = reading;
  }

  ticket(): Incoming {
    const { choices, columns, several } = this.#reading;
    const trackingId = this.#line('trackingId').trim();
    const uid = this.#line('uid').trim();
    const parts = this.#parts(trackingId);
    const owner = this.#line('owner');
    const people = (role: 'requester' | 'follower' | 'mentioned') =>
      (parts.people ?? []).filter((one) => one.role === role).map(({ person }) => person);
    const [requester, ...further] = parts.people === null ? this.#requester() : people('requester');
    return {
      own: true,
      uid: UID.test(uid) ? uid : null,
      ownId: UID.test(uid) ? uid : trackingId || null,
      trackingId: trackingId || null,
      created: this.#date('created'),
      updated: this.#date('updated'),
      firstReply: this.#date('firstReply'),
      resolved: this.#date('resolved'),
      due: this.#date('due'),
      requester: requester ?? null,
      followers:
        parts.people === null
          ? this.#followers()
          : [...further.map((one) => ({ ...one, asked: true as const })), ...people('follower')],
      mentioned: people('mentioned'),
      ip: this.#line('ip') || null,
      category: choices.category(this.#line('category')),
      priority: choices.priority(this.#line('priority')),
      status: choices.status(this.#line('status')),
      owner: owner === '' ? null : { name: owner },
      subject: this.#line('subject'),
      message: clean(this.#text('message')),
      entries: [...(parts.replies ?? []), ...(parts.notes ?? [])].map((entry) => ({
        ...entry,
        body: clean(entry.body),
      })),
      timeWorked: this.#seconds(),
      channel: channelOf(this.#text('channel')) ?? 'import',
      channelText: columns.known.has('channel') ? this.#text('channel') : null,
      custom: columns.fields.flatMap(({ column, places }) => {
        const text = clean(this.#join(places));
        return text === '' ? [] : [{ column, values: several.has(column) ? text.split('\n') : [text] }];
      }),
      tags: this.#text('tags') === '' ? [] : clean(this.#text('tags')).split('\n'),
      files: parts.files.map(({ name }) => ({ name, record: null, bytes: null })),
      history: parts.history,
      record: null,
    };
  }

  #join(places: readonly number[]): string {
    return places.map((place) => this.#cells[place] ?? '').join('');
  }
  #text(heading: OwnHeading): string {
    return this.#join(this.#reading.columns.known.get(heading) ?? []);
  }
  #fail(heading: OwnHeading, code: OwnProblem['code']): never {
    throw new Unread({ column: this.#reading.columns.known.get(heading)?.[0] ?? null, code });
  }
  #line(heading: OwnHeading): string {
    const text = clean(this.#text(heading)).replace(/\s*\n\s*/g, ' ');
    // Names of several people may be longer together than one can be; they are not what is kept.
    if (text.length > LINE && !['name', 'email', 'followers'].includes(heading)) this.#fail(heading, 'too-long');
    return text;
  }
  #date(heading: 'created' | 'updated' | 'firstReply' | 'resolved' | 'due'): number | null {
    const text = this.#text(heading).trim();
    if (text === '') return null;
    const read = parseDate(text, 'iso', this.#reading.zone);
    return read.ok ? read.at : this.#fail(heading, read.code);
  }
  /** `36:00:00`, or a number of days where a program has lost the format. */
  #seconds(): number | null {
    const text = this.#text('timeWorked').trim();
    if (text === '') return null;
    const [, sign, hours, minutes, seconds] = /^(-?)(\d+):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text) ?? [];
    if (hours !== undefined)
      return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0));
    const days = Number(text.replace(',', '.'));
    return Number.isFinite(days) ? Math.round(days * 86_400) : this.#fail('timeWorked', 'not-a-duration');
  }

  /** Without the people, what the ticket's own columns say of them. */
  #requester(): Named[] {
    const name = this.#line('name');
    const knownBy = this.#line('email')
      .split(', ')
      .filter((value) => value.trim() !== '')
      .map((value) => ({ kind: 'email' as const, value }));
    return name === '' && knownBy.length === 0 ? [] : [{ name, knownBy }];
  }
  #followers(): Named[] {
    const names = this.#line('followers').split(', ');
    return names.filter((name) => name.trim() !== '').map((name) => ({ name, knownBy: [] }));
  }

  #parts(trackingId: string): TicketParts {
    const { partsOf, columns, zone } = this.#reading;
    if (partsOf !== null) return trackingId === '' ? NO_PARTS : partsOf(trackingId);
    const read = <T>(heading: OwnHeading, of: (cell: string) => T | null): T | null => {
      if (!columns.known.has(heading)) return null;
      const found = of(clean(this.#text(heading)));
      return found ?? this.#fail(heading, 'part-unreadable');
    };
    return {
      people: read('people', peopleOfCell),
      replies: read('replies', (cell) => entriesOfCell('reply', cell, zone)),
      notes: read('notes', (cell) => entriesOfCell('note', cell, zone)),
      history: read('history', historyOfCell) ?? 0,
      files: read('attachments', filesOfCell) ?? [],
    };
  }
}
