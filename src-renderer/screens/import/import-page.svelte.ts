import type { ChosenFile } from '../../../src-main/contract/desktop.ts';
import type { DeskError } from '../../../src-main/contract/errors.ts';
import type {
  DifferingRow,
  ImportCheck,
  ImportDone,
  ImportDoubles,
  ImportFacts,
  ImportMapping,
  ImportPreview,
  TableChoice,
  TableFacts,
} from '../../../src-main/contract/exchange.ts';
import type { Job, Progress } from '../../../src-main/contract/terms.ts';
import { toasts, type Turn } from '../../components/toasts.svelte.ts';
import { desk, DeskRefusal, lastAct, longWork, tokenOf, type Undone } from '../../desk.ts';
import { t } from '../../texts/language.svelte.ts';
import { undoing } from '../../undoing.svelte.ts';
import { Comparing } from './comparing.svelte.ts';
import { allWrongWords, sentenceOfImport, troubleWords } from './words.ts';

export type Step = 'file' | 'columns' | 'check' | 'rows' | 'done';
export const STEPS: readonly Step[] = ['file', 'columns', 'check', 'rows', 'done'];
export type ColumnMapping = ImportMapping['columns'][number];
export type Take = 'ours' | 'theirs';
type Choice = Omit<TableChoice, 'file'>;
type Working = 'inspect' | 'check' | 'rows' | 'decide';

const PREVIEW_ROWS = 10;

/** One file on its way in, from choosing it to its result. It outlives the screen, so that nothing is lost by leaving it. */
export class ImportPage {
  step = $state<Step>('file');
  file = $state.raw<ChosenFile | null>(null);
  choice = $state.raw<Choice>({});
  facts = $state.raw<TableFacts | null>(null);
  mapping = $state.raw<ImportMapping | null>(null);
  /** Columns the user matched. */
  changed = $state.raw<readonly number[]>([]);
  /** Columns of dates whose day and month the user told apart. */
  datesTold = $state.raw<readonly number[]>([]);
  source = $state('');
  saved = $state('');
  saveName = $state('');
  preview = $state.raw<ImportPreview | null>(null);
  checked = $state.raw<ImportCheck | null>(null);
  done = $state.raw<(ImportDone & { at: number }) | null>(null);
  doubles = $state.raw<ImportDoubles | null>(null);
  earlier = $state.raw<ImportFacts[]>([]);
  /** Rows that come in although they were erased here. */
  bringBack = $state.raw<'all' | readonly number[]>([]);
  decisions = $state.raw<Readonly<Record<number, Take>>>({});
  decided = $state.raw<Record<Take, number> | null>(null);
  /** Compares what came in with the file, once the tickets are in and while the user goes on. */
  comparing = $state.raw<Comparing | null>(null);

  /** What came in was taken back by Undo. */
  takenBack = $state(false);
  #undo = $state.raw<Undone>();

  working = $state<Working | null>(null);
  progress = $state.raw<Progress | null>(null);
  since = $state(0);
  stopping = $state(false);
  failed = $state.raw<DeskError | null>(null);
  stopped = $state(false);
  #job: string | null = null;
  #asked = 0;

  /** What Paperdesk wrote is read as what it is: there are no columns to match. */
  get own(): boolean {
    return this.facts?.recognised === 'paperdesk';
  }
  get steps(): readonly Step[] {
    return this.own ? STEPS.filter((step) => step !== 'columns') : STEPS;
  }

  /** Why the next step cannot be taken yet. */
  get notYet(): string | null {
    const { facts } = this;
    if (this.working || !facts) return t('common.loading');
    if (this.step === 'file' && !this.own) return null;
    if (this.step === 'file') return this.source.trim() === '' ? t('bringIn.source.missing') : null;
    if (this.step === 'columns') {
      const open = this.openDates[0];
      if (open) return t('bringIn.undecided', { name: facts.header[open.column] ?? '' });
      if (this.preview?.trouble) return troubleWords(this.preview.trouble.code);
      return this.source.trim() === '' ? t('bringIn.source.missing') : null;
    }
    if (!this.checked || this.comingIn > 0) return null;
    return t(this.checked.good > 0 ? 'bringIn.check.allErased' : 'bringIn.check.none');
  }

  /** Columns whose dates are still to be told apart. */
  get openDates(): TableFacts['ambiguousDates'] {
    return (this.facts?.ambiguousDates ?? []).filter(
      ({ column }) => !this.datesTold.includes(column) && this.columnOf(column)?.dateFormat !== undefined,
    );
  }
  columnOf(column: number): ColumnMapping | undefined {
    return this.mapping?.columns.find((one) => one.column === column);
  }

  async lookBack(): Promise<void> {
    await this.#guarded(async () => {
      this.earlier = await desk.exchange.imports();
    });
  }

  async choose(): Promise<void> {
    await this.#guarded(async () => {
      const [file] = await desk.desktop.chooseFiles({ what: 'table' });
      if (file) await this.take(file);
    });
  }
  async drop(dropped: File): Promise<void> {
    await this.#guarded(async () => this.take(await tokenOf(dropped)));
  }
  /** Begins with a file, anew. */
  async take(file: ChosenFile): Promise<void> {
    if (this.working) return;
    this.comparing?.stop();
    this.file = file;
    this.choice = {};
    this.facts = this.mapping = this.preview = this.checked = this.done = this.doubles = this.decided = null;
    this.comparing = null;
    [this.#undo, this.takenBack] = [undefined, false];
    this.decisions = {};
    this.saved = '';
    this.step = 'file';
    this.source = file.name.replace(/\.(csv|tsv|txt|xlsx|xml|zip|json)$/i, '');
    await this.inspect();
  }

  /** Reads the file anew where it was not read as it should be. */
  async read(changes: Choice): Promise<void> {
    this.choice = { ...this.choice, ...changes };
    await this.inspect();
  }

  async inspect(): Promise<void> {
    const { file } = this;
    if (!file) return;
    const saved = this.saved === '' ? {} : { saved: this.saved };
    const facts = await this.#work<TableFacts>('inspect', () =>
      desk.exchange.inspect({ file: file.token, ...this.choice, ...saved }),
    );
    if (!facts) return;
    this.facts = facts;
    if (facts.holds?.office) this.source = facts.holds.office;
    this.mapping = facts.mapping;
    this.changed = [];
    this.datesTold = this.saved === '' ? [] : facts.ambiguousDates.map(({ column }) => column);
    this.checked = null;
    await this.look();
  }

  /** Says otherwise what a column holds. */
  map(column: number, change: Partial<ColumnMapping>, drop: readonly (keyof ColumnMapping)[] = []): void {
    const { mapping } = this;
    if (!mapping) return;
    const columns = mapping.columns.map((one) => {
      if (one.column !== column) return one;
      const next = { ...one, ...change };
      for (const key of drop) delete next[key];
      return next;
    });
    this.changed = [...this.changed, column];
    this.change({ ...mapping, columns });
  }
  tellDates(column: number, dateFormat: string): void {
    this.datesTold = [...this.datesTold, column];
    this.map(column, { dateFormat });
  }
  change(mapping: ImportMapping): void {
    this.mapping = mapping;
    this.checked = null;
    void this.look();
  }
  /** What a word means here; no row is read again for it. */
  mean(group: 'categories' | 'priorities' | 'statuses', words: readonly string[], to: number | 'new' | null): void {
    const { mapping } = this;
    if (!mapping) return;
    const others = Object.entries(mapping[group]).filter(([word]) => !words.includes(word));
    const said = to === null ? [] : words.map((word) => [word, to] as const);
    this.mapping = { ...mapping, [group]: Object.fromEntries([...others, ...said]) };
  }

  /** The first rows as tickets. */
  async look(): Promise<void> {
    const { facts, mapping } = this;
    if (!facts || !mapping) return;
    if (facts.holds) {
      this.preview = { trouble: null, tickets: facts.holds.preview };
      return;
    }
    const turn = ++this.#asked;
    await this.#guarded(async () => {
      const rows = facts.sample.slice(0, PREVIEW_ROWS);
      const preview = await desk.exchange.preview({ header: facts.header, rows, mapping });
      if (turn === this.#asked) this.preview = preview;
    });
  }

  get beforeCheck(): Step {
    return this.own ? 'file' : 'columns';
  }
  async check(): Promise<void> {
    const input = this.#input();
    if (!input) return;
    const { step } = this;
    this.step = 'check';
    this.checked = null;
    this.bringBack = [];
    const checked = await this.#work<ImportCheck>('check', () =>
      desk.exchange.check({ ...input, source: this.source }),
    );
    if (checked) this.checked = checked;
    else this.step = step === 'check' ? this.beforeCheck : step;
  }

  /** Rows that would come in now: those that hold what was erased stay out where nobody said otherwise. */
  get comingIn(): number {
    const { checked, bringBack } = this;
    if (!checked || bringBack === 'all') return checked?.good ?? 0;
    const back = checked.erased.filter(({ row, what }) => what !== 'other' && bringBack.includes(row));
    return checked.good - checked.staysOut + back.length;
  }

  takeBack(row: number, back: boolean): void {
    const { checked } = this;
    const all = this.bringBack === 'all' ? (checked?.erased ?? []).map((one) => one.row) : this.bringBack;
    this.bringBack = back ? [...all, row] : all.filter((one) => one !== row);
  }

  async bringIn(): Promise<void> {
    const input = this.#input();
    if (!input) return;
    const rows = this.checked?.rows;
    const bringBack = this.bringBack === 'all' ? 'all' : [...this.bringBack];
    this.step = 'rows';
    this.takenBack = false;
    const done = await this.#work<ImportDone>('rows', () =>
      desk.exchange.bringIn({
        ...input,
        source: this.source,
        bringBack,
        ...(rows === undefined ? {} : { rows }),
      }),
    );
    if (!done) {
      this.step = 'check';
      return;
    }
    this.#undo = lastAct.undo;
    this.done = { ...done, at: Date.now() };
    this.decisions = {};
    this.decided = null;
    this.step = 'done';
    this.comparing =
      done.added === 0 ? null : new Comparing({ ...input, source: this.source, importId: done.importId, bringBack });
    void this.comparing?.run();
    if (done.doubles > 0)
      await this.#guarded(async () => {
        this.doubles = await desk.exchange.doubles({ importId: done.importId });
      });
  }

  /** Takes back what came in, while Undo can; null: it cannot. */
  get undo(): (() => void) | null {
    const id = this.#undo;
    return typeof id === 'number' && this.working === null ? () => undoing.turn('undo', id) : null;
  }
  /** Undo or Redo turned something round somewhere: what came in may be gone, kept ways of matching others. */
  async turned({ way, id }: Turn): Promise<void> {
    if (way === 'undo' && id === this.#undo && this.step === 'done') {
      this.comparing?.stop();
      this.done = this.doubles = this.comparing = this.checked = null;
      [this.#undo, this.takenBack, this.step] = [undefined, true, 'file'];
    }
    await this.lookBack();
    await this.#guarded(async () => {
      const names = await desk.exchange.mappings();
      if (this.facts) this.facts = { ...this.facts, savedMappings: names };
      if (!names.includes(this.saved)) this.saved = '';
    });
  }

  decide(row: DifferingRow, take: Take): void {
    this.decisions = { ...this.decisions, [row.row]: take };
  }
  /** Carries decisions out; `others`: for every row that differs and has none of its own. */
  async carryOut(others?: Take): Promise<void> {
    const input = this.#input();
    if (!input || !this.done) return;
    const decisions = others ? [] : Object.entries(this.decisions).map(([row, take]) => ({ row: Number(row), take }));
    const decided = await this.#work<Record<Take, number>>('decide', () =>
      desk.exchange.decideDiffering({ ...input, source: this.source, decisions, ...(others ? { others } : {}) }),
    );
    if (!decided || !this.done) return;
    const rest = others ? [] : this.done.differingRows.filter(({ row }) => this.decisions[row] === undefined);
    this.done = {
      ...this.done,
      differing: others ? 0 : this.done.differing - decisions.length,
      differingRows: rest,
    };
    this.decisions = {};
    this.decided = decided;
  }

  async saveRefused(): Promise<void> {
    const input = this.#input();
    if (!input) return;
    await this.#guarded(async () => {
      const saved = await desk.exchange.saveRefused({ ...input, words: allWrongWords() });
      if (saved) toasts.show(t('bringIn.refused.saved', { n: saved.rows, name: saved.fileName }));
    });
  }

  async layOver(name: string): Promise<void> {
    this.saved = name;
    await this.inspect();
  }
  async keepMapping(): Promise<void> {
    const { mapping, facts } = this;
    const name = this.saveName.trim();
    if (!mapping || !facts || name === '') return;
    await this.#guarded(async () => {
      await desk.exchange.saveMapping({ name, mapping });
      this.facts = { ...facts, savedMappings: [...facts.savedMappings.filter((other) => other !== name), name].sort() };
      this.saved = name;
      this.saveName = '';
      toasts.show(t('bringIn.saved.saved', { name }));
    });
  }
  async forgetMapping(): Promise<void> {
    const { facts, saved } = this;
    if (!facts || saved === '') return;
    await this.#guarded(async () => {
      await desk.exchange.forgetMapping({ name: saved });
      this.facts = { ...facts, savedMappings: facts.savedMappings.filter((name) => name !== saved) };
      this.saved = '';
      toasts.show(t('bringIn.saved.forgotten'));
    });
  }

  stop(): void {
    if (!this.#job) return;
    this.stopping = true;
    void desk.desktop.cancelJob({ job: this.#job });
  }

  #input() {
    const { file, mapping } = this;
    return file && mapping ? { file: file.token, ...this.choice, mapping } : null;
  }

  async #work<T>(what: Working, start: () => Promise<Job>): Promise<T | undefined> {
    if (this.working) return undefined;
    this.working = what;
    this.progress = null;
    this.since = Date.now();
    this.stopping = this.stopped = false;
    this.failed = null;
    this.#job = null;
    try {
      return await longWork<T>(
        start,
        (told) => (this.progress = told),
        (job) => (this.#job = job),
      );
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (error.error.code === 'cancelled') this.stopped = true;
      else this.failed = error.error;
      return undefined;
    } finally {
      this.working = null;
    }
  }
  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      this.failed = error.error;
    }
  }

  get sentence(): string | null {
    return this.failed ? sentenceOfImport(this.failed) : null;
  }
}

let present: { office: string; page: ImportPage } | null = null;
/** The import of the open office; another office begins with none. */
export function importOf(office: string): ImportPage {
  if (present?.office !== office) present = { office, page: new ImportPage() };
  return present.page;
}
