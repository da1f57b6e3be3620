import {
  PART_HEADINGS,
  type EXPORT_SHEETS,
  type ExportFacts,
  type FullTicket,
} from '../../src-main/contract/exchange.ts';
import type { OfficeSettings } from '../../src-main/contract/office.ts';
import { office } from '../office.svelte.ts';
import { whatWasDone } from '../screens/tickets/history-words.ts';
import { speech, t } from '../texts/language.svelte.ts';
import { pieces, piecesFor } from './cells.ts';
import type { Cell, SheetPlan } from './messages.ts';
import { wallClock } from './wall-clock.ts';

export type ExtraSheet = (typeof EXPORT_SHEETS)[number];
/** One sheet: its columns, and the rows a ticket gives it. */
type Sheet = SheetPlan & { rows(ticket: FullTicket): Cell[][] };

const WIDE = 60;
const at = (moment: number | null): Cell => (moment === null ? null : { at: wallClock(moment, speech.zone) });
/** Wide enough for its heading, whatever language that is in, and the sign of the filter beside it. */
const column = (header: string, width = 16) => ({ header, width: Math.max(width, Math.min(header.length + 4, WIDE)) });
/** A column of dates: programs show ### where a date does not fit, and each has a face of its own. */
const dates = (header: string) => column(header, 24);
/** A long text: its first piece in its own column, the others at the end of the row, each under a head that says so. */
const first = (text: string) => pieces(text)[0] ?? '';
const rest = (text: string) => pieces(text).slice(1);
const further = (name: string, characters: number) =>
  Array.from({ length: piecesFor(characters) - 1 }, (_, n) =>
    column(t('workbook.continued', { name, n: n + 2 }), WIDE),
  );
const valuesOf = (ticket: FullTicket, fieldId: number) =>
  first((ticket.fields.find((field) => field.fieldId === fieldId)?.values ?? []).join('\n'));

/**
 * HESK's columns in HESK's order (its export page), each own field in use, then what HESK lacks; by the uid the workbook is
 * known as Paperdesk's own when it is brought in. Several values or tags stand in lines of their own.
 */
function ticketSheet(facts: ExportFacts, settings: OfficeSettings): Sheet {
  const fields = settings.fields.filter(({ id }) => facts.fields.includes(id));
  const named = (ticket: FullTicket, role: 'requester' | 'follower') =>
    ticket.people.filter((person) => person.role === role);
  const mails = (ticket: FullTicket) =>
    named(ticket, 'requester').flatMap(({ identifiers }) =>
      identifiers.filter(({ kind }) => kind === 'email').map(({ value }) => value),
    );
  const before = [
    column('#', 8),
    column(t('workbook.trackingId')),
    dates(t('workbook.date')),
    dates(t('workbook.updated')),
    dates(t('workbook.firstReply')),
    dates(t('workbook.resolved')),
    column(t('workbook.name'), 24),
    column(t('workbook.email'), 28),
    column(t('workbook.followers'), 24),
    column(t('workbook.category')),
    column(t('workbook.priority'), 10),
    column(t('workbook.status')),
    column(t('workbook.subject'), 40),
    column(t('workbook.message'), WIDE),
    column(t('workbook.owner'), 20),
    column(t('workbook.replies'), 8),
    column(t('workbook.staffReplies'), 8),
    column(t('workbook.timeWorked'), 10),
    dates(t('workbook.due')),
  ];
  const after = [
    column(t('workbook.ip'), 18),
    column(t('workbook.channel'), 10),
    column(t('workbook.tags')),
    column(t('workbook.uid'), 34),
  ];
  // an own field that is called like a column of ours has a number behind
  const taken = new Set(
    [...before, ...after, ...Object.values(PART_HEADINGS).map((name) => column(name))].map(({ header }) =>
      header.toLowerCase(),
    ),
  );
  const heading = ({ name }: { name: string }) => {
    let tried = first(name);
    for (let n = 2; taken.has(tried.toLowerCase()); n += 1) tried = `${first(name)} (${n})`;
    taken.add(tried.toLowerCase());
    return column(tried, 20);
  };
  return {
    name: t('workbook.tickets'),
    columns: [...before, ...fields.map(heading), ...after, ...further(t('workbook.message'), facts.longestMessage)],
    rows: (ticket) =>
      ticket.goesOn
        ? []
        : [
            [
              ticket.id,
              ticket.trackingId,
              at(ticket.createdAt),
              at(ticket.changedAt),
              at(ticket.firstReplyAt),
              at(ticket.resolvedAt),
              first(
                named(ticket, 'requester')
                  .map(({ name }) => name)
                  .join(', '),
              ),
              first(mails(ticket).join(', ')),
              first(
                named(ticket, 'follower')
                  .map(({ name }) => name)
                  .join(', '),
              ),
              first(office.category(ticket.categoryId)?.name ?? ''),
              first(office.priority(ticket.priorityId)?.name ?? ''),
              first(office.status(ticket.statusId)?.name ?? ''),
              first(ticket.subject),
              first(ticket.message),
              first(office.staff(ticket.ownerId)?.name ?? ''),
              ticket.replies,
              ticket.staffReplies,
              { seconds: ticket.timeWorked },
              at(ticket.dueAt),
              ...fields.map(({ id }) => valuesOf(ticket, id)),
              ticket.ip,
              ticket.channel,
              first(ticket.tags.join('\n')),
              ticket.uid,
              ...rest(ticket.message),
            ],
          ],
  };
}

const entrySheet = (kind: 'reply' | 'note', longest: number): Sheet => ({
  name: t(kind === 'reply' ? 'terms.sheets.replies' : 'terms.sheets.notes'),
  columns: [
    column(t('workbook.trackingId')),
    dates(t('workbook.date')),
    column(t('workbook.from'), 24),
    column(t('workbook.side'), 10),
    column(t('workbook.text'), WIDE),
    column(t('workbook.channel'), 10),
    ...further(t('workbook.text'), longest),
  ],
  rows: (ticket) =>
    ticket.entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => [
        ticket.trackingId,
        at(entry.createdAt),
        first(entry.author),
        t(`workbook.${entry.authorKind}`),
        first(entry.body),
        entry.channel,
        ...rest(entry.body),
      ]),
});

const historySheet = (): Sheet => ({
  name: t('terms.sheets.history'),
  columns: [
    column(t('workbook.trackingId')),
    dates(t('workbook.date')),
    column(t('workbook.who'), 24),
    column(t('workbook.what'), 40),
  ],
  rows: (ticket) =>
    ticket.history.map((line) => [
      ticket.trackingId,
      at(line.at),
      first(office.staff(line.staffId)?.name ?? ''),
      first(whatWasDone(line)),
    ]),
});

const peopleSheet = (): Sheet => ({
  name: t('terms.sheets.people'),
  columns: [
    column(t('workbook.trackingId')),
    column(t('workbook.part'), 14),
    column(t('workbook.name'), 24),
    column(t('workbook.kind'), 18),
    column(t('workbook.value'), 36),
    column(t('workbook.personUid'), 34),
  ],
  rows: (ticket) =>
    ticket.people.flatMap(({ uid, name, role, identifiers }) => {
      const row = (kind: string, value: string): Cell[] => [
        ticket.trackingId,
        t(`terms.roles.${role}`),
        first(name),
        kind,
        first(value),
        uid,
      ];
      return identifiers.length === 0
        ? [row('', '')]
        : identifiers.map(({ kind, value }) => row(t(`terms.identifiers.${kind}`), value));
    }),
});

const attachmentSheet = (): Sheet => ({
  name: t('terms.sheets.attachments'),
  columns: [
    column(t('workbook.trackingId')),
    dates(t('workbook.date')),
    column(t('workbook.file'), 40),
    column(t('workbook.kind'), 24),
    column(t('workbook.bytes'), 12),
  ],
  rows: (ticket) =>
    ticket.attachments.map((file) => [ticket.trackingId, at(file.createdAt), first(file.name), file.kind, file.size]),
});

/** The sheets of a workbook: tickets always, the others as chosen. */
export function sheetsFor(chosen: readonly ExtraSheet[], facts: ExportFacts, settings: OfficeSettings): Sheet[] {
  const make: Record<ExtraSheet, () => Sheet> = {
    replies: () => entrySheet('reply', facts.longestReply),
    notes: () => entrySheet('note', facts.longestNote),
    history: historySheet,
    people: peopleSheet,
    attachments: attachmentSheet,
  };
  return [ticketSheet(facts, settings), ...chosen.map((name) => make[name]())];
}
