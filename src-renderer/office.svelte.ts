import type { DeskState } from '../src-main/contract/desktop.ts';
import type {
  Category,
  CustomField,
  OfficeSettings,
  Priority,
  StaffFacts,
  Status,
} from '../src-main/contract/office.ts';
import type { Permission } from '../src-main/contract/permissions.ts';
import type { View } from '../src-main/contract/terms.ts';
import { toasts } from './components/toasts.svelte.ts';
import { desk, on } from './desk.ts';
import { failures } from './failures.svelte.ts';
import { opened } from './opened.svelte.ts';
import { route } from './route.svelte.ts';
import { speech } from './texts/language.svelte.ts';

export type Counts = Record<View, number> & { people: number; doubles: number };
const NO_COUNTS: Counts = {
  open: 0,
  mine: 0,
  unassigned: 0,
  waiting: 0,
  overdue: 0,
  'due-week': 0,
  resolved: 0,
  all: 0,
  people: 0,
  doubles: 0,
};

/** The open office as every screen needs it, kept true by main's events. */
class Office {
  desk = $state.raw<DeskState | null>(null);
  settings = $state.raw<OfficeSettings | null>(null);
  counts = $state.raw<Counts>(NO_COUNTS);
  /** Goes up when tickets or people changed: screens that list them ask again. */
  changes = $state(0);
  readonly #categories = $derived(new Map(this.settings?.categories.map((row) => [row.id, row])));
  readonly #priorities = $derived(new Map(this.settings?.priorities.map((row) => [row.id, row])));
  readonly #statuses = $derived(new Map(this.settings?.statuses.map((row) => [row.id, row])));
  readonly #staff = $derived(new Map(this.settings?.staff.map((row) => [row.id, row])));
  readonly #fields = $derived(new Map(this.settings?.fields.map((row) => [row.id, row])));

  category(id: number | null): Category | undefined {
    return id === null ? undefined : this.#categories.get(id);
  }
  priority(id: number | null): Priority | undefined {
    return id === null ? undefined : this.#priorities.get(id);
  }
  status(id: number | null): Status | undefined {
    return id === null ? undefined : this.#statuses.get(id);
  }
  staff(id: number | null): StaffFacts | undefined {
    return id === null ? undefined : this.#staff.get(id);
  }
  field(id: number): CustomField | undefined {
    return this.#fields.get(id);
  }
  may(permission: Permission): boolean {
    return this.settings?.me.permissions.includes(permission) ?? false;
  }

  /** First look, and listening from then on; the returned function ends it. */
  async start(): Promise<() => void> {
    const ends = [
      on('office', () => {
        route.reset();
        toasts.clear();
        opened.close();
        void this.refresh();
      }),
      on('changed', ({ areas }) => {
        this.changes += 1;
        if (areas.includes('office') || areas.includes('undo')) void this.#readSettings();
        void this.#readCounts();
      }),
      on('failed', ({ error }) => {
        // with no office open the first screen tells of it, and offers what helps
        void this.refresh().then(() => {
          if (this.desk?.office) failures.last = error;
        });
      }),
      on('backup', () => void this.#readDesk()),
      on('damage', () => void this.#readDesk()),
    ];
    await this.refresh();
    return () => ends.forEach((end) => end());
  }

  async refresh(): Promise<void> {
    await this.#readDesk();
    if (this.desk?.office) {
      await this.#readSettings();
      await this.#readCounts();
    } else {
      this.settings = null;
      this.counts = NO_COUNTS;
      // without an office times are those of the computer
      speech.zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    }
    this.changes += 1;
  }

  /** What this computer knows, asked again. */
  refreshDesk(): Promise<void> {
    return this.#readDesk();
  }
  /** What the office is set to, asked again. */
  refreshSettings(): Promise<void> {
    return this.#readSettings();
  }

  async #readDesk(): Promise<void> {
    this.desk = await desk.desktop.state();
    const { theme, contrast, language } = this.desk;
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['contrast'] = contrast === 'more' ? 'more' : 'system';
    speech.speak(language);
  }
  async #readSettings(): Promise<void> {
    this.settings = await desk.office.settings();
    speech.zone = this.settings.facts.zone;
    speech.dateFormat = this.settings.facts.dateFormat;
  }
  async #readCounts(): Promise<void> {
    if (this.settings) this.counts = await desk.tickets.counts();
  }
}
export const office = new Office();
