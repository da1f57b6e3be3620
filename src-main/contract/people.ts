import * as v from 'valibot';
import { call } from './call.ts';
import type { TicketRow } from './tickets.ts';
import { Id, type IdentifierKind } from './terms.ts';

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
};

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
};
