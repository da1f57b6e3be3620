import { nativeTheme } from 'electron';
import type { Actor } from '../gate.ts';
import type { OwnWay } from '../store/undo/index.ts';
import type { OpenOffice } from './offices.ts';
import type { ComputerSettings, Settings } from './settings.ts';

const LOOKS = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'more'],
  language: ['en'],
} as const satisfies Partial<Record<keyof ComputerSettings, readonly string[]>>;
type Look = keyof typeof LOOKS;

/** How the window looks on this computer. Undo takes a choice back like everything else, while an office is open. */
export class Looks {
  readonly #settings: Settings;
  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** False for what is no look, or none of its choices. */
  choose(name: string, value: unknown, office: OpenOffice | null, actor: Actor | null): boolean {
    const look = (Object.keys(LOOKS) as Look[]).find((one) => one === name);
    if (!look || !(LOOKS[look] as readonly unknown[]).includes(value)) return false;
    const before = this.#settings.get(look);
    const wanted = value as string;
    this.#set(look, wanted);
    if (office && actor && before !== wanted)
      office.services.undo.add(
        {
          call: 'desktop.choose',
          permission: 'use the desk',
          staffId: actor.staffId,
          at: office.store.db.now,
          each: false,
        },
        this.#wayTo(look, before, wanted),
      );
    return true;
  }

  #set(look: Look, value: string): void {
    this.#settings.set(look, value);
    if (look === 'theme') nativeTheme.themeSource = this.#settings.get('theme');
  }

  #wayTo(look: Look, back: string, from: string): OwnWay {
    const take = () => {
      this.#set(look, back);
      return Promise.resolve(this.#wayTo(look, from, back));
    };
    return { concerned: { tickets: [], people: [] }, deeds: [], take };
  }
}
