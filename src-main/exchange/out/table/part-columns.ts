import { PART_HEADINGS } from '../../../contract/exchange.ts';
import { blocksText, type Block } from '../../table/blocks.ts';
import type { EntryRecord, PersonRecord, RecordPart, TicketRecord } from '../../record/shape.ts';
import type { TicketColumn } from './ticket-columns.ts';

/** A moment for people's eyes and back: `2026-11-24 10:07:00.123`. */
export type Shown = (moment: string) => string;

/** What is known of a person, a line each; the remark is last and may have several. */
function personText({ uid, language, source, noticeGiven, restricted, created, identifiers, remark }: PersonRecord) {
  const facts = { uid, language, source, created, noticeGiven: noticeGiven ?? '', restricted: restricted ?? '' };
  return [
    ...Object.entries(facts).flatMap(([name, fact]) => (fact === '' ? [] : [`${name}: ${fact}`])),
    ...identifiers.map(({ kind, preferred, since, until, value }) => {
      const span = since === null && until === null ? '' : ` ${since ?? '..'}/${until ?? '..'}`;
      return `${kind}${preferred ? '*' : ''}${span}: ${value}`;
    }),
    ...(remark ? [`remark: ${remark}`] : []),
  ].join('\n');
}

const entryBlock =
  (shown: Shown) =>
  ({ created, author, channel, format, edited, text }: EntryRecord): Block => ({
    facts: [
      shown(created),
      author.kind,
      channel,
      author.name,
      ...(format === 'markdown' ? [format] : []),
      ...(edited === null ? [] : [`edited ${shown(edited)}`]),
    ],
    text,
  });

const BLOCKS: Record<Exclude<RecordPart, 'bytes'>, (ticket: TicketRecord, shown: Shown) => Block[]> = {
  people: ({ people = [] }) =>
    people.map((person) => ({ facts: [person.role, person.name], text: personText(person) })),
  replies: ({ replies = [] }, shown) => replies.map(entryBlock(shown)),
  notes: ({ notes = [] }, shown) => notes.map(entryBlock(shown)),
  history: ({ history = [] }, shown) =>
    history.map(({ at, staff, what, from, to }) => ({
      facts: [shown(at), staff?.name ?? '', what, from?.name ?? '', to?.name ?? ''],
      text: null,
    })),
  attachments: ({ attachments = [] }, shown) =>
    attachments.map(({ name, kind, size, sha256, created }) => ({
      facts: [name, kind, String(size), sha256, shown(created)],
      text: null,
    })),
};

/** A column for each part, in the order of the parts: several texts in one cell. */
export const partColumns = (parts: readonly RecordPart[], shown: Shown): TicketColumn[] =>
  (Object.keys(BLOCKS) as (keyof typeof BLOCKS)[])
    .filter((part) => parts.includes(part))
    .map((part) => ({
      heading: PART_HEADINGS[part],
      width: 60,
      cell: (ticket) => blocksText(BLOCKS[part](ticket, shown)),
    }));
