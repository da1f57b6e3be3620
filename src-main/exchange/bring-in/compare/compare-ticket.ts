import type { DifferenceField, ImportMapping } from '../../../contract/exchange.ts';
import { fold } from '../../../store/words.ts';
import { ipText } from '../../../store/search/index.ts';
import { foldLabel } from '../../table/fold-label.ts';
import type { Choice } from '../../table/index.ts';
import type { Incoming, StaffNamed } from '../incoming.ts';
import { staffOf, type OfficeTerms } from '../office-terms.ts';
import type { PresentTicket } from '../present.ts';
import type { TicketRows } from '../ticket-rows.ts';
import { compareFiles } from './compare-files.ts';
import { comparePeople } from './compare-people.ts';
import { compareTexts } from './compare-texts.ts';
import { Differences, shown, yes, type Difference } from './difference.ts';

export type Comparing = {
  mapping: ImportMapping;
  terms: OfficeTerms;
  rows: TicketRows;
  /** The import whose tickets are new; null: none is. */
  batch: number | null;
  /** Tracking ids of the file that lead to other tickets here. */
  taken: ReadonlySet<string>;
};

/** All that a file says of a ticket and that is not so in the office, each with why. */
export function compareTicket(theirs: Incoming, ours: PresentTicket, comparing: Comparing): Difference[] {
  const differences = new Differences();
  const isNew = comparing.batch !== null && ours.row.importBatch === comparing.batch;
  const of = { theirs, ours, comparing, differences, isNew };
  compareIds(of);
  compareWords(of);
  compareDates(of);
  compareStaff(of);
  comparePeople(theirs, ours, { differences, country: comparing.terms.phoneCountry, batch: comparing.batch });
  compareFacts(of);
  compareFields(of);
  compareTexts(theirs, ours, new Set(comparing.mapping.columns.map(({ target }) => target)), differences);
  compareRecord(of);
  compareFiles(theirs, ours, differences);
  if (theirs.history > 0) differences.add('history', String(theirs.history), '', 'not-carried');
  return differences.all;
}

type Of = {
  theirs: Incoming;
  ours: PresentTicket;
  comparing: Comparing;
  differences: Differences;
  isNew: boolean;
};

function compareIds({ theirs, ours, comparing, differences }: Of): void {
  if (theirs.uid !== null) differences.same('uid', theirs.uid, ours.row.uid, 'uid-taken');
  const said = theirs.trackingId?.toUpperCase() ?? null;
  if (said !== null && said !== ours.row.trackingId) {
    const why = ours.aliases.includes(said)
      ? 'tracking-alias'
      : comparing.taken.has(said)
        ? 'tracking-taken'
        : 'tracking-kept';
    differences.add('trackingId', said, ours.row.trackingId, why);
  } else if (said === null) differences.add('trackingId', '', ours.row.trackingId, 'not-said');
  for (const { trackingId } of theirs.record?.aliases ?? [])
    if (!ours.aliases.includes(trackingId)) differences.add('aliases', trackingId, '', 'tracking-taken');
}

function compareWords({ theirs, ours, comparing, differences }: Of): void {
  const { terms, rows } = comparing;
  const nameIn = (all: readonly { id: number; name: string }[], id: number) => all.find((row) => row.id === id)?.name;
  const compare = (
    field: DifferenceField,
    said: Choice,
    expected: number | null,
    here: { id: number; name: string },
  ) => {
    if (said.text === '') return differences.add(field, '', here.name, 'usual');
    if (expected === null)
      return differences.add(field, said.text, here.name, said.unknown ? 'word-unknown' : 'content');
    if (expected !== here.id)
      return differences.add(field, said.text, here.name, said.unknown ? 'word-unknown' : 'content');
    if (fold(said.text) !== fold(here.name))
      differences.add(field, said.text, here.name, said.unknown ? 'word-unknown' : 'word');
  };
  const { categoryId, priorityId, statusId } = ours.row;
  const categoryName = terms.everyCategory.get(categoryId) ?? '';
  const isUsual = theirs.category.id === null && !theirs.category.isNew;
  compare('category', theirs.category, isUsual ? categoryId : rows.categoryOf(theirs), {
    id: categoryId,
    name: categoryName,
  });
  compare('priority', theirs.priority, theirs.priority.id, {
    id: priorityId,
    name: nameIn(terms.priorities, priorityId) ?? '',
  });
  compare('status', theirs.status, rows.statusOf(theirs), {
    id: statusId,
    name: terms.everyStatus.get(statusId) ?? '',
  });
}

const DATES = {
  created: 'createdAt',
  updated: 'changedAt',
  firstReply: 'firstReplyAt',
  resolved: 'resolvedAt',
  due: 'dueAt',
} as const;

function compareDates({ theirs, ours, comparing, differences, isNew }: Of): void {
  const mapped = new Set(comparing.mapping.columns.map(({ target }) => target));
  for (const [field, column] of Object.entries(DATES) as [keyof typeof DATES, (typeof DATES)[keyof typeof DATES]][]) {
    const said = theirs[field];
    const here = ours.row[column];
    if (said === here) continue;
    // When a ticket was changed last follows from the work on it.
    if (field === 'updated' && !isNew) continue;
    if (said !== null) differences.add(field, shown(said), shown(here), 'content');
    else if (isNew) differences.add(field, '', shown(here), 'not-said');
    else if (mapped.has(field) && (field === 'due' || field === 'firstReply'))
      differences.add(field, '', shown(here), 'content');
  }
}

function compareStaff({ theirs, ours, comparing: { terms }, differences, isNew }: Of): void {
  const compare = (field: DifferenceField, said: StaffNamed | null, here: number | null, asked: boolean, name = '') => {
    if (said === null) return;
    const expected = staffOf(terms, said);
    const shownHere = here === null ? '' : (terms.staffNames.get(here) ?? '');
    if (expected === null) differences.add(field, said.name, shownHere, 'staff-unknown', name);
    else if (expected !== here) differences.add(field, said.name, shownHere, asked ? 'content' : 'kept', name);
  };
  compare('owner', theirs.owner, ours.row.ownerId, true);
  const { record } = theirs;
  if (record === null) return;
  for (const [name, said] of Object.entries({
    writtenBy: record.writtenBy,
    assignedBy: record.assignedBy,
    openedBy: record.openedBy,
    firstReplyBy: record.firstReplyBy,
    closedBy: record.closedBy,
    lastReplierStaff: record.lastReplierStaff,
  }))
    compare('staff', said, ours.row[name as 'writtenBy'], false, name);
  for (const { role, ...said } of record.staff) {
    const staffId = staffOf(terms, said);
    const is = ours.staff.some((one) => one.role === role && one.staffId === staffId);
    if (!is) differences.add('staff', said.name, '', staffId === null ? 'staff-unknown' : 'kept', role);
  }
  if (isNew) differences.same('staff', record.lastReplier, ours.row.lastReplier, 'kept', 'lastReplier');
}

function compareFacts({ theirs, ours: { row, tags }, comparing, differences }: Of): void {
  const mapped = new Set(comparing.mapping.columns.map(({ target }) => target));
  if (theirs.subject !== '' || theirs.own) differences.same('subject', theirs.subject, row.subject);
  if (mapped.has('message')) differences.same('message', theirs.message, row.message);
  if (mapped.has('ip')) {
    const said = theirs.ip ?? '';
    if (said !== row.ip)
      differences.add('ip', said, row.ip, (ipText(said) ?? said) === row.ip ? 'spelling' : 'content');
  }
  if (theirs.channelText !== null) {
    const unknown = theirs.channel === 'import' && foldLabel(theirs.channelText) !== 'import';
    if (theirs.channel !== row.channel) differences.add('channel', theirs.channelText, row.channel, 'content');
    else if (unknown) differences.add('channel', theirs.channelText, row.channel, 'word-unknown');
    else if (theirs.channelText !== row.channel) differences.add('channel', theirs.channelText, row.channel, 'word');
  }
  if (theirs.timeWorked !== null) differences.same('timeWorked', String(theirs.timeWorked), String(row.timeWorked));
  for (const tag of new Set(theirs.tags))
    if (!tags.includes(tag)) differences.add('tags', tag, tags.join(', '), 'content');
}

function compareFields({ theirs, ours, comparing, differences }: Of): void {
  const { mapping, terms, rows } = comparing;
  const said = rows.valuesOf(theirs);
  const done = new Set<number>();
  for (const { target, column, newField, header } of mapping.columns) {
    const fieldId = target === 'custom' ? rows.fieldOf(column) : undefined;
    if (fieldId === undefined || done.has(fieldId)) continue;
    done.add(fieldId);
    const texts = (all: readonly { fieldId: number; value: string }[]) =>
      all
        .filter((value) => value.fieldId === fieldId)
        .map(({ value }) => value)
        .join(', ');
    const name = terms.everyField.get(fieldId) ?? newField?.name ?? header;
    differences.same('custom', texts(said), texts(ours.values), 'content', name);
  }
}

function compareRecord({ theirs, ours, differences, isNew }: Of): void {
  const { record } = theirs;
  if (record === null) return;
  const { row } = ours;
  differences.same('format', record.format, row.bodyFormat);
  differences.same('tagged', yes(record.tagged), yes(row.tagged));
  differences.same('locked', yes(record.locked), yes(row.locked));
  if (isNew) {
    differences.same('unread', yes(record.unread), yes(row.unread), 'kept');
    differences.same('provided', yes(record.providedByPerson), yes(row.providedByPerson), 'kept');
  }
  differences.same('anonymised', shown(record.anonymised), shown(row.anonymisedAt), 'kept');
  differences.same('restricted', shown(record.restricted), shown(row.restrictedAt), 'kept');
  const linked = new Set(ours.links.map(({ uid }) => uid));
  for (const { uid, trackingId } of record.links)
    if (!linked.has(uid)) differences.add('links', trackingId, '', 'link-not-here');
  if (record.mergedInto && record.mergedInto.uid !== ours.mergedInto)
    differences.add('links', record.mergedInto.trackingId, '', 'link-not-here');
}
