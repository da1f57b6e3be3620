/** The list that every screen with many rows shares. */
export const list = {
  notRead: 'These rows could not be read.',
  notReadAbout: 'Nothing was changed.',
  selected: '{n} selected',
  ofAll: 'of {n}',
  all: 'All {n}',
  none: 'None',
} as const;
