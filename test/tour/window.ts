import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import type { Desk } from '../e2e/desk.ts';

/** The clerk's window: where things are, by the words on the screen. */
export class Clerk {
  readonly desk: Desk;
  readonly #shots: string;
  readonly shots: string[] = [];

  /** `shots`: the folder for the screens' pictures. */
  constructor(desk: Desk, shots: string) {
    this.desk = desk;
    this.#shots = shots;
    mkdirSync(shots, { recursive: true });
    desk.page.setDefaultTimeout(30_000);
  }

  get page() {
    return this.desk.page;
  }
  get rail(): Locator {
    return this.page.getByRole('navigation', { name: 'Main' });
  }
  get list(): Locator {
    return this.page.getByRole('listbox', { name: /^Tickets: / });
  }
  get reader(): Locator {
    return this.page.getByRole('main', { name: 'Ticket' });
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
  press(...keys: string[]): Promise<void> {
    return keys.reduce<Promise<void>>(
      (before, key) => before.then(() => this.page.keyboard.press(key)),
      Promise.resolve(),
    );
  }

  /** The number beside a list's name in the rail. */
  async railCount(name: string): Promise<number> {
    const text = await this.rail.getByRole('button', { name: new RegExp(`^${name}\\b`) }).innerText();
    return Number(text.replace(/\D/g, ''));
  }

  /** Goes to a list of the rail and waits for its first row. */
  async goView(name: string): Promise<void> {
    if ((await this.rail.getByRole('button', { name: /^All\b/ }).count()) === 0)
      await this.rail.getByRole('button', { name: /^Tickets\b/ }).click();
    await this.rail.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
    // The rows of the list before may still stand there: another list has another number of them.
    const size = await this.railCount(name);
    await this.list.locator(`.row:not(.awaited)[aria-setsize="${size}"]`).first().waitFor();
  }
  async rowsAreThere(): Promise<void> {
    await this.list.locator('.row:not(.awaited)').first().waitFor();
  }

  /** Types into the box of find and goes to what it found; answers how many rows there are. */
  async find(text: string): Promise<number> {
    await this.goView('All');
    await this.press('Control+f');
    await this.page.waitForFunction(() => document.activeElement?.matches('[data-find] input'));
    await this.page.keyboard.type(text);
    await this.press('Enter');
    // The rows have the focus once the answer is there.
    await this.page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'listbox');
    const nothing = this.page.getByRole('heading', { name: `Nothing found for “${text}”.` });
    await this.list.locator('.row:not(.awaited)').first().or(nothing).first().waitFor();
    if (await nothing.isVisible()) return 0;
    return Number(await this.list.getByRole('option').first().getAttribute('aria-setsize'));
  }

  /** A picture of the screen as it is, light and dark. */
  async shoot(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      const file = `${name}-${colorScheme}.png`;
      await this.page.screenshot({ path: join(this.#shots, file), animations: 'disabled' });
      this.shots.push(file);
    }
    await this.page.emulateMedia({ colorScheme: null });
  }
}
