import { chosen } from './chosen.svelte.ts';
import { copying } from './copying.svelte.ts';
import { desk } from './desk.ts';
import { failures } from './failures.svelte.ts';
import { floatOf, isField } from './keys/scopes.ts';
import { office } from './office.svelte.ts';
import { openOffice } from './open-office.ts';
import { opened } from './opened.svelte.ts';
import { route } from './route.svelte.ts';
import { undoing } from './undoing.svelte.ts';

/** Puts the cursor into the box of find, on whatever screen has one. */
export function focusFind(): void {
  const box = () => document.querySelector<HTMLInputElement>('[data-find] input, input[data-find]');
  // At once where it stands: letters typed right after would be keys of the list.
  const there = box();
  if (there) return there.focus();
  route.go('tickets');
  requestAnimationFrame(() => box()?.focus());
}

const withChosen = (name: 'print' | 'export') => {
  if (chosen.selection && chosen.count > 0) opened.open({ name, selection: chosen.selection, count: chosen.count });
};

const IN_OFFICE: Record<string, () => unknown> = {
  'new-ticket': () => opened.open({ name: 'intake' }),
  print: () => withChosen('print'),
  export: () => withChosen('export'),
  import: () => route.go('import'),
  find: focusFind,
  'go-tickets': () => route.go('tickets'),
  'go-people': () => route.go('people'),
  'go-privacy': () => route.go('privacy'),
  'go-settings': () => route.goSettings(),
  backups: () => route.goSettings('backups'),
  elsewhere: () => route.goSettings('elsewhere'),
  'save-copy': () => copying.run(),
  undo: () => turned('undo'),
  redo: () => turned('redo'),
  'close-office': () => desk.desktop.closeOffice(),
};
const ALWAYS: Record<string, () => unknown> = {
  keys: () => opened.open({ name: 'keys' }),
  about: () => opened.open({ name: 'about' }),
  // the office that is open closes only once the new one is made
  'new-office': () => opened.open({ name: 'new-office' }),
  'open-sql': () => opened.open({ name: 'open-sql' }),
  'open-office': () => openOffice(() => desk.desktop.openOffice({})),
};

/** Edit's Undo and Redo: a text that is being written has its own, and over a dialog the desk's wait. */
const turned = (way: 'undo' | 'redo') => {
  const at = document.activeElement ?? document.body;
  if (isField(at)) document.execCommand(way);
  else if (!floatOf(at)) undoing.turn(way);
};

/** A command of the native menu, by name. What is refused is shown where the user is. */
export async function run(command: string): Promise<void> {
  const recent = /^recent (\w+)$/.exec(command)?.[1];
  const act = recent
    ? () => openOffice(() => desk.desktop.openOffice({ recent }))
    : (ALWAYS[command] ?? (office.settings ? IN_OFFICE[command] : undefined));
  await failures.watch(async () => act?.());
}
