import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachmentsOf, readSampleOffice } from '../../../../src-main/exchange/sample-office/index.ts';
import { countsInReadme, sampleFolder } from './sample-folder.ts';
import type { SampleOffice } from '../../../../src-main/exchange/sample-office/index.ts';

const office = await readSampleOffice(sampleFolder);

describe('the sample office', () => {
  test('holds what its README says it holds', async () => {
    const { settings, people, tickets, truth, variants, worded, further } = office;
    expect([
      settings.categories.length,
      settings.statuses.length,
      settings.customFields.length,
      new Set(settings.customFields.map(({ type }) => type)).size,
      settings.staff.length,
      settings.cannedAnswers.length,
      settings.templates.length,
      settings.knowledge.length,
    ]).toEqual(
      await countsInReadme(
        /(\d+) categories, (\d+) statuses, (\d+) fields of all (\d+) kinds, (\d+) staff \(one left\), (\d+) answers, (\d+) templates, (\d+) articles/,
      ),
    );
    expect([people.length]).toEqual(await countsInReadme(/who is written about \| (\d+), in/));
    expect([
      tickets.length,
      tickets.flatMap(({ replies }) => replies).length,
      tickets.flatMap(({ notes }) => notes).length,
      tickets.flatMap(attachmentsOf).length,
    ]).toEqual(await countsInReadme(/(\d+) with (\d+) replies and (\d+) notes, (\d+) files/));
    expect([variants.templates.length, variants.tenants.length]).toEqual(
      await countsInReadme(/\| (\d+) templates, (\d+) tenants/),
    );
    expect([worded.length]).toEqual(await countsInReadme(/words of (\d+) of the files/));
    expect(worded.length + further.length).toBe(tickets.flatMap(attachmentsOf).length);
    expect([
      truth.people.length,
      truth.people.flatMap(({ places }) => places).length,
      truth.people.flatMap(({ nearMisses }) => nearMisses).length,
    ]).toEqual([
      ...(await countsInReadme(/where (\d+) of the people stand/)),
      ...(await countsInReadme(/([\d,]+) places, (\d+) near misses/)),
    ]);
  });

  test('has every passage of its truth at the place the truth names', async () => {
    const sources = new Map<string, string>();
    for (const { id, source } of office.worded)
      sources.set(id, await readFile(join(sampleFolder, 'attachments', source), 'utf8'));
    const wrong = office.truth.people.flatMap(({ places, nearMisses }) =>
      [...places, ...nearMisses]
        .filter(({ passage }) => passage !== undefined)
        .filter((place) => {
          const text = partOf(office, sources, place);
          return text.slice(place.at, (place.at ?? 0) + (place.passage ?? '').length) !== place.passage;
        }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a damaged sample', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sample-office-'));
    await cp(sampleFolder, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const change = async (file: string, from: string, to: string) => {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  };

  test('is refused with the name of the missing file', async () => {
    await rm(join(folder, 'truth.json'));
    await expect(readSampleOffice(folder)).rejects.toMatchObject({ file: 'truth.json', message: /missing/ });
  });

  test('is refused when a file is cut off', async () => {
    const text = await readFile(join(folder, 'people.json'), 'utf8');
    await writeFile(join(folder, 'people.json'), text.slice(0, text.length / 2));
    await expect(readSampleOffice(folder)).rejects.toMatchObject({ file: 'people.json', message: /JSON/ });
  });

  test('is refused with the place of a value that is not as the README says', async () => {
    await change('tickets.json', '"channel": "phone"', '"channel": "pigeon"');
    await expect(readSampleOffice(folder)).rejects.toMatchObject({ file: 'tickets.json', message: /0\.channel/ });
  });

  test.each([
    ['tickets.json', '"requester": "p040"', '"requester": "p999"', 'p999'],
    ['tickets.json', '"category": "heating"', '"category": "cooling"', 'cooling'],
    ['tickets.json', '"id": "f001"', '"id": "f999"', 'f999'],
    ['variants.json', 'radiator in the {room}', 'radiator in the {castle}', 'castle'],
    ['truth.json', '"ticket": "t004"', '"ticket": "t999"', 't999'],
  ])('is refused when a reference in %s leads nowhere', async (file, from, to, name) => {
    await change(file, from, to);
    await expect(readSampleOffice(folder)).rejects.toThrow(name);
  });
});

type Place = SampleOffice['truth']['people'][number]['places'][number];

function partOf(
  { tickets }: SampleOffice,
  sources: Map<string, string>,
  { ticket: id, part, n, field, file }: Pick<Place, 'ticket' | 'part' | 'n' | 'field' | 'file'>,
): string {
  const ticket = tickets.find((one) => one.id === id);
  if (!ticket) return '';
  switch (part) {
    case 'subject':
      return ticket.subject;
    case 'message':
      return ticket.message;
    case 'reply':
      return ticket.replies.find((reply) => reply.n === n)?.text ?? '';
    case 'note':
      return ticket.notes.find((note) => note.n === n)?.text ?? '';
    case 'field':
      return String(ticket.fields[field ?? ''] ?? '');
    case 'ip':
      return ticket.ip ?? '';
    case 'attachment name':
      return attachmentsOf(ticket).find((one) => one.id === file)?.name ?? '';
    case 'attachment text':
      return sources.get(file ?? '') ?? '';
    default:
      return '';
  }
}
