import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { Correction } from '../../../src-main/contract/people.ts';
import { corrected } from '../../../src-main/people/known-by.ts';
import { Refused } from '../../../src-main/store/index.ts';

// In a file of its own: what stands before each test of another one would be done before each run.
const KINDS = ['name', 'email', 'phone', 'address', 'number'] as const;
const anyChange = (ids: number): fc.Arbitrary<Correction> =>
  fc.oneof(
    fc.record({
      what: fc.constant('add' as const),
      kind: fc.constantFrom(...KINDS),
      value: fc.constantFrom('a', 'b', 'c', '1', '2'),
      preferred: fc.boolean(),
      until: fc.constantFrom(null, 1, 1e15),
    }),
    fc.record({ what: fc.constant('change' as const), identifier: fc.nat(ids), value: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ what: fc.constant('end' as const), identifier: fc.nat(ids), until: fc.constantFrom(null, 1, 1e15) }),
    fc.record({ what: fc.constant('remove' as const), identifier: fc.nat(ids) }),
    fc.record({ what: fc.constant('prefer' as const), identifier: fc.nat(ids) }),
  );
const row = (id: number, kind: (typeof KINDS)[number], value: string, preferred: boolean) => ({
  id,
  uid: String(id),
  personId: 1,
  kind,
  value,
  folded: value,
  normalised: value,
  preferred,
  source: 'intake' as const,
  importBatch: null,
  since: null,
  until: null,
  createdAt: 0,
  changedAt: null,
});

property.prop([fc.array(anyChange(5), { maxLength: 12 })], { numRuns: 300 })(
  '@rectification whatever is changed, a name is left, nothing is there twice, and one of each kind is shown',
  (changes) => {
    const before = [
      row(1, 'name', 'n', true),
      row(2, 'email', 'x', true),
      row(3, 'email', 'y', false),
      row(4, 'phone', '9', true),
    ];
    let after;
    try {
      after = corrected(before, changes, { country: 'DE', now: 1_000 }).filter(({ removed }) => !removed);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      expect(['identifier', 'last-name', 'has-already']).toContain(error.detail['reason']);
      return;
    }
    expect(after.some(({ kind }) => kind === 'name')).toBe(true);
    expect(new Set(after.map(({ kind, normalised }) => `${kind} ${normalised}`)).size).toBe(after.length);
    for (const kind of new Set(after.map((one) => one.kind))) {
      const own = after.filter((one) => one.kind === kind);
      const shown = own.filter(({ preferred }) => preferred);
      expect(shown).toHaveLength(1);
      const holds = ({ until }: { until: number | null }) => until === null || until > 1_000;
      if (own.some(holds)) expect(shown.every(holds)).toBe(true);
    }
  },
);
