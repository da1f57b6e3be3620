import { test as base, _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built program, running with a folder of its own. */
export type Desk = {
  app: ElectronApplication;
  page: Page;
  /** The program's own folder (`userData`). */
  programFolder: string;
  /** A folder for what the user saves. */
  folder: string;
  /** Closes the window as a user does, and waits for the end of the program. */
  close(): Promise<void>;
};
export type Start = {
  args?: string[];
  programFolder?: string;
  folder?: string;
  env?: Record<string, string>;
  dark?: boolean;
};

/** Electron, where the tests run on it, or the stand-in. */
export const PROGRAM =
  process.env['REAL_ELECTRON'] === '1'
    ? (createRequire(import.meta.url)('electron') as unknown as string)
    : resolve('test/electron/bin/electron');

/** Starts the built program on Electron or on the stand-in, and waits until its window can be asked. */
export async function startDesk(start: Start = {}): Promise<Desk> {
  const folder = start.folder ?? mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
  const programFolder = start.programFolder ?? mkdtempSync(join(tmpdir(), 'paperdesk-program-'));
  const app = await _electron.launch({
    executablePath: PROGRAM,
    args: ['.', `--user-data-dir=${programFolder}`, ...(start.args ?? [])],
    env: {
      ...process.env,
      STANDIN_QUIET: '1',
      TZ: 'Europe/Berlin',
      ...(start.dark ? { STANDIN_DARK: '1' } : {}),
      ...start.env,
    },
    // null, or Playwright forces the light scheme over nativeTheme
    colorScheme: null,
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'desk' in window && document.querySelector('#app')?.childElementCount !== 0);
  return {
    app,
    page,
    programFolder,
    folder,
    close: async () => {
      const ended = app.waitForEvent('close');
      await app.evaluate(({ app: program }) => program.quit()).catch(() => undefined);
      await ended;
    },
  };
}

/** What the next save dialogs answer, in order; a dialog without an answer is cancelled. */
export async function answerSave(desk: Desk, ...paths: string[]): Promise<void> {
  await desk.app.evaluate(({ dialog }, answers) => {
    const left = [...answers];
    dialog.showSaveDialog = () => {
      const filePath = left.shift();
      return Promise.resolve(filePath === undefined ? { canceled: true, filePath: '' } : { canceled: false, filePath });
    };
  }, paths);
}

/** What the next open dialogs answer, in order. */
export async function answerOpen(desk: Desk, ...chosen: string[][]): Promise<void> {
  await desk.app.evaluate(({ dialog }, answers) => {
    const left = [...answers];
    dialog.showOpenDialog = () => {
      const filePaths = left.shift();
      return Promise.resolve(
        filePaths === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths },
      );
    };
  }, chosen);
}

/** A call of the contract as the window makes it, for what a test must know and no screen tells. */
export const ask = <T>(desk: Desk, name: string, input?: unknown): Promise<T> =>
  desk.page.evaluate(
    async ([call, given]) => {
      const answer = (await window.desk.call(call, given)) as {
        ok: boolean;
        value?: unknown;
        error?: { code: string };
      };
      if (!answer.ok) throw new Error(answer.error?.code);
      return answer.value;
    },
    [name, input] as const,
  ) as Promise<T>;

/** What must be there for a test to go on. */
export function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('what the test needs is not there');
  return value;
}

export const test = base.extend<{ desk: Desk }>({
  desk: async ({}, use) => {
    const desk = await startDesk();
    await use(desk);
    await desk.close();
    for (const folder of [desk.programFolder, desk.folder])
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
});
export { expect };
