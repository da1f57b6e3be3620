export { checkIndex, emptySearch, isCurrent, tidySearch } from './check.ts';
export { allKeys, countTickets, findTickets } from './find.ts';
export type { Hit, Page } from './find.ts';
export type { FromRows, ToldText } from './from-rows.ts';
export { heldBy } from './holds.ts';
export { ipKey, ipText } from './ip.ts';
export { freeKey, keysBetween } from './keys.ts';
export { nameForms } from './names.ts';
export { dropPeople, dropPerson, findPeople, putPerson } from './people.ts';
export type { PersonDoc } from './people.ts';
export type { Place } from './standing.ts';
export { parseQuery } from './query.ts';
export type { Query, QueryField, QueryPart } from './query.ts';
export { SEARCH_DDL } from './tables.ts';
export {
  changeText,
  dropText,
  dropTicket,
  dropTickets,
  putText,
  putTicket,
  SearchOutOfStep,
  textsOf,
  writingAnew,
} from './tickets.ts';
export type { TicketDoc, TicketText } from './tickets.ts';
export { where } from './where.ts';
export type { ShownTexts } from './where.ts';
