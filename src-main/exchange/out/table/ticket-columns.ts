import { PART_HEADINGS } from '../../../contract/exchange.ts';
import type { PersonRecord, Ref, TicketRecord } from '../../record/shape.ts';
import type { Cell, Column } from './cells.ts';

export type TicketColumn = Column & { cell(this: void, ticket: TicketRecord): Cell };

const WIDE = 60;
/** The names are HESK's, and part of the format: by them a file is known when it comes back. */
const at = (heading: string, moment: (ticket: TicketRecord) => string | null): TicketColumn => ({
  heading,
  width: 19,
  cell: (ticket) => {
    const known = moment(ticket);
    return known === null ? null : { at: known };
  },
});
const text = (heading: string, width: number, cell: (ticket: TicketRecord) => string | number): TicketColumn => ({
  heading,
  width,
  cell,
});
const of = (ticket: TicketRecord, role: PersonRecord['role']) =>
  (ticket.people ?? []).filter((person) => person.role === role);
const named = (ticket: TicketRecord, role: PersonRecord['role']) =>
  of(ticket, role)
    .map(({ name }) => name)
    .join(', ');
const mails = (ticket: TicketRecord) =>
  of(ticket, 'requester')
    .flatMap(({ identifiers }) => identifiers.filter(({ kind }) => kind === 'email'))
    .map(({ value }) => value)
    .join(', ');

/** The column that tells a file of Paperdesk's from others: the ticket's random uid. */
export const UID_COLUMN = 'Paperdesk UID';

/**
 * A row a ticket: HESK's columns in HESK's order, each own field in use, then what HESK lacks, then `parts`. Tickets need
 * the part `people`. Several values of one field stand in lines of their own.
 */
export function ticketColumns(fields: readonly Ref[], parts: readonly TicketColumn[] = []): TicketColumn[] {
  const before = [
    text('#', 8, ({ number }) => number),
    text('Tracking ID', 14, ({ trackingId }) => trackingId),
    at('Date', ({ created }) => created),
    at('Updated', ({ changed }) => changed),
    at('First reply at', ({ firstReply }) => firstReply),
    at('Resolved at', ({ resolved }) => resolved),
    text('Name', 24, (ticket) => named(ticket, 'requester')),
    text('Email', 28, mails),
    text('Followers', 24, (ticket) => named(ticket, 'follower')),
    text('Category', 16, ({ category }) => category.name),
    text('Priority', 10, ({ priority }) => priority.name),
    text('Status', 16, ({ status }) => status.name),
    text('Subject', 40, ({ subject }) => subject),
    text('Message', WIDE, ({ message }) => message),
    text('Owner', 20, ({ owner }) => owner?.name ?? ''),
    text('Replies', 8, ({ counts }) => counts.replies),
    text('Replies (Staff)', 8, ({ counts }) => counts.staffReplies),
    { heading: 'Time worked', width: 10, cell: ({ timeWorked }: TicketRecord) => ({ seconds: timeWorked }) },
    at('Due date', ({ due }) => due),
  ];
  const after = [
    text('IP', 18, ({ ip }) => ip),
    text('Channel', 10, ({ channel }) => channel),
    text('Tags', 16, ({ tags }) => tags.join('\n')),
    text(UID_COLUMN, 34, ({ uid }) => uid),
    ...parts,
  ];
  const headings = fieldHeadings(fields, [...before, ...after]);
  const own = fields.map(({ uid }, n) =>
    text(headings[n] ?? '', 20, (ticket) =>
      (ticket.fields.find((field) => field.uid === uid)?.values ?? []).join('\n'),
    ),
  );
  return [...before, ...own, ...after];
}

/** Own fields may be called like a column of ours, or like each other: such a one has a number behind. */
function fieldHeadings(fields: readonly Ref[], columns: readonly Column[]): string[] {
  const ours = [...columns.map(({ heading }) => heading), ...Object.values(PART_HEADINGS)];
  const taken = new Set(ours.map((heading) => heading.toLowerCase()));
  return fields.map(({ name }) => {
    let heading = name;
    for (let n = 2; taken.has(heading.toLowerCase()); n += 1) heading = `${name} (${n})`;
    taken.add(heading.toLowerCase());
    return heading;
  });
}
