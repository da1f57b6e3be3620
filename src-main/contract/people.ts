import * as v from 'valibot';
import { call } from './call.ts';
import type { TicketRow } from './tickets.ts';
import { Body, FilledLine, Id, IDENTIFIER_KINDS, Instant, Line, Version, type IdentifierKind } from './terms.ts';

export type PersonRow = {
  id: number;
  uid: string;
  name: string;
  /** Flat, phone, mail: what tells two people of one name apart. */ about: string;
  tickets: number;
  openTickets: number;
  lastAt: number | null;
};
export type Identifier = {
  id: number;
  kind: IdentifierKind;
  value: string;
  preferred: boolean;
  source: string;
  since: number | null;
  until: number | null;
  /** When the desk came to know it. */ addedAt: number;
  /** When it was last corrected. */ correctedAt: number | null;
};
/** The shape of the list of people: how many, and the key behind every `step`-th row, so that any row is near. */
export type PeopleShape = {
  total: number;
  step: number;
  anchors: { name: string; id: number }[];
  /** Where the person asked for stands, from 0; null when the list does not hold them. */ place: number | null;
};
export type Person = {
  id: number;
  uid: string;
  version: number;
  name: string;
  language: string;
  remark: string;
  noticeGivenAt: number | null;
  createdAt: number;
  source: 'intake' | 'import' | 'sample';
  identifiers: Identifier[];
  tickets: { role: 'requester' | 'follower' | 'mentioned'; row: TicketRow }[];
  ticketCount: number;
  /** Tickets of others, on which the person follows or is mentioned only. */ elsewhere: number[];
  doubles: { id: number; name: string; kind: string }[];
  /** Records that were joined into this one, the newest first; only the newest can be taken apart. */
  joined: JoinedRecord[];
  /** What was done to the person, the newest first; at most a hundred lines. */
  history: PersonHistoryLine[];
};
/** What a line of a person's history says was done; the window has words for each. */
export const PERSON_HISTORY = [
  'identifier-added',
  'identifier-corrected',
  'identifier-ended',
  'identifier-removed',
  'identifier-preferred',
  'identifier-moved',
  'language',
  'remark',
  'forgotten',
  'joined',
  'taken-apart',
  // `field` says what was: one of the others, or of the codes of a ticket's history
  'undone',
  'redone',
] as const;
export type PersonHistoryCode = (typeof PERSON_HISTORY)[number];
/** `field`: the kind of the identifier, where it is about one. */
export type PersonHistoryLine = { id: number; at: number; staffId: number | null; what: string; field: string };

/** A person found to be another one: what both had stays with it, and comes back when they are taken apart. */
export type JoinedRecord = {
  join: number;
  at: number;
  staffId: number;
  name: string;
  language: string;
  remark: string;
  noticeGivenAt: number | null;
};
/** One side of a join: what it brings. */
export type JoinSide = Omit<PersonRow, 'about'> & {
  version: number;
  createdAt: number;
  language: string;
  remark: string;
  noticeGivenAt: number | null;
  restricted: boolean;
  identifiers: Identifier[];
  /** Identifiers in all, where there are more than are listed. */ identifierCount: number;
};
export type JoinPreview = {
  kept: JoinSide;
  gone: JoinSide;
  /** How many of each would move over from the one that goes. */
  moves: { tickets: number; follows: number; mentions: number; identifiers: number; messages: number; files: number };
  /** What both have: it is kept once, and parted again when they are taken apart. */
  folded: { identifiers: string[]; tickets: number };
};
/** What came of taking two people apart: how many went back, and what stayed because it was changed since. */
export type TakenApart = {
  kept: number;
  back: number;
  stayed: { tickets: number; identifiers: number; other: number };
};
/** Two people who may be one. */
export type DoublePair = {
  id: number;
  foundAt: number;
  /** Found while a table was brought in. */ imported: boolean;
  /** Kind of what was shared when they were noted. */ kind: string;
  one: PersonRow;
  other: PersonRow;
  /** What they share now. */ shared: { kind: IdentifierKind; value: string }[];
};

/** A person has so many identifiers at the most. */
export const MOST_IDENTIFIERS = 1_000;

/** One change of what a person is known by. */
export const Correction = v.variant('what', [
  v.strictObject({
    what: v.literal('add'),
    kind: v.picklist(IDENTIFIER_KINDS),
    value: FilledLine(),
    preferred: v.optional(v.boolean(), false),
    until: v.optional(v.nullable(Instant), null),
  }),
  v.strictObject({ what: v.literal('change'), identifier: Id, value: FilledLine() }),
  /** Until when it held; null: it holds. */
  v.strictObject({ what: v.literal('end'), identifier: Id, until: v.nullable(Instant) }),
  v.strictObject({ what: v.literal('remove'), identifier: Id }),
  /** The one shown among those of its kind. */
  v.strictObject({ what: v.literal('prefer'), identifier: Id }),
  v.strictObject({ what: v.literal('language'), value: Line(35) }),
  v.strictObject({ what: v.literal('remark'), value: v.pipe(Body, v.maxLength(5_000, 'too-long')) }),
]);
export type Correction = v.InferOutput<typeof Correction>;
export const PersonCorrection = v.strictObject({
  id: Id,
  version: Version,
  changes: v.pipe(v.array(Correction), v.minLength(1, 'empty'), v.maxLength(2 * MOST_IDENTIFIERS, 'too-long')),
});
const Person = v.strictObject({ id: Id, version: Version });

export const people = {
  /** While typing at intake: each word a beginning, or any three characters, of a name, flat, phone, mail, number. */
  recognise: call<PersonRow[]>()(
    v.strictObject({
      text: v.pipe(v.string(), v.maxLength(500)),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 8),
    }),
  ),
  shape: call<PeopleShape>()(
    v.strictObject({
      text: v.optional(v.pipe(v.string(), v.maxLength(500)), ''),
      of: v.optional(v.nullable(Id), null),
    }),
  ),
  /** By name; `after` is the last row of the page before. Text narrows as in `recognise`. */
  page: call<{ rows: PersonRow[]; total: number; next: { name: string; id: number } | null }>()(
    v.strictObject({
      text: v.optional(v.pipe(v.string(), v.maxLength(500)), ''),
      after: v.optional(v.nullable(v.strictObject({ name: v.pipe(v.string(), v.maxLength(500)), id: Id })), null),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  open: call<Person>()(v.strictObject({ id: Id })),
  noticeGiven: call<null>()(v.strictObject({ id: Id, given: v.boolean() })),
  /** What a person is known by is corrected once, and every ticket shows it. Answers with new possible doubles. */
  correct: call<{ version: number; doubles: { id: number; name: string }[] }>()(PersonCorrection),
  /** Who else has this value, of those that are not `id`; at most five. */
  alsoKnown: call<{ id: number; name: string }[]>()(
    v.strictObject({ id: Id, kind: v.picklist(IDENTIFIER_KINDS), value: Line() }),
  ),
  joinPreview: call<JoinPreview>()(v.strictObject({ kept: Id, gone: Id })),
  /** Two persons who are one: the second goes into the first. Refused with `changed-meanwhile` when either changed. */
  join: call<{ join: number; version: number }>()(
    v.strictObject({ kept: Person, gone: Person, name: v.optional(v.picklist(['kept', 'gone']), 'kept') }),
  ),
  takeApart: call<TakenApart>()(v.strictObject({ join: Id })),
  /** Pairs that are still to be decided, the newest first; `after` is the id of the last one of the page before. */
  doubles: call<{ pairs: DoublePair[]; total: number; next: number | null }>()(
    v.strictObject({
      after: v.optional(v.nullable(Id), null),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)), 100),
    }),
  ),
  /** `open` takes a decision back. */
  decideDouble: call<null>()(v.strictObject({ id: Id, decision: v.picklist(['different', 'open']) })),
};
