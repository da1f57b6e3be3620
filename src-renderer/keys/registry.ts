import type { TextKey } from '../texts/language.svelte.ts';

/** Where a key acts; the headings of the sheet behind "?". */
export type KeyPlace = 'everywhere' | 'go' | 'list' | 'tickets' | 'person' | 'viewer' | 'writing' | 'intake';

export type KeyEntry = {
  /** Presses as tinykeys writes them, any of which will do: `$mod` is Ctrl, on a Mac Cmd; `g t` is one after the other. */
  readonly keys: readonly string[];
  readonly where: KeyPlace;
  readonly text: TextKey;
  /** Not in a field, although it has a modifier: the field has its own use for it. */
  readonly leaveToFields?: true;
};

/**
 * Every key of the window, once. The sheet, the hints, the caps on buttons and the handlers all come from here.
 * Anonymise and "delete now" have no key, on purpose.
 */
export const KEYS = {
  find: { keys: ['[Shift]+/', '$mod+f'], where: 'everywhere', text: 'keys.acts.find' },
  newTicket: { keys: ['$mod+n'], where: 'everywhere', text: 'keys.acts.newTicket' },
  allKeys: { keys: ['[Shift]+?'], where: 'everywhere', text: 'keys.acts.allKeys' },
  undo: { keys: ['$mod+z'], where: 'everywhere', text: 'keys.acts.undo', leaveToFields: true },
  redo: { keys: ['$mod+Shift+z', '$mod+y'], where: 'everywhere', text: 'keys.acts.redo', leaveToFields: true },
  nextPane: { keys: ['F6'], where: 'everywhere', text: 'keys.acts.nextPane' },
  previousPane: { keys: ['Shift+F6'], where: 'everywhere', text: 'keys.acts.previousPane' },
  back: { keys: ['Escape'], where: 'everywhere', text: 'keys.acts.back' },

  goTickets: { keys: ['g t'], where: 'go', text: 'keys.acts.tickets' },
  goPeople: { keys: ['g p'], where: 'go', text: 'keys.acts.people' },
  goPrivacy: { keys: ['g r'], where: 'go', text: 'keys.acts.privacy' },
  goLedger: { keys: ['g l'], where: 'go', text: 'keys.acts.ledger' },
  goSettings: { keys: ['$mod+,'], where: 'go', text: 'keys.acts.settings' },
  goView: { keys: ['([1-9])'], where: 'go', text: 'keys.acts.view' },

  next: { keys: ['j', 'ArrowDown'], where: 'list', text: 'keys.acts.next' },
  previous: { keys: ['k', 'ArrowUp'], where: 'list', text: 'keys.acts.previous' },
  open: { keys: ['Enter', 'o'], where: 'list', text: 'keys.acts.open' },
  select: { keys: ['x', 'Space'], where: 'list', text: 'keys.acts.select' },
  selectDown: { keys: ['Shift+j', 'Shift+ArrowDown'], where: 'list', text: 'keys.acts.selectDown' },
  selectUp: { keys: ['Shift+k', 'Shift+ArrowUp'], where: 'list', text: 'keys.acts.selectUp' },
  selectAll: { keys: ['$mod+a'], where: 'list', text: 'keys.acts.selectAll', leaveToFields: true },
  filter: { keys: ['f'], where: 'list', text: 'keys.acts.filter' },
  first: { keys: ['Home'], where: 'list', text: 'keys.acts.first' },
  last: { keys: ['End'], where: 'list', text: 'keys.acts.last' },
  pageDown: { keys: ['PageDown'], where: 'list', text: 'keys.acts.pageDown' },
  pageUp: { keys: ['PageUp'], where: 'list', text: 'keys.acts.pageUp' },
  moveUp: { keys: ['Alt+ArrowUp'], where: 'list', text: 'keys.acts.moveUp' },
  moveDown: { keys: ['Alt+ArrowDown'], where: 'list', text: 'keys.acts.moveDown' },

  close: { keys: ['e'], where: 'tickets', text: 'keys.acts.close' },
  assign: { keys: ['a'], where: 'tickets', text: 'keys.acts.assign' },
  assignToMe: { keys: ['Shift+a'], where: 'tickets', text: 'keys.acts.assignToMe' },
  reply: { keys: ['r'], where: 'tickets', text: 'keys.acts.reply' },
  note: { keys: ['n'], where: 'tickets', text: 'keys.acts.note' },
  priority: { keys: ['y'], where: 'tickets', text: 'keys.acts.priority' },
  status: { keys: ['s'], where: 'tickets', text: 'keys.acts.status' },
  category: { keys: ['m'], where: 'tickets', text: 'keys.acts.category' },
  due: { keys: ['z'], where: 'tickets', text: 'keys.acts.due' },
  tag: { keys: ['t'], where: 'tickets', text: 'keys.acts.tag' },
  person: { keys: ['u'], where: 'tickets', text: 'keys.acts.person' },
  give: { keys: ['Shift+u'], where: 'tickets', text: 'keys.acts.give' },
  correct: { keys: ['c'], where: 'tickets', text: 'keys.acts.correct' },
  history: { keys: ['h'], where: 'tickets', text: 'keys.acts.history' },
  facts: { keys: ['i'], where: 'tickets', text: 'keys.acts.facts' },
  print: { keys: ['p', '$mod+p'], where: 'tickets', text: 'keys.acts.print' },
  export: { keys: ['$mod+e'], where: 'tickets', text: 'keys.acts.export' },
  delete: { keys: ['Delete'], where: 'tickets', text: 'keys.acts.delete' },
  more: { keys: ['.'], where: 'tickets', text: 'keys.acts.more' },

  same: { keys: ['s'], where: 'person', text: 'keys.acts.same' },
  different: { keys: ['d'], where: 'person', text: 'keys.acts.different' },
  later: { keys: ['l'], where: 'person', text: 'keys.acts.later' },

  nextPage: { keys: ['PageDown', 'ArrowRight'], where: 'viewer', text: 'keys.acts.nextPage' },
  previousPage: { keys: ['PageUp', 'ArrowLeft'], where: 'viewer', text: 'keys.acts.previousPage' },
  firstPage: { keys: ['Home'], where: 'viewer', text: 'keys.acts.firstPage' },
  lastPage: { keys: ['End'], where: 'viewer', text: 'keys.acts.lastPage' },
  zoomIn: { keys: ['[Shift]+([\\x2b=])'], where: 'viewer', text: 'keys.acts.zoomIn' },
  zoomOut: { keys: ['-'], where: 'viewer', text: 'keys.acts.zoomOut' },
  zoomFit: { keys: ['0'], where: 'viewer', text: 'keys.acts.zoomFit' },

  save: { keys: ['$mod+Enter'], where: 'writing', text: 'keys.acts.save' },
  saveAndClose: { keys: ['$mod+Shift+Enter'], where: 'writing', text: 'keys.acts.saveAndClose' },
  keepDraft: { keys: ['Escape'], where: 'writing', text: 'keys.acts.keepDraft' },

  cameBy: { keys: ['Alt+([1-5])'], where: 'intake', text: 'keys.acts.cameBy' },
  newPerson: { keys: ['$mod+Enter'], where: 'intake', text: 'keys.acts.newPerson' },
  addToOpen: { keys: ['Alt+Enter'], where: 'intake', text: 'keys.acts.addToOpen' },
  saveAndPrint: { keys: ['$mod+p'], where: 'intake', text: 'keys.acts.saveAndPrint' },
} as const satisfies Record<string, KeyEntry>;

export type KeyId = keyof typeof KEYS;
export const KEY_IDS = Object.keys(KEYS) as KeyId[];
export const KEY_PLACES = [
  'everywhere',
  'go',
  'list',
  'tickets',
  'person',
  'viewer',
  'writing',
  'intake',
] as const satisfies KeyPlace[];

/** True for a press without Ctrl, Cmd or Alt that a field would take as text or movement: it acts on lists only. */
export const isSingle = (press: string): boolean =>
  !/(\$mod|Control|Meta|Alt)\+/.test(press) && !/^(Shift\+)?(F\d+|Escape)$/.test(press);
