import { expect, test, vi } from 'vitest';
import { HISTORY } from '../../../src-main/contract/tickets.ts';
import type { Desktop } from '../../../src-main/shell/desktop.ts';
import { CAPTURED } from '../../../src-main/store/undo/index.ts';
import { undo } from '../../../src-renderer/texts/en/undo.ts';

// the lines are only listed here: no call comes so far that it would ask Electron for anything
vi.mock('electron', () => ({
  app: {},
  clipboard: {},
  dialog: {},
  nativeTheme: {},
  shell: {},
  BrowserWindow: class {},
}));

/** Changes that Undo does not take back, and why. */
const NOT_TAKEN_BACK: Record<string, string> = {
  'tickets.saveDraft': 'a text that is being written has an undo of its own',
  'tickets.saveIntakeDraft': 'a text that is being written has an undo of its own',
  'tickets.markRead': 'reading is no act',
};

test('every call that changes the office can be undone, or it is said why not', async () => {
  const { allLines } = await import('../../../src-main/shell/lines.ts');
  const lines = Object.entries(allLines({} as Desktop)).flatMap(([area, calls]) =>
    Object.entries(calls).map(([call, line]) => ({ name: `${area}.${call}`, line })),
  );
  const left = lines.filter(({ line }) => line.kind === 'change' && !line.undo).map(({ name }) => name);
  expect(left.sort()).toEqual(Object.keys(NOT_TAKEN_BACK).sort());
});

test('what was done has words, whatever it was, and so has what was changed since', async () => {
  const { allLines } = await import('../../../src-main/shell/lines.ts');
  const calls: Record<string, Record<string, string>> = undo.calls;
  const wordless = Object.entries(allLines({} as Desktop)).flatMap(([area, all]) =>
    Object.entries(all)
      .filter(([call, line]) => line.undo && area !== 'tickets' && calls[area]?.[call] === undefined)
      .map(([call]) => `${area}.${call}`),
  );
  expect(wordless).toEqual([]);
  expect(Object.keys(undo.deeds).sort()).toEqual([...HISTORY].sort());
  // the folder of a print has its own way back
  const known = new Set([...CAPTURED.flatMap(({ columns }) => columns), 'folder']);
  for (const column of Object.keys(undo.columns)) expect(known, column).toContain(column);
});
