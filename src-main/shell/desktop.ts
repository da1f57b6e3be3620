import { app, clipboard, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import { desk, type Line } from '../gate.ts';
import { Refused } from '../store/index.ts';
import { writeDown } from '../exchange/index.ts';
import type { Dialogs } from './dialogs.ts';
import type { ChosenFiles } from './files.ts';
import type { Halves } from './halves.ts';
import { withEnding, type Leavings } from './leaving.ts';
import type { Progress } from '../contract/terms.ts';
import type { Printing } from './paper-windows.ts';
import type { OpenedCopies } from './opened-copies.ts';
import type { Offices } from './offices.ts';
import { realPathOf } from './opening.ts';
import { licencesText } from './licences.ts';
import { Looks } from './looks.ts';
import { placeOf } from './recent.ts';
import type { Settings } from './settings.ts';

export type Desktop = {
  offices: Offices;
  files: ChosenFiles;
  copies: OpenedCopies;
  settings: Settings;
  dialogs: Dialogs;
  halves: Halves;
  leavings: Leavings;
  printing: Printing;
  tellProgress(this: void, told: Progress): void;
  window(this: void): BrowserWindow | null;
  appFolder: string;
  /** `drizzle/` of the program. */
  migrations: string;
  menuChanged(this: void): void;
  /** What Edit's Undo and Redo say. */
  editWords(this: void, words: { undo: string; redo: string }): void;
};
type Calls = typeof desktop;
type In<K extends keyof Calls> = InputOf<Calls[K]>;

/** Zoom levels: 200 % and 70 %. */
const LARGEST_TEXT = 3.8;
const SMALLEST_TEXT = -2;
const CHOOSING: Record<In<'chooseFiles'>['what'], Electron.OpenDialogOptions> = {
  attachments: { properties: ['openFile', 'multiSelections'] },
  table: {
    properties: ['openFile'],
    filters: [{ name: 'CSV, XLSX, XML, JSON', extensions: ['csv', 'tsv', 'txt', 'xlsx', 'xml', 'zip', 'json'] }],
  },
  settings: { properties: ['openFile'], filters: [{ name: 'Text', extensions: ['txt'] }] },
};
const OFFICE_FILES = [{ name: 'Paperdesk', extensions: ['desk'] }];

/** Calls about the office as a document and about this computer. */
export function officeCalls(it: Desktop) {
  const looks = new Looks(it.settings);
  const { offices, files, settings, dialogs, halves } = it;
  const asking = (name: string) =>
    dialogs.save({ defaultPath: join(app.getPath('documents'), `${fileNameOf(name)}.desk`), filters: OFFICE_FILES });

  const asked = async ({ recent, file }: In<'openOffice'>): Promise<string | null> => {
    if (file) return files.get(file).path;
    if (!recent) return (await dialogs.open({ properties: ['openFile'], filters: OFFICE_FILES }))?.[0] ?? null;
    const known = settings.get('recent').find(({ id }) => id === recent);
    if (!known) throw new Refused('not-found', { reason: 'file' });
    return known.path;
  };
  const notices = () => {
    const failed = offices.failed;
    if (!failed || offices.current) return [];
    const [newest] = failed.uid ? offices.backups.files({ uid: failed.uid, path: failed.path }) : [];
    const detail: Record<string, string | number> = { file: basename(failed.path) };
    for (const [name, fact] of Object.entries(failed.error.detail))
      if (typeof fact === 'string' || typeof fact === 'number') detail[name] = fact;
    if (newest) Object.assign(detail, { backup: newest.id, backupAt: newest.at });
    return [{ code: failed.error.code, detail }];
  };

  return {
    state: desk('use the desk', async () => {
      const open = offices.current;
      return {
        version: app.getVersion(),
        electron: process.versions['electron'] ?? '',
        office: open
          ? { uid: open.uid, name: open.name, ...placeOf(open.path), caution: open.caution, damaged: open.damaged }
          : null,
        recent: settings
          .get('recent')
          .map(({ id, name, path }) => ({ id, name, folder: placeOf(path).folder, missing: !existsSync(path) })),
        theme: settings.get('theme'),
        contrast: settings.get('contrast'),
        zoom: it.window()?.webContents.getZoomLevel() ?? settings.get('zoom'),
        language: settings.get('language'),
        platform: process.platform as 'darwin' | 'win32' | 'linux',
        lastBackup: open ? offices.backups.last(open) : null,
        notices: notices(),
      };
    }),
    newOffice: desk('use the desk', async (_actor, input: In<'newOffice'>) => {
      const path = await asking(input.name);
      if (path === null) return null;
      const { uid } = await offices.found(withEnding(path, '.desk'), input);
      it.menuChanged();
      return { uid };
    }),
    sampleOffice: desk('use the desk', async () => {
      const chosen = await asking('Sample office');
      if (chosen === null) return null;
      const place = halves.beside(withEnding(chosen, '.desk'));
      try {
        const input = { place, migrations: it.migrations, resources: join(it.appFolder, 'resources', 'sample-office') };
        await offices.jobs.run('exchange.sampleOffice', { staffId: 1, permissions: new Set() }, input, null);
        const { uid } = await offices.open(place.path);
        it.menuChanged();
        return { uid };
      } finally {
        halves.end(place);
      }
    }),
    openOffice: desk('use the desk', async (_actor, input: In<'openOffice'>) => {
      const path = await asked(input);
      if (path === null) return null;
      const { uid } = await offices.open(path);
      it.menuChanged();
      return { uid };
    }),
    openFailed: desk('use the desk', async () => {
      const failed = offices.failed;
      if (!failed) throw new Refused('not-found', { reason: 'file' });
      const { uid } = await offices.open(failed.path);
      it.menuChanged();
      return { uid };
    }),
    saveCopy: desk('export', async (actor) => {
      const open = offices.current;
      if (!open || !actor) throw new Refused('no-office');
      const chosen = await asking(`${open.name} copy`);
      if (chosen === null) return null;
      const path = withEnding(chosen, '.desk');
      if (realPathOf(path) === open.path) throw new Refused('refused', { reason: 'copy-onto-itself' });
      const place = halves.beside(path);
      const from = { path: open.path, journal: open.journal };
      const { bytes } = (await offices.jobs
        .run('exchange.copy', actor, { place }, from)
        .finally(() => halves.end(place))) as { bytes: number };
      await open.store.write((tx) => writeDown(tx, actor, { kind: 'copy', selection: null, destination: path, bytes }));
      return { fileName: basename(path) };
    }),
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
    chooseFiles: desk('use the desk', async (_actor, { what }: In<'chooseFiles'>) => {
      const paths = await dialogs.open(CHOOSING[what]);
      const chosen = [];
      for (const path of paths ?? []) chosen.push(await files.add(path));
      return chosen;
    }),
    takePicture: desk('use the desk', (_actor, { name, bytes }: In<'takePicture'>) => files.paste(name, bytes)),
    letGo: desk('use the desk', async (_actor, { files: tokens }: In<'letGo'>) => {
      files.letGo(tokens);
      return null;
    }),
    choices: desk('use the desk', async () => settings.get('choices')),
    choose: desk(
      'use the desk',
      async (actor, { name, value }: { name: string; value: string | boolean | number | string[] }) => {
        if (looks.choose(name, value, offices.current, actor)) return null;
        if (name === 'zoom' && typeof value === 'number')
          it.window()?.webContents.setZoomLevel(Math.min(LARGEST_TEXT, Math.max(SMALLEST_TEXT, value)));
        else if (name === 'print' || name === 'export' || name === 'exportFormat' || name === 'sort')
          settings.set('choices', { ...settings.get('choices'), [name]: value });
        else throw new Refused('invalid', { field: name });
        return null;
      },
    ),
    cancelJob: desk('use the desk', async (_actor, { job }: { job: string }) => {
      if (!it.printing.cancel(job)) offices.jobs.cancel(job);
      return null;
    }),
    copy: desk('use the desk', async (_actor, { text }: { text: string }) => {
      await clipboard.writeText(text);
      return null;
    }),
    licences: desk('use the desk', async () => ({ text: await licencesText(it.appFolder) })),
    editWords: desk('use the desk', async (_actor, words: In<'editWords'>) => {
      it.editWords(words);
      return null;
    }),
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
