/** One thing that was seen twice: on the screen or in a file, and by a second look. */
export type Check = { what: string; seen: string; again: string; holds: boolean };
export type Step = { what: string; seconds: number; checks: Check[] };

/** What the tour did: a line on stdout for each step, and all of it kept for the report. */
export class TourLog {
  readonly steps: Step[] = [];
  readonly notes: string[] = [];
  readonly #say: (line: string) => void;
  #checks: Check[] = [];

  constructor(say: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)) {
    this.#say = say;
  }

  /** Does one step and says it in a line, with its time and whether its checks held. Throws what the step threw. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    this.#checks = [];
    try {
      const result = await work();
      this.#end(what, since);
      return result;
    } catch (error) {
      this.check('the step came to its end', firstLine(error), 'its end', false);
      this.#end(what, since);
      throw error;
    }
  }

  /** `seen` on the screen or in a file, `again` by the second look; both are shown as they are. */
  check(what: string, seen: unknown, again: unknown, holds = String(seen) === String(again)): void {
    this.#checks.push({ what, seen: String(seen), again: String(again), holds });
  }

  /** What could not be looked at here, and why. */
  note(line: string): void {
    this.notes.push(line);
  }

  get holds(): boolean {
    return this.steps.length > 0 && this.steps.every(({ checks }) => checks.every(({ holds }) => holds));
  }

  #end(what: string, since: number): void {
    const seconds = (performance.now() - since) / 1000;
    const checks = this.#checks;
    this.steps.push({ what, seconds, checks });
    const failed = checks.filter(({ holds }) => !holds);
    const outcome =
      failed.length > 0
        ? `FAILED: ${failed.map(({ what: name, seen, again }) => `${name} (${seen}, not ${again})`).join('; ')}`
        : checks.length === 0
          ? ''
          : `${checks.length} ${checks.length === 1 ? 'check holds' : 'checks hold'}`;
    this.#say(`${what} (${seconds.toFixed(1)} s)${outcome && `: ${outcome}`}`);
  }
}

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
