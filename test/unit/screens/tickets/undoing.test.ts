import { describe, expect, test } from 'vitest';
import { backOf, groupsBack, type Before } from '../../../../src-renderer/screens/tickets/undoing.ts';

const before = (more: Partial<Before>): Before => ({
  id: 1,
  statusId: 1,
  priorityId: 3,
  categoryId: 2,
  ownerId: null,
  dueAt: null,
  ...more,
});

describe('the way back from a change', () => {
  test('gives back what the change takes, and nothing else', () => {
    expect(backOf({ ownerId: 7 }, before({ ownerId: 4 }))).toEqual({ ownerId: 4 });
    expect(backOf({ ownerId: 7 }, before({}))).toEqual({ ownerId: null });
    expect(backOf({ statusId: 4, dueAt: null }, before({ dueAt: 5 }))).toEqual({ statusId: 1, dueAt: 5 });
  });

  test('is not offered where what was is not known', () => {
    expect(backOf({ tagged: true }, before({}))).toBeUndefined();
    expect(backOf({ tagged: true }, before({ tagged: false }))).toEqual({ tagged: false });
  });

  test('of many goes by what they were, in as few changes as there were values', () => {
    const rows = [before({ id: 1, statusId: 1 }), before({ id: 2, statusId: 2 }), before({ id: 3, statusId: 1 })];
    expect(groupsBack({ statusId: 4 }, rows)).toEqual([
      { ids: [1, 3], change: { statusId: 1 } },
      { ids: [2], change: { statusId: 2 } },
    ]);
    expect(groupsBack({ tagged: true }, rows)).toBeUndefined();
  });
});
