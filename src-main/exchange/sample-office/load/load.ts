import { office, Refused, type Store } from '../../../store/index.ts';
import { describeFile, makeAttachment } from '../attachments/make.ts';
import { readSampleOffice } from '../read.ts';
import { expandVariants } from '../variants.ts';
import { writeEntries, writeHistory } from './entry-rows.ts';
import { filesOf, writeFile } from './file-rows.ts';
import { writePeople } from './people-rows.ts';
import { at } from './rows-of.ts';
import { writeLists, writeOffice } from './settings-rows.ts';
import { writeTickets } from './ticket-rows.ts';

/** How many tickets go into the search index in one write. */
const INDEXED_A_WRITE = 100;

/** Told what is being written, how much of it is done, and how much there is. What it throws stops the work. */
export type SampleProgress = (step: 'tickets' | 'files' | 'words', done: number, total: number) => void;

/**
 * Writes the whole sample office of `folder` into an office file that has its tables and nothing else. The office's own
 * row is written last: a file left behind by a crash, or by `progress` throwing, is no office, and the caller removes
 * it.
 * @throws Refused `refused` (`founded`) when the file is an office already
 * @throws SampleOfficeDamaged when the folder is not as it should be; nothing has been written then
 */
export async function loadSampleOffice(
  store: Store,
  folder: string,
  progress: SampleProgress = () => undefined,
): Promise<{ uid: string }> {
  if ((await store.db.$count(office)) > 0) throw new Refused('refused', { reason: 'founded' });
  const sample = await readSampleOffice(folder);
  const { settings, variants } = sample;
  const taken = sample.tickets.map(({ trackingId }) => trackingId);
  const recurring = expandVariants(variants, settings, taken);
  const people = [...sample.people, ...recurring.people];
  const tickets = [...sample.tickets, ...recurring.tickets];
  const since = Math.min(...tickets.map(({ created }) => at(created)));

  progress('tickets', 0, tickets.length);
  const ids = await store.write(async (tx) => {
    const lists = await writeLists(tx, settings);
    const known = { ...lists, people: await writePeople(tx, people, tickets, settings.address.country, since) };
    const ticketIds = await writeTickets(tx, tickets, settings, known);
    const replies = await writeEntries(tx, tickets, known, ticketIds);
    await writeHistory(tx, tickets, known, ticketIds);
    return { ...known, tickets: ticketIds, replies };
  });
  progress('tickets', tickets.length, tickets.length);

  const files = filesOf(tickets);
  for (const [done, file] of files.entries()) {
    progress('files', done, files.length);
    const bytes = await makeAttachment(sample, file.file, new Date(file.addedAt));
    const { kind } = describeFile(sample, file.file.id);
    await store.write((tx) => writeFile(tx, file, kind, bytes, ids));
  }
  progress('files', files.length, files.length);

  const indexed = [...ids.tickets.values()];
  for (let from = 0; from < indexed.length; from += INDEXED_A_WRITE) {
    progress('words', from, indexed.length);
    const slice = indexed.slice(from, from + INDEXED_A_WRITE);
    await store.write(async (tx) => {
      tx.index.tickets(slice);
      return Promise.resolve();
    });
  }
  const founded = await store.write((tx) => writeOffice(tx, settings, since));
  progress('words', indexed.length, indexed.length);
  return founded;
}
