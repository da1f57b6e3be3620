import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { Desk } from '../e2e/desk.ts';

/** How the list of tickets and its rows are found in the window. */
export const list = ({ page }: Desk): Locator => page.getByRole('listbox', { name: /^Tickets: / });

/** Waits until rows with their content stand in the list. */
export const firstRows = (desk: Desk): Promise<void> =>
  list(desk).getByRole('option').and(desk.page.locator('.row:not(.awaited)')).first().waitFor({ timeout: 60_000 });

/** Starts to ask the window again and again, in itself, how long it takes to come to what is asked of it. */
export async function watchAnswers(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { longest: 0, ended: false };
    Object.assign(window, { benchAnswers: seen });
    const channel = new MessageChannel();
    let asked = performance.now();
    // A message is answered as soon as the thread is free, as a key or a click would be.
    channel.port1.onmessage = () => {
      seen.longest = Math.max(seen.longest, performance.now() - asked);
      if (!seen.ended) setTimeout(ask, 5);
    };
    const ask = () => {
      asked = performance.now();
      channel.port2.postMessage(0);
    };
    ask();
  });
  return () =>
    page.evaluate(() => {
      const seen = (window as unknown as { benchAnswers: { longest: number; ended: boolean } }).benchAnswers;
      seen.ended = true;
      return seen.longest;
    });
}

/** Starts long work by its call and waits for its end: how long it took, as the window sees it, and what came of it. */
export async function longWork(page: Page, call: string, input: unknown): Promise<{ ms: number; value: unknown }> {
  return page.evaluate(
    async ([name, given]) => {
      const ended = new Map<string, { value?: unknown; error?: { code: string } }>();
      let told: () => void = () => undefined;
      const off = window.desk.on('finished', (payload) => {
        const end = payload as { job: string; value?: unknown; error?: { code: string } };
        ended.set(end.job, end);
        told();
      });
      const from = performance.now();
      const answer = (await window.desk.call(name, given)) as {
        ok: boolean;
        value?: { job: string };
        error?: { code: string };
      };
      const job = answer.value?.job;
      if (!answer.ok || job === undefined) throw new Error(answer.error?.code ?? 'no job');
      while (!ended.has(job)) await new Promise<void>((resolve) => (told = resolve));
      const ms = performance.now() - from;
      off();
      const end = ended.get(job);
      if (end?.error) throw new Error(end.error.code);
      return { ms, value: end?.value };
    },
    [call, input] as const,
  );
}

/** A jump of the thumb to a share of the track: until the rows there stand with their content, drawn. In ms. */
export const jump = (page: Page, share: number): Promise<number> =>
  page.evaluate(async (to) => {
    const box = document.querySelector<HTMLElement>('[role=listbox].list');
    if (!box) throw new Error('no list');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const inView = () => {
      const { top, bottom } = box.getBoundingClientRect();
      return [...box.querySelectorAll<HTMLElement>('.row')].filter((row) => {
        const at = row.getBoundingClientRect();
        return at.bottom > top + 1 && at.top < bottom - 1;
      });
    };
    const before = inView()
      .map((row) => row.dataset['index'])
      .join();
    const from = performance.now();
    box.scrollTop = to * (box.scrollHeight - box.clientHeight);
    for (;;) {
      await frame();
      const rows = inView();
      const there = rows.length > 3 && rows.map((row) => row.dataset['index']).join() !== before;
      if (there && rows.every((row) => !row.classList.contains('awaited'))) return performance.now() - from;
      if (performance.now() - from > 20_000) throw new Error('the rows never came');
    }
  }, share);

/** The most memory the main process ever had at once, in MB: as the system counts it, or as far as it is known. */
export async function mostMemory(desk: Desk): Promise<number> {
  const { pid, known } = await desk.app.evaluate(() => ({ pid: process.pid, known: process.resourceUsage().maxRSS }));
  try {
    const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? known) / 1024;
  } catch {
    return known / 1024;
  }
}

/** Looks at the main process's memory five times a second until it is stopped; answers what was seen, in MB. */
export function watchMemory(desk: Desk): () => Promise<number[]> {
  const seen: number[] = [];
  let ended = false;
  const looking = (async () => {
    while (!ended) {
      seen.push((await desk.app.evaluate(() => process.memoryUsage().rss)) / 2 ** 20);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })().catch(() => undefined);
  return async () => {
    ended = true;
    await looking;
    return seen;
  };
}
