import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskState } from '../../src-main/contract/desktop.ts';
import { ask, startDesk, test as base, type Desk } from './desk.ts';

type Program = { take(): Promise<Desk>; giveBack(desk: Desk, well: boolean): Promise<void> };
/** What this computer keeps beyond an office. */
type Kept = string;

const keptBy = async (desk: Desk): Promise<Kept> => {
  const { theme, contrast, language, zoom } = await ask<DeskState>(desk, 'desktop.state');
  return JSON.stringify([theme, contrast, language, zoom, await ask(desk, 'desktop.choices')]);
};
const boundsOf = (desk: Desk) =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getBounds()));

/** Back to the first screen, everything of the window gone, as after a start. */
async function leaveOffice(desk: Desk, [bounds]: Awaited<ReturnType<typeof boundsOf>>): Promise<void> {
  await ask(desk, 'desktop.closeOffice');
  await desk.app.evaluate(({ BrowserWindow }, was) => {
    for (const window of BrowserWindow.getAllWindows()) if (was) window.setBounds(was);
  }, bounds);
  await desk.page.reload();
  await desk.page.waitForFunction(() => 'desk' in window && document.querySelector('#app')?.childElementCount !== 0);
}

const remove = (folder: string) => {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
};

/**
 * Tests that take turns on one started program: each finds the first screen, no office, and a folder of its own. Where a
 * test left something with the computer, as a theme, the next one gets a program started anew.
 */
export const test = base.extend<{ desk: Desk }, { program: Program }>({
  program: [
    async ({}, use) => {
      let now: { desk: Desk; kept: Kept; bounds: Awaited<ReturnType<typeof boundsOf>> } | null = null;
      const end = async () => {
        const ending = now?.desk;
        now = null;
        if (!ending) return;
        await ending.close();
        remove(ending.programFolder);
      };
      await use({
        take: async () => {
          if (!now) {
            const desk = await startDesk();
            remove(desk.folder);
            now = { desk, kept: await keptBy(desk), bounds: await boundsOf(desk) };
          }
          return { ...now.desk, folder: mkdtempSync(join(tmpdir(), 'paperdesk-files-')) };
        },
        giveBack: async (desk, well) => {
          if (!now) return;
          if (well && (await keptBy(desk)) === now.kept) await leaveOffice(desk, now.bounds);
          else await end();
          remove(desk.folder);
        },
      });
      await end();
    },
    { scope: 'worker' },
  ],
  desk: async ({ program }, use, info) => {
    const desk = await program.take();
    await use(desk);
    await program.giveBack(desk, info.status === info.expectedStatus);
  },
});
