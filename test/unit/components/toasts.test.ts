import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toasts, TOAST_MS } from '../../../src-renderer/components/toasts.svelte.ts';

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

  test('is taken back once', () => {
    const undo = vi.fn();
    toasts.show('3 tickets closed', undo);
    expect(toasts.undoLast()).toBe(true);
    expect(toasts.undoLast()).toBe(false);
    expect(undo).toHaveBeenCalledTimes(1);
    expect(toasts.list).toEqual([]);
  });

  test('is taken back after its line has gone, the last first', () => {
    const first = vi.fn();
    const second = vi.fn();
    toasts.show('closed', first);
    toasts.show('assigned', second);
    vi.advanceTimersByTime(60_000);
    expect(toasts.undoLast()).toBe(true);
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
    expect(toasts.undoLast()).toBe(true);
    expect(first).toHaveBeenCalledTimes(1);
  });

  test('cannot be taken back once it is to be forgotten', () => {
    const undo = vi.fn();
    toasts.show('closed', undo);
    toasts.forget();
    expect(toasts.undoLast()).toBe(false);
    expect(undo).not.toHaveBeenCalled();
  });
});
