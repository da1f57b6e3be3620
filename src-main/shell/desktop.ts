import { app, clipboard, dialog, nativeTheme, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import { desk, type Line } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { ChosenFiles } from './files.ts';
import { placeOf, type Offices } from './offices.ts';
import type { Settings } from './settings.ts';

export type Desktop = {
  offices: Offices;
  files: ChosenFiles;
  settings: Settings;
  window(): BrowserWindow | null;
  appFolder: string;
  menuChanged(): void;
};
type Calls = typeof desktop;

/** Calls about the office as a document and about this computer. */
export function officeCalls(it: Desktop) {
  const { offices, files, settings } = it;
  const owner = () => it.window() ?? undefined;
  const openDialog = (options: Electron.OpenDialogOptions) => {
    const window = owner();
    return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
  };
  const saveDialog = (options: Electron.SaveDialogOptions) => {
    const window = owner();
    return window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
  };
  const OFFICE_FILES = [{ name: 'Paperdesk', extensions: ['desk'] }];

  return {
    state: desk('use the desk', async () => {
      const open = offices.current;
      return {
        version: app.getVersion(),
        electron: process.versions['electron'] ?? '',
        office: open ? { uid: open.uid, name: open.name, ...placeOf(open.path), caution: open.caution } : null,
        recent: settings
          .get('recent')
          .map(({ id, name, path }) => ({ id, name, folder: placeOf(path).folder, missing: !existsSync(path) })),
        theme: settings.get('theme'),
        contrast: settings.get('contrast'),
        language: settings.get('language'),
        platform: process.platform as 'darwin' | 'win32' | 'linux',
        lastBackup: null,
        notices: [],
      };
    }),
    newOffice: desk(
      'use the desk',
      async (_actor, input: { name: string; owner: string; zone: string; country: string }) => {
        const { canceled, filePath } = await saveDialog({
          defaultPath: join(app.getPath('documents'), `${fileNameOf(input.name)}.desk`),
          filters: OFFICE_FILES,
        });
        if (canceled || !filePath) return null;
        const { uid } = await offices.found(filePath.endsWith('.desk') ? filePath : `${filePath}.desk`, input);
        it.menuChanged();
        return { uid };
      },
    ),
    openOffice: desk(
      'use the desk',
      async (_actor, input: { recent?: string | undefined; file?: string | undefined }) => {
        const path = input.recent
          ? settings.get('recent').find(({ id }) => id === input.recent)?.path
          : input.file
            ? files.get(input.file).path
            : await ask();
        if (path === null) return null;
        if (!path) throw new Refused('not-found', { reason: 'file' });
        const { uid } = await offices.open(path);
        it.menuChanged();
        return { uid };
        async function ask(): Promise<string | null> {
          const { canceled, filePaths } = await openDialog({ properties: ['openFile'], filters: OFFICE_FILES });
          return canceled ? null : (filePaths[0] ?? null);
        }
      },
    ),
    forgetRecent: desk('use the desk', async (_actor, { id }: { id: string }) => {
      settings.set(
        'recent',
        settings.get('recent').filter((recent) => recent.id !== id),
      );
      it.menuChanged();
      return null;
    }),
    closeOffice: desk('use the desk', async () => {
      await offices.close();
      it.menuChanged();
      return null;
    }),
    chooseFiles: desk('use the desk', async (_actor, { what }: { what: 'attachments' | 'table' }) => {
      const { canceled, filePaths } = await openDialog(
        what === 'table'
          ? { properties: ['openFile'], filters: [{ name: 'CSV, XLSX', extensions: ['csv', 'tsv', 'txt', 'xlsx'] }] }
          : { properties: ['openFile', 'multiSelections'] },
      );
      if (canceled) return [];
      const chosen = [];
      for (const path of filePaths) chosen.push(await files.add(path));
      return chosen;
    }),
    choices: desk('use the desk', async () => settings.get('choices')),
    choose: desk(
      'use the desk',
      async (_actor, { name, value }: { name: string; value: string | boolean | number | string[] }) => {
        if (name === 'theme' && (value === 'system' || value === 'light' || value === 'dark')) {
          settings.set('theme', value);
          nativeTheme.themeSource = value;
        } else if (name === 'contrast' && (value === 'system' || value === 'more')) settings.set('contrast', value);
        else if (name === 'language' && value === 'en') settings.set('language', value);
        else if (name === 'zoom' && typeof value === 'number')
          it.window()?.webContents.setZoomLevel(Math.min(5, Math.max(-2, value)));
        else if (name === 'print' || name === 'export' || name === 'sort')
          settings.set('choices', { ...settings.get('choices'), [name]: value });
        else throw new Refused('invalid', { field: name });
        return null;
      },
    ),
    cancelJob: desk('use the desk', async (_actor, { job }: { job: string }) => {
      offices.jobs.cancel(job);
      return null;
    }),
    copy: desk('use the desk', async (_actor, { text }: { text: string }) => {
      await clipboard.writeText(text);
      return null;
    }),
    licences: desk('use the desk', async () => ({
      text: await readFile(join(it.appFolder, 'resources', 'licences.txt'), 'utf8').catch(() => 'MIT'),
    })),
    title: desk('use the desk', async (_actor, { trackingId }: { trackingId: string }) => {
      it.window()?.setTitle(trackingId ? `${trackingId} – Paperdesk` : 'Paperdesk');
      return null;
    }),
    ready: desk('use the desk', async () => null),
  } satisfies Partial<{ [K in keyof Calls]: Line<never, OutputOf<Calls[K]>> }>;
}

/** An office's name as a file name: without what Windows refuses, at most 80 characters. */
export function fileNameOf(name: string): string {
  const cleaned = name
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[. ]+$/, '')
    .slice(0, 80);
  return /^(con|prn|aux|nul|com\d|lpt\d)?$/i.test(cleaned) ? 'Office' : cleaned;
}
