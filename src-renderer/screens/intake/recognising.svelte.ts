import type { PersonRow } from '../../../src-main/contract/people.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';

/** A pause in typing after which the office is asked. */
const PAUSE_MS = 60;
const MOST = 8;

/** Who is known by what is being typed. */
export class Recognising {
  people = $state.raw<readonly PersonRow[]>([]);
  more = $state(false);
  /** What `people` were asked for; they answer nothing else. */
  asked = $state('');
  #turn = 0;
  #answers: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  type(text: string): void {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    if (text.trim() === '') this.#take(turn, text, []);
    else this.#timer = setTimeout(() => void this.#ask(turn, text), PAUSE_MS);
  }

  async #ask(turn: number, text: string): Promise<void> {
    const rows = await failures.watch(() => desk.people.recognise({ text: text.slice(0, 500), limit: MOST + 1 }));
    this.#take(turn, text, rows ?? []);
  }

  #take(turn: number, text: string, rows: readonly PersonRow[]): void {
    if (turn !== this.#turn) return;
    this.asked = text;
    this.people = rows.slice(0, MOST);
    this.more = rows.length > MOST;
    for (const go of this.#answers.splice(0)) go();
  }

  /** Once there is an answer for `text`; true when the box still says so. */
  async answered(text: string): Promise<boolean> {
    if (this.asked !== text) await new Promise<void>((go) => this.#answers.push(go));
    return this.asked === text;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    for (const go of this.#answers.splice(0)) go();
  }
}
