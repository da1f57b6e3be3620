import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * Everything of the window and of the main process that outlives a call or a screen, and what it holds. What holds
 * something of people or tickets says how it lets go of it when their data go; a new one has to be named here first.
 */
const HELD_IN_WINDOW: Record<string, string> = {
  'src-renderer/chosen.svelte.ts chosen': 'ids that follow the list',
  'src-renderer/components/narrow.svelte.ts query': 'how wide the window is',
  'src-renderer/components/pane-cycle.ts last': 'elements of the page',
  'src-renderer/components/toasts.svelte.ts toasts': 'forgets',
  'src-renderer/copying.svelte.ts copying': 'how far a copy is',
  'src-renderer/desk.ts early': 'ends of long work, until somebody asks for them',
  'src-renderer/desk.ts lastAct': 'an id',
  'src-renderer/desk.ts listeners': 'who waits for long work',
  'src-renderer/failures.svelte.ts failures': 'forgets',
  'src-renderer/forgetting.ts remembering': 'who lets go',
  'src-renderer/keys/keyboard.svelte.ts sequences': 'a number',
  'src-renderer/keys/preferences.svelte.ts keyPreferences': 'keys',
  'src-renderer/keys/scopes.ts scopes': 'keys',
  'src-renderer/office.svelte.ts office': 'settings and counts; nobody but staff',
  'src-renderer/opened.svelte.ts opened': 'forgets',
  'src-renderer/route.svelte.ts route': 'forgets',
  'src-renderer/screens/intake/intake.svelte.ts form': 'forgets',
  'src-renderer/screens/people/correct/begun.svelte.ts begun': 'forgets',
  'src-renderer/screens/people/people-list.svelte.ts everyone': 'forgets',
  'src-renderer/screens/privacy/pending.svelte.ts pending': 'ids and numbers of deletes',
  'src-renderer/screens/settings/restoring.svelte.ts restoring': 'whether it is under way',
  'src-renderer/screens/tickets/shown-list.svelte.ts shown': 'forgets',
  'src-renderer/screens/tickets/unsaved-texts.svelte.ts unsavedTexts': 'forgets',
  'src-renderer/screens/viewer/frame/frame.ts waiting': 'numbers; the frame goes with the viewer',
  'src-renderer/texts/language.svelte.ts speech': 'the language',
  'src-renderer/texts/translate.ts numbers': 'forms of numbers',
  'src-renderer/texts/translate.ts rules': 'forms of plurals',
  'src-renderer/undoing.svelte.ts undoing': 'ids and numbers of acts, asked anew when main forgets some',
  'src-renderer/workbook/wall-clock.ts zones': 'time zones',
};
const HELD_IN_MAIN: Record<string, string> = {
  'src-main/exchange/table/dates/parse-date.ts instants': 'midnights of time zones',
  'src-main/store/folded-places.ts knownPlaces': 'forgets forgetPlaces: short words as they fold',
  'src-main/store/prepared.ts ofConnection': 'statements',
  'src-main/store/search/keys.ts months': 'months',
  'src-main/store/search/where.ts known': 'parts of a find, as long as it is being asked',
  'src-main/store/undo/captured.ts byName': 'tables',
  'src-main/store/store.ts inWrite': 'whether a write is under way',
  'src-main/store/undo/recording.ts installed': 'connections',
  'src-main/store/words.ts known': 'forgets forgetWords: short words as they fold',
  'src-main/shell/offices.ts undo': 'forgets #undo.forget: acts that can be undone, with the rows they changed',
  'src-main/jobs.ts #running': 'long work that is under way',
  'src-main/shell/file-calls.ts writing': 'files that are being written where the user chose',
  'src-main/shell/files.ts #files': 'files of this computer that the user chose',
  'src-main/shell/files.ts #pasted':
    'pictures that were pasted, until the form or the answer that shows them lets go of them',
  'src-main/shell/paper-windows.ts #drawings': 'ids of tickets while their paper is drawn',
  'src-main/shell/remembered.ts #works': 'ids of tickets and people while long work makes their data go',
};

/** What is made from literals, or named as a constant, gathers nothing. */
const CONSTANT = /new (RegExp|Intl\.|TextEncoder|Date|Proxy)|new (Map|Set)\(\[/;
/** State of a module: made once, there until the program ends. */
const OF_MODULE = /^(?:export )?(?:const|let) ([a-z]\w*)(?:: [^=]+)? = ((?:new \w|\$state|\{ undo).*)$/gm;
/** What a part of the main process gathers as long as it lives. */
const OF_OBJECT = /^ {2,4}(?:readonly |const )?(#?[a-z]\w*) = (new (?:Map<|Set<|UndoStack).*)$/gm;

function found(files: string, pattern: RegExp): string[] {
  return globSync(files).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(pattern)]
      .filter(([, , value = '']) => !CONSTANT.test(value))
      .map(([, name]) => `${path} ${name}`),
  );
}

test('everything that outlives a screen or a call is known, and lets go of those whose data go', () => {
  const window = found('src-renderer/**/*.{ts,svelte}', OF_MODULE);
  const main = [...found('src-main/**/*.ts', OF_MODULE), ...found('src-main/{*.ts,shell/*.ts}', OF_OBJECT)];
  expect(window.sort()).toEqual(Object.keys(HELD_IN_WINDOW).sort());
  expect(main.sort()).toEqual(Object.keys(HELD_IN_MAIN).sort());
  const forgetting = readFileSync('src-main/shell/remembered.ts', 'utf8');
  for (const [place, holds] of Object.entries({ ...HELD_IN_WINDOW, ...HELD_IN_MAIN })) {
    const [path = '', name = ''] = place.split(' ');
    if (!holds.startsWith('forgets')) continue;
    if (path.startsWith('src-renderer')) expect(readFileSync(path, 'utf8'), place).toContain('whenForgotten(');
    else expect(forgetting, place).toContain(/^forgets ([\w.#]+)/.exec(holds)?.[1] ?? name);
  }
});
