import type { ImportMapping } from '../../contract/exchange.ts';
import { newUid } from '../../office/index.ts';
import type { entries, tickets } from '../../store/index.ts';
import { ipKey, ipText } from '../../store/search/index.ts';
import { foldLabel } from '../table/fold-label.ts';
import type { Incoming, IncomingEntry, StaffNamed } from './incoming.ts';
import { staffOf, type OfficeTerms } from './office-terms.ts';
import type { TermsOfBatch } from './terms-of-batch.ts';

type TicketValues = typeof tickets.$inferInsert;
type EntryValues = typeof entries.$inferInsert;
/** The people of a row, once they are written: whom it is about, and by uid those a record names. */
export type Written = { requester: { id: number; name: string } | null; byUid: ReadonlyMap<string, number> };
/** What a row decides of a ticket's own columns. */
export type Decided = Pick<
  TicketValues,
  | 'channel'
  | 'categoryId'
  | 'priorityId'
  | 'urgency'
  | 'statusId'
  | 'open'
  | 'subject'
  | 'message'
  | 'providedByPerson'
  | 'ip'
  | 'ipKey'
  | 'createdAt'
  | 'changedAt'
  | 'unread'
> &
  Recorded & {
    ownerId: number | null;
    firstReplyAt: number | null;
    resolvedAt: number | null;
    dueAt: number | null;
    timeWorked: number;
  };
/** What only a record can say. */
type Recorded = Partial<
  Pick<
    TicketValues,
    | 'bodyFormat'
    | 'writtenBy'
    | 'assignedBy'
    | 'openedBy'
    | 'firstReplyBy'
    | 'closedBy'
    | 'lastReplier'
    | 'lastReplierStaff'
    | 'tagged'
    | 'locked'
    | 'restrictedAt'
    | 'anonymisedAt'
  >
>;

/** HESK's form of a tracking id, which tickets here have as well. */
const OWN_FORM = /^[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{4}$/;
/** The longest id of another program that leads to a ticket. */
const LONGEST_ALIAS = 64;
/** Staff write down what is said at the desk or on the telephone; all else are the person's own words. */
const WRITTEN_DOWN = new Set(['walk-in', 'phone']);

/** Turns rows of a table into rows of the office, by its terms and those a batch brings. */
export class TicketRows {
  readonly #terms: OfficeTerms;
  readonly #batch: TermsOfBatch;
  readonly #defaults: { categoryId: number; priorityId: number; statusId: number; resolvedId: number };
  readonly #positions: Map<number, number>;
  readonly #open: Map<number, boolean>;
  readonly #priorityOf: Map<number, number | null>;

  constructor(terms: OfficeTerms, batch: TermsOfBatch, mapping: ImportMapping) {
    this.#terms = terms;
    this.#batch = batch;
    const first = <T extends { id: number; isDefault?: boolean }>(rows: readonly T[]): number =>
      (rows.find(({ isDefault }) => isDefault) ?? rows[0])?.id ?? 0;
    const role = (wanted: string): number => terms.statuses.find((status) => status.role === wanted)?.id ?? 0;
    this.#defaults = {
      categoryId: mapping.defaultCategoryId ?? first(terms.categories),
      priorityId: first(terms.priorities),
      statusId: role('new') || first(terms.statuses),
      resolvedId: role('resolved'),
    };
    this.#positions = new Map(terms.priorities.map(({ id, position }) => [id, position]));
    this.#open = new Map(terms.statuses.map(({ id, open }) => [id, open]));
    this.#priorityOf = new Map(terms.categories.map(({ id, priorityId }) => [id, priorityId]));
  }

  categoryOf({ category }: Incoming): number {
    const made = category.isNew ? this.#batch.categories.get(foldLabel(category.text)) : undefined;
    return category.id ?? made ?? this.#defaults.categoryId;
  }

  /** Null: the row says nothing that is a status here. */
  statusOf({ status }: Incoming): number | null {
    return status.id ?? (status.isNew ? (this.#batch.statuses.get(foldLabel(status.text)) ?? null) : null);
  }

  ownerOf({ owner }: Incoming): number | null {
    return this.#staff(owner);
  }

  #staff(named: StaffNamed | null): number | null {
    return staffOf(this.#terms, named);
  }

  /** `now`: when a row that says no date was created. */
  decided(ticket: Incoming, now: number): Decided {
    const categoryId = this.categoryOf(ticket);
    const usual = this.#priorityOf.get(categoryId);
    const preset = usual !== null && usual !== undefined && this.#positions.has(usual) ? usual : null;
    const priorityId = ticket.priority.id ?? preset ?? this.#defaults.priorityId;
    const settled = ticket.status.text === '' && ticket.resolved !== null && this.#defaults.resolvedId !== 0;
    const statusId = this.statusOf(ticket) ?? (settled ? this.#defaults.resolvedId : this.#defaults.statusId);
    const open = this.#open.get(statusId) ?? this.#batch.openStatuses.get(statusId) ?? true;
    const createdAt = ticket.created ?? now;
    const last = Math.max(createdAt, ticket.firstReply ?? 0, ticket.resolved ?? 0);
    const changedAt = ticket.updated ?? (ticket.created === null ? now : last);
    return {
      channel: ticket.channel,
      categoryId,
      priorityId,
      urgency: this.#positions.get(priorityId) ?? 0,
      statusId,
      open,
      subject: ticket.subject,
      message: ticket.message,
      providedByPerson: ticket.record?.providedByPerson ?? !WRITTEN_DOWN.has(ticket.channel),
      ip: ticket.ip === null ? '' : (ipText(ticket.ip) ?? ticket.ip),
      ipKey: ticket.ip === null ? '' : (ipKey(ticket.ip) ?? ''),
      createdAt,
      changedAt,
      unread: ticket.record?.unread ?? open,
      ownerId: this.ownerOf(ticket),
      firstReplyAt: ticket.firstReply,
      resolvedAt: ticket.resolved ?? (open || ticket.record !== null ? null : changedAt),
      dueAt: ticket.due,
      timeWorked: ticket.timeWorked ?? 0,
      ...this.#recorded(ticket),
    };
  }

  #recorded({ record }: Incoming): Recorded {
    if (record === null) return {};
    return {
      bodyFormat: record.format,
      writtenBy: this.#staff(record.writtenBy),
      assignedBy: this.#staff(record.assignedBy),
      openedBy: this.#staff(record.openedBy),
      firstReplyBy: this.#staff(record.firstReplyBy),
      closedBy: this.#staff(record.closedBy),
      lastReplier: record.lastReplier,
      lastReplierStaff: this.#staff(record.lastReplierStaff),
      tagged: record.tagged,
      locked: record.locked,
      restrictedAt: record.restricted,
      anonymisedAt: record.anonymised,
    };
  }

  /** Staff who work on a ticket or marked it, as far as they are of this office. */
  staffRolesOf({ record }: Incoming): { role: 'collaborator' | 'bookmark'; staffId: number }[] {
    const known = (record?.staff ?? []).flatMap(({ role, ...named }) => {
      const staffId = this.#staff(named);
      return staffId === null ? [] : [{ role, staffId }];
    });
    return [...new Map(known.map((one) => [`${one.role} ${one.staffId}`, one])).values()];
  }

  /** Who wrote an entry: where the file names no one, the owner wrote the replies. */
  authorOf(
    { author: { side, name, uid }, kind }: IncomingEntry,
    { ownerId, people }: { ownerId: number | null; people: Written },
  ): Pick<EntryValues, 'authorKind' | 'staffId' | 'personId'> {
    const staffId = this.#staff(name === null ? null : { name, ...(uid ? { uid } : {}) });
    const { requester } = people;
    const byName = name !== null && requester !== null && foldLabel(name) === foldLabel(requester.name);
    if (side === 'staff' || (side === null && staffId !== null))
      return { authorKind: 'staff', staffId, personId: null };
    if (side === 'person' || (side === null && byName)) {
      const personId = (uid ? people.byUid.get(uid) : undefined) ?? (byName ? requester.id : null);
      return { authorKind: 'person', staffId: null, personId };
    }
    if (side === null && name === null && kind === 'reply' && ownerId !== null)
      return { authorKind: 'staff', staffId: ownerId, personId: null };
    return { authorKind: 'unknown', staffId: null, personId: null };
  }

  /** Replies and notes of a row; those without a moment at the first reply or last change. */
  entriesOf(
    { entries }: Incoming,
    { createdAt, changedAt, firstReplyAt, ownerId }: Decided,
    people: Written,
  ): Omit<EntryValues, 'ticketId'>[] {
    return entries.map((entry) => {
      const { kind, body, at, uid, format, channel, provided, edited } = entry;
      const by = this.authorOf(entry, { ownerId, people });
      const usual = kind === 'reply' ? (firstReplyAt ?? changedAt) : changedAt;
      return {
        uid: uid ?? newUid(),
        kind,
        ...by,
        providedByPerson: provided ?? by.authorKind === 'person',
        channel: channel ?? 'import',
        body,
        bodyFormat: format ?? 'plain',
        createdAt: at ?? Math.max(createdAt, usual),
        editedAt: edited ?? null,
      };
    });
  }

  /** The custom field a column goes to. */
  fieldOf(column: number): number | undefined {
    return this.#batch.fields.get(column);
  }

  /** The custom fields the table's columns go to. */
  fieldIds(): number[] {
    return [...new Set(this.#batch.fields.values())];
  }

  /** Values of custom fields, and the choices they make. */
  valuesOf({ custom }: Incoming): { fieldId: number; value: string }[] {
    return custom.flatMap(({ column, values }) => {
      const fieldId = this.#batch.fields.get(column);
      if (fieldId === undefined) return [];
      for (const value of values) this.#batch.options.get(fieldId)?.add(value);
      return values.map((value) => ({ fieldId, value }));
    });
  }
}

/** A tracking id of the file: one of our form becomes the ticket's own, another one leads to it. */
export function trackingOf({ trackingId }: Incoming): { own: string } | { alias: string } | null {
  if (trackingId === null) return null;
  const capital = trackingId.toUpperCase();
  if (OWN_FORM.test(capital)) return { own: capital };
  return trackingId.length <= LONGEST_ALIAS ? { alias: capital } : null;
}

/** Counters and last writer that follow from replies and notes, in their order in time. */
export function countersOf(entries: readonly Omit<EntryValues, 'ticketId'>[]) {
  const replies = entries.filter(({ kind }) => kind === 'reply').sort((a, b) => a.createdAt - b.createdAt);
  const byStaff = replies.filter(({ authorKind }) => authorKind === 'staff');
  const last = replies.at(-1);
  const lastStaff = last?.authorKind === 'staff';
  return {
    replies: replies.length,
    staffReplies: byStaff.length,
    notes: entries.length - replies.length,
    lastReplier: lastStaff
      ? ('staff' as const)
      : last?.authorKind === 'person'
        ? ('person' as const)
        : ('nobody' as const),
    lastReplierStaff: lastStaff ? (last?.staffId ?? null) : null,
    firstReplyBy: byStaff[0]?.staffId ?? null,
  };
}
