import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SLOW_MS, toasts, TOAST_MS } from '../../../src-renderer/components/toasts.svelte.ts';

describe('what was done', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is said for eight seconds', () => {
    toasts.show('3 tickets closed');
    vi.advanceTimersByTime(TOAST_MS - 1);
    expect(toasts.list.map(({ text }) => text)).toEqual(['3 tickets closed']);
    vi.advanceTimersByTime(1);
    expect(toasts.list).toEqual([]);
  });

  test('stays while the pointer or the focus is on it', () => {
    toasts.show('3 tickets closed');
    vi.advanceTimersByTime(6_000);
    const [toast] = toasts.list;
    toasts.hold(toast?.id ?? 0);
    vi.advanceTimersByTime(60_000);
    expect(toasts.list.length).toBe(1);
    toasts.release(toast?.id ?? 0);
    vi.advanceTimersByTime(1_999);
    expect(toasts.list.length).toBe(1);
    vi.advanceTimersByTime(1);
    expect(toasts.list).toEqual([]);
  });

  test('gives its place to what was done next, and its own way back goes with it', () => {
    toasts.show('closed', { way: 'undo', id: 7 });
    toasts.show('assigned', { way: 'undo', id: 8 });
    expect(toasts.list).toMatchObject([{ text: 'assigned', turn: { way: 'undo', id: 8 } }]);
    toasts.clear();
    expect(toasts.list).toEqual([]);
  });
  test('is said while it is being done, where that takes longer than a moment', async () => {
    let done = () => {};
    const work = () => new Promise<void>((end) => (done = end));
    const quick = toasts.during('Closing…', work);
    vi.advanceTimersByTime(SLOW_MS - 1);
    done();
    await quick;
    vi.advanceTimersByTime(TOAST_MS);
    expect(toasts.list).toEqual([]);
    const slow = toasts.during('Closing…', work);
    vi.advanceTimersByTime(10 * TOAST_MS);
    expect(toasts.list.map(({ text }) => text)).toEqual(['Closing…']);
    done();
    await slow;
    expect(toasts.list).toEqual([]);
  });
});
