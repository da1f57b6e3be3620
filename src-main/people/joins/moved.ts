/**
 * What a join moved, as it stands in `joins.moved`: ids and flags, never a value. Parts in tickets go by the ticket's
 * id. What stands "aside" was the kept person's and waits with the one that went, because the other's took its place.
 */
export const MOVED = [
  'requester',
  'follower',
  'mentioned',
  'asideFollower',
  'identifiers',
  'asideIdentifiers',
  /** Identifiers that were the ones shown of their kind and are no more, and those that became it. */
  'wasPreferred',
  'becamePreferred',
  'entries',
  'attachments',
  'holds',
  /** Possible doubles that point to the kept one now, and those that the join decided. */
  'doubles',
  'decided',
  /** People who had been joined into the one that went. */
  'joined',
  /** Numbers in TAKEN: what the kept one had not and took over. */
  'took',
] as const;
export type Moved = Record<(typeof MOVED)[number], number[]>;

export const ROLES = ['requester', 'follower', 'mentioned'] as const;
/** Columns of a person that are taken over where the kept one has nothing in them. */
export const TAKEN = ['language', 'remark', 'noticeGivenAt', 'restrictedAt'] as const;

/** What stands in a row of `joins`, whatever an older program left out. */
export const movedOf = (stored: Record<string, number[]>): Moved =>
  Object.fromEntries(MOVED.map((name) => [name, stored[name] ?? []])) as Moved;
