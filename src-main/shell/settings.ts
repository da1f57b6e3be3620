import Store from 'electron-store';
import * as v from 'valibot';
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
  /** Files half written where the user chose, which a kill would leave behind; gone with the end of each. */
  halves: string[];
};

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const recentOffice = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  path: v.pipe(v.string(), v.minLength(1)),
  name: v.string(),
  uid: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  openedAt: v.number(),
});
/** What of a setting is not as it should be is as if it had never been set: the file can be written by anybody. */
const SHAPES = {
  bounds: v.fallback(
    v.nullable(
      v.object({
        width: pixels,
        height: pixels,
        x: v.optional(pixels),
        y: v.optional(pixels),
        maximised: v.boolean(),
      }),
    ),
    null,
  ),
  recent: v.fallback(v.array(recentOffice), []),
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  contrast: v.fallback(v.picklist(['system', 'more']), 'system'),
  zoom: v.fallback(v.pipe(v.number(), v.minValue(-5), v.maxValue(5)), 0),
  language: v.fallback(v.pipe(v.string(), v.maxLength(20)), 'en'),
  backupFolder: v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1))), null),
  choices: v.fallback(v.record(v.string(), v.unknown()), {}),
  halves: v.fallback(v.array(v.string()), []),
} satisfies { [K in keyof ComputerSettings]: v.GenericSchema<unknown, unknown> };

export type Settings = {
  get<K extends keyof ComputerSettings>(name: K): ComputerSettings[K];
  set<K extends keyof ComputerSettings>(name: K, value: ComputerSettings[K]): void;
};

/** Opens this computer's settings; a file that cannot be read is begun anew. */
export function openSettings(): Settings {
  const store = opened();
  return {
    get: <K extends keyof ComputerSettings>(name: K) => v.parse(SHAPES[name], store.get(name)) as ComputerSettings[K],
    set: (name, value) => store.set(name, value),
  };
}

function opened(): Store<Record<string, unknown>> {
  const store = new Store<Record<string, unknown>>({ name: 'computer', clearInvalidConfig: true });
  // whole, but no list of settings
  const kept: unknown = store.store;
  if (kept === null || typeof kept !== 'object' || Array.isArray(kept)) store.clear();
  return store;
}
