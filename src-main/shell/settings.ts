import Store from 'electron-store';
import type { Bounds } from './window.ts';

/** What belongs to this computer. Never a find, a name or a text of a person. */
export type ComputerSettings = {
  bounds: Bounds | null;
  /** Offices by path; `name` is the office's, for the list. */
  recent: { id: string; path: string; name: string; uid: string; openedAt: number }[];
  theme: 'system' | 'light' | 'dark';
  contrast: 'system' | 'more';
  /** Zoom level of the window at its last closing. */
  zoom: number;
  language: string;
  /** Folder of the backups when the user chose one. */
  backupFolder: string | null;
  choices: Record<string, unknown>;
};

export type Settings = Pick<Store<ComputerSettings>, 'get' | 'set'>;

export function openSettings(): Settings {
  return new Store<ComputerSettings>({
    name: 'computer',
    clearInvalidConfig: true,
    defaults: {
      bounds: null,
      recent: [],
      theme: 'system',
      contrast: 'system',
      zoom: 0,
      language: 'en',
      backupFolder: null,
      choices: {},
    },
  });
}
