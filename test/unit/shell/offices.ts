import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { tickets } from '../../../src-main/contract/tickets.ts';
import { Halves } from '../../../src-main/shell/halves.ts';
import { Leavings } from '../../../src-main/shell/leaving.ts';
import { Offices } from '../../../src-main/shell/offices.ts';
import type { ComputerSettings, Settings } from '../../../src-main/shell/settings.ts';
import { ChosenFiles } from '../../../src-main/shell/files.ts';
import { createTicket } from '../../../src-main/tickets/create.ts';
import { bundled } from '../bundled.ts';
import { OpenedCopies } from '../../../src-main/shell/opened-copies.ts';

export type Told = { event: string; payload: unknown };

/** Settings of a computer, kept in the program's folder from one start to the next. */
function settingsIn(folder: string): Settings {
  const file = join(folder, 'computer.json');
  const kept: ComputerSettings = {
    bounds: null,
    recent: [],
    theme: 'system',
    contrast: 'system',
    zoom: 0,
    language: 'en',
    backupFolder: null,
    choices: {},
    halves: [],
    ...(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<ComputerSettings>) : {}),
  };
  return {
    get: (name: keyof ComputerSettings) => kept[name],
    set: (name: keyof ComputerSettings, value: never) => {
      kept[name] = value;
      writeFileSync(file, JSON.stringify(kept));
    },
  } as unknown as Settings;
}

/** The desk without its window: what opens and closes offices, with a program's folder of its own. */
export function desk(userData: string, more: { lookAfter?: number } = {}) {
  const told: Told[] = [];
  const bugs: string[] = [];
  const settings = settingsIn(userData);
  const halves = new Halves(settings);
  const files = new ChosenFiles();
  const offices = new Offices({
    migrations: resolve('drizzle'),
    workerFile: bundled('src-main/worker.ts'),
    userData,
    files,
    copies: new OpenedCopies(userData),
    settings,
    halves,
    ...more,
    tell: (event, payload) => void told.push({ event, payload }),
    bug: (where, what) => void bugs.push(`${where}: ${what}`),
  });
  const restore = (id: string) => {
    const open = offices.current ?? offices.failed;
    const place = open?.uid ? { uid: open.uid, path: open.path } : null;
    const backup = place && offices.backups.files(place).find((file) => file.id === id);
    if (!open || !backup) throw new Error('no such backup');
    const input = { backup, office: open.path, migrations: resolve('drizzle'), staffId: 1, now: Date.now() };
    return offices.whileClosed(open.path, () =>
      offices.jobs.run('exchange.restore', { staffId: 1, permissions: new Set() }, input, null),
    );
  };
  /** The way of files out, with the place that the system's dialog answers. */
  const leavingsTo = (chosen: () => string | null) =>
    new Leavings({
      offices,
      halves,
      dialogs: { save: () => Promise.resolve(chosen()), open: () => Promise.resolve(null) },
      folder: () => userData,
    });
  return { offices, settings, halves, files, told, bugs, restore, leavingsTo };
}

export const FOUNDING = { name: 'Nordhafen', owner: 'Hanna Lindqvist', zone: 'Europe/Berlin', country: 'DE' };

/** Takes a ticket in at the open office. */
export async function take(offices: Offices, subject: string): Promise<void> {
  const open = offices.current;
  if (!open) throw new Error('no office is open');
  const given = v.parse(tickets.create.input, {
    channel: 'phone',
    person: { create: { name: 'Mehmet Yıldırım', email: 'mehmet@mail.example' } },
    subject,
    message: `${subject}, he said.`,
  });
  await createTicket(open.services, open.actor, given);
  offices.changed();
}

/** Subjects in a closed office file, read by a connection that knows nothing of the desk. */
export function subjectsIn(path: string): string[] {
  const sqlite = new Database(path, { readonly: true });
  try {
    return sqlite.prepare('SELECT subject FROM tickets WHERE hidden = 0 ORDER BY id').pluck().all() as string[];
  } finally {
    sqlite.close();
    for (const end of ['-wal', '-shm']) if (existsSync(path + end)) rmSync(path + end);
  }
}

/** What lies beside an office that is not the office: journals, lock note, halves. */
export const besideOf = (path: string) =>
  readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)) && name !== basename(path));
