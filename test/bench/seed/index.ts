import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundOffice } from '../../../src-main/office/index.ts';
import { createOfficeFile } from '../../../src-main/store/file.ts';
import { openStore } from '../../../src-main/store/index.ts';
import { seedPeople } from './people.ts';
import { seedSettings } from './settings.ts';
import { seedTickets } from './tickets.ts';
import { chance, Texts } from './words.ts';

export { below, chance, FREQUENT, oneOf, PHRASE, RARE, type Chance } from './words.ts';

/** The moment up to which the office has been at work: a Tuesday morning in Berlin. */
export const SEEDED_UNTIL = Date.UTC(2026, 10, 24, 9, 7);
const SEED = 20_261_124;

/** What decides how the file looks: when it changes, the office is made anew. */
const MADE_OF = ['drizzle', 'src-main/store/schema'];
const MADE_BY = [
  'src-main/store/words.ts',
  'src-main/store/indexing.ts',
  ...['keys', 'names', 'people', 'tables', 'tickets'].map((name) => `src-main/store/search/${name}.ts`),
  ...['people', 'settings', 'tickets', 'words'].map((name) => `test/bench/seed/${name}.ts`),
];

function fingerprint(tickets: number): string {
  const hash = createHash('sha256').update(`${tickets} ${SEED}`);
  const inFolders = MADE_OF.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(ts|sql)$/.test(name))
      .map((name) => join(folder, name)),
  );
  for (const file of [...inFolders, ...MADE_BY].sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The path of a closed office with so many tickets, 40,000 people per 100,000 of them: the same for the same count, made
 * once and kept in the system's temporary folder. Copy it before writing to it.
 */
export async function seededOffice(tickets: number, said: (line: string) => void = () => undefined): Promise<string> {
  const family = `paperdesk-seeded-${tickets}-`;
  const path = join(tmpdir(), `${family}${fingerprint(tickets)}.desk`);
  if (existsSync(path)) return path;
  for (const name of readdirSync(tmpdir())) if (name.startsWith(family)) rmSync(join(tmpdir(), name), { force: true });
  const half = `${path}.half`;
  createOfficeFile(half, 'drizzle');
  const store = openStore(half, { clock: () => SEEDED_UNTIL });
  try {
    store.connections.writer.pragma('synchronous = OFF');
    await store.write((tx) =>
      foundOffice(tx, { name: 'Nordhafen Housing', owner: 'Hanna Lindqvist', zone: 'Europe/Berlin', country: 'DE' }),
    );
    const random = chance(SEED);
    const settings = await seedSettings(store);
    const people = await seedPeople(store, random, Math.max(1, Math.round(tickets * 0.4)), SEEDED_UNTIL);
    said(`${people.length} people`);
    await seedTickets({
      store,
      random,
      texts: new Texts(random),
      settings,
      people,
      count: tickets,
      now: SEEDED_UNTIL,
      said: (done) => {
        if (done % 10_000 === 0) said(`${done} of ${tickets} tickets`);
      },
    });
    // As an office is that has had its minute of rest.
    while (await store.tidy());
  } finally {
    await store.close();
  }
  renameSync(half, path);
  return path;
}
