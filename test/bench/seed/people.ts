import { identifiers, people, type Store } from '../../../src-main/store/index.ts';
import { newUid } from '../../../src-main/office/index.ts';
import { normalise } from '../../../src-main/people/index.ts';
import { fold } from '../../../src-main/store/words.ts';
import { below, madeUp, oneOf, type Chance } from './words.ts';

const A_WRITE = 500;
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

type Kind = (typeof identifiers.$inferInsert)['kind'];

/** Writes so many people, each with a name, a mail address, a telephone number and a flat; half with a customer number. */
export async function seedPeople(store: Store, random: Chance, count: number, from: number): Promise<number[]> {
  const families = Array.from({ length: 4_000 }, () => capital(madeUp(random)));
  const first = Array.from({ length: 600 }, () => capital(madeUp(random)));
  const ids: number[] = [];
  while (ids.length < count) {
    const some = Math.min(A_WRITE, count - ids.length);
    await store.write(async (tx) => {
      const names = Array.from({ length: some }, () => `${oneOf(random, first)} ${oneOf(random, families)}`);
      const added = await tx
        .insert(people)
        .values(
          names.map((name) => ({
            uid: newUid(),
            name,
            nameFolded: fold(name),
            source: 'sample' as const,
            createdAt: from,
            changedAt: from,
          })),
        )
        .returning({ id: people.id });
      const rows = added.flatMap(({ id }, n) => {
        const name = names[n] ?? '';
        const known: [Kind, string][] = [
          ['name', name],
          ['email', `${fold(name).replace(/[^a-z]+/g, '.')}${id % 7 === 0 ? '' : id}@${oneOf(random, DOMAINS)}`],
          ['phone', `0${151 + below(random, 28)} ${String(1_000_000 + below(random, 9_000_000))}`],
          [
            'address',
            `${oneOf(random, ['A', 'B', 'C', 'D'])} ${below(random, 9)}.${String(below(random, 40)).padStart(2, '0')}`,
          ],
        ];
        if (id % 2 === 0) known.push(['number', `K-${2000 + below(random, 27)}/${String(id).padStart(6, '0')}`]);
        return known.map(([kind, value]) => ({
          uid: newUid(),
          personId: id,
          kind,
          value,
          folded: fold(value),
          normalised: normalise(kind, value, 'DE'),
          preferred: true,
          source: 'sample' as const,
          createdAt: from,
        }));
      });
      await tx.insert(identifiers).values(rows);
      for (const { id } of added) tx.index.person(id);
      ids.push(...added.map(({ id }) => id));
    });
  }
  return ids;
}

const DOMAINS = ['post.example', 'mail.example', 'web.example', 'nordhafen.example', 'firma.example'];
