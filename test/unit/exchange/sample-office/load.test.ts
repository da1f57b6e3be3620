import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asc, eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import {
  attachmentsOf,
  expandVariants,
  loadSampleOffice,
  readSampleOffice,
} from '../../../../src-main/exchange/sample-office/index.ts';
import { createOfficeFile } from '../../../../src-main/store/file.ts';
import { attachments, openStore, pieces, tickets as ticketRows } from '../../../../src-main/store/index.ts';
import { parseQuery } from '../../../../src-main/store/search/index.ts';
import { ask, testWith } from './judges.ts';
import { sampleFolder } from './sample-folder.ts';

const migrations = fileURLToPath(new URL('../../../../drizzle', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'sample-office-'));
const path = join(folder, 'Nordhafen.desk');
createOfficeFile(path, migrations);
const store = openStore(path);
const told: { step: string; done: number; total: number }[] = [];
await loadSampleOffice(store, sampleFolder, (step, done, total) => told.push({ step, done, total }));

const sample = await readSampleOffice(sampleFolder);
const recurring = expandVariants(
  sample.variants,
  sample.settings,
  sample.tickets.map(({ trackingId }) => trackingId),
);
const people = [...sample.people, ...recurring.people];
const tickets = [...sample.tickets, ...recurring.tickets];

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** One figure, read by the sqlite3 shell and not by our own engine. */
const figure = async (sql: string) => Number(await ask('sqlite3', '-readonly', path, sql));
const count = (table: string, where = '1') => figure(`SELECT count(*) FROM ${table} WHERE ${where}`);
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the sample office in an office file', () => {
  testWith('sqlite3')('has as many rows of each kind as the data', async () => {
    const { settings } = sample;
    const replies = tickets.flatMap((ticket) => ticket.replies);
    const identifiers = people.map(
      ({ name, alsoWritten, emails, phones, ipv4, ipv6, flat, registerNumber, born }) =>
        new Set([name, ...alsoWritten]).size +
        [...emails, ...phones, ...ipv4, ...ipv6].length +
        [flat, registerNumber, born].filter(Boolean).length,
    );
    expect({
      office: await count('office'),
      staff: await count('staff'),
      gone: await count('staff', 'deactivated_at IS NOT NULL'),
      owners: await count('staff', "role = 'owner' AND deactivated_at IS NULL"),
      categories: await count('categories'),
      private: await count('categories', 'is_private'),
      priorities: await count('priorities'),
      statuses: await count('statuses'),
      customStatuses: await count('statuses', "role = 'custom'"),
      fields: await count('custom_fields'),
      fieldKinds: await figure('SELECT count(DISTINCT kind) FROM custom_fields'),
      fieldCategories: await count('custom_field_categories'),
      people: await count('people'),
      identifiers: await count('identifiers'),
      tickets: await count('tickets'),
      open: await count('tickets', 'open'),
      replies: await count('entries', "kind = 'reply'"),
      byPeople: await count('entries', "kind = 'reply' AND author_kind = 'person'"),
      notes: await count('entries', "kind = 'note'"),
      requesters: await count('ticket_people', "role = 'requester'"),
      followers: await count('ticket_people', "role = 'follower'"),
      values: await count('custom_values'),
      tags: await count('ticket_tags'),
      links: await count('ticket_links'),
      merged: await count('ticket_aliases', "kind = 'merged'"),
      holds: await count('holds'),
      files: await count('attachments'),
      minutes: (await figure('SELECT sum(time_worked) FROM tickets')) / 60,
    }).toEqual({
      office: 1,
      staff: settings.staff.length,
      gone: settings.staff.filter(({ active }) => !active).length,
      owners: settings.staff.filter(({ role }) => role === 'lead').length,
      categories: settings.categories.length,
      private: settings.categories.filter((category) => category.private).length,
      priorities: settings.priorities.length,
      statuses: settings.statuses.length,
      customStatuses: settings.statuses.filter(({ hesk }) => hesk === null).length,
      fields: settings.customFields.length,
      fieldKinds: new Set(settings.customFields.map(({ type }) => type)).size,
      fieldCategories: settings.customFields.flatMap(({ categories }) => (categories === 'all' ? [] : categories))
        .length,
      people: people.length,
      identifiers: sum(identifiers),
      tickets: tickets.length,
      open: tickets.filter(({ status }) => settings.statuses.find(({ id }) => id === status)?.open).length,
      replies: replies.length,
      byPeople: replies.filter(({ kind }) => kind === 'customer').length,
      notes: tickets.flatMap(({ notes }) => notes).length,
      requesters: tickets.filter(({ requester }) => requester !== null).length,
      followers: tickets.flatMap(({ followers }) => followers).length,
      values: tickets.flatMap(({ fields }) => Object.values(fields).flat()).length,
      tags: tickets.flatMap(({ tags }) => tags).length,
      links: tickets.flatMap(({ linked }) => linked).length,
      merged: tickets.filter(({ mergedInto }) => mergedInto !== null).length,
      holds: tickets.filter(({ hold }) => hold !== null).length,
      files: tickets.flatMap(attachmentsOf).length,
      minutes: sum(tickets.map(({ timeWorked }) => timeWorked)),
    });
  });

  testWith('sqlite3')('keeps in each ticket the counts of what hangs on it', async () => {
    const wrong = await ask(
      'sqlite3',
      '-readonly',
      path,
      `SELECT t.id FROM tickets t WHERE
         t.replies <> (SELECT count(*) FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'reply')
         OR t.staff_replies <> (SELECT count(*) FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'reply'
           AND e.author_kind = 'staff')
         OR t.notes <> (SELECT count(*) FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'note')
         OR t.files <> (SELECT count(*) FROM attachments a WHERE a.ticket_id = t.id)
         OR (t.open = 0) <> (t.resolved_at IS NOT NULL)
         OR t.open <> (SELECT s.open FROM statuses s WHERE s.id = t.status_id)
         OR t.urgency <> (SELECT p.position FROM priorities p WHERE p.id = t.priority_id);
       PRAGMA foreign_key_check;`,
    );
    expect(wrong).toBe('');
  });

  test('has each ticket with its words, dates and number of the data', async () => {
    const rows = await store.db.select().from(ticketRows).orderBy(asc(ticketRows.id));
    const byTracking = new Map(rows.map((row) => [row.trackingId, row]));
    for (const ticket of tickets)
      expect(byTracking.get(ticket.trackingId)).toMatchObject({
        subject: ticket.subject,
        message: ticket.message,
        channel: ticket.channel,
        createdAt: Date.parse(ticket.created),
        changedAt: Date.parse(ticket.updated),
        resolvedAt: ticket.resolved === null ? null : Date.parse(ticket.resolved),
        dueAt: ticket.due === null ? null : Date.parse(ticket.due),
        firstReplyAt: ticket.firstReply === null ? null : Date.parse(ticket.firstReply),
        locked: ticket.locked,
        tagged: ticket.tagged,
        hidden: false,
      });
    const created = rows.map(({ createdAt }) => createdAt);
    expect(created).toEqual([...created].sort((a, b) => a - b));
  });

  test('has every file whole, in pieces of at most 256 KB, under the name given', async () => {
    const rows = await store.db.select().from(attachments);
    expect(rows.map(({ name }) => name).sort()).toEqual(
      tickets
        .flatMap(attachmentsOf)
        .map(({ name }) => name)
        .sort(),
    );
    for (const { id, size, sha256, complete } of rows) {
      const parts = await store.db.select().from(pieces).where(eq(pieces.attachmentId, id)).orderBy(asc(pieces.n));
      expect(parts.map(({ n }) => n)).toEqual(parts.map((_, n) => n));
      const hash = createHash('sha256');
      for (const { bytes } of parts) {
        expect(bytes.length).toBeLessThanOrEqual(262_144);
        hash.update(bytes);
      }
      expect(sum(parts.map(({ bytes }) => bytes.length))).toBe(size);
      expect(hash.digest('hex')).toBe(sha256);
      expect(complete).toBe(true);
    }
  });

  test.each([
    ['a spelling in another script', 'Коваленко', 'p006'],
    ['an Arabic name', 'الخطيب', 'p015'],
    ['a name without its accents', 'Lefevre-Okowski', 'p001'],
    ['a mail address', 'email:ann@hartley.example', 'p013'],
    ['a number of the register', 'R-1148', 'p004'],
    ['the end of a telephone number', 'phone:0127', 'p001'],
  ])('is found by %s', (_, typed, id) => {
    const found = store.db.search.tickets(parseQuery(typed), { limit: 500, order: 'newest' }).length;
    const own = tickets.filter(({ requester, followers }) => requester === id || followers.includes(id)).length;
    expect(found).toBeGreaterThanOrEqual(own);
    expect(found).toBeLessThan(tickets.length / 2);
  });

  test('is found by words of a message, a note and a file name', () => {
    for (const typed of ['"machine à laver"', '"incident 2023-07"', 'Mieterhöhung-B-4.04', 'gluckert']) {
      const words = typed.replaceAll('"', '');
      const expected = tickets.some((ticket) => JSON.stringify(ticket).includes(words));
      const found = store.db.search.tickets(parseQuery(typed), { limit: 10, order: 'newest' });
      expect(found.length > 0, typed).toBe(expected);
    }
  });

  test('tells its progress up to the end of each step', () => {
    for (const step of ['tickets', 'files', 'words']) {
      const lines = told.filter((line) => line.step === step);
      expect(lines.at(0)?.done).toBe(0);
      expect(lines.at(-1)?.done).toBe(lines.at(-1)?.total);
      expect(lines.map(({ done }) => done)).toEqual(lines.map(({ done }) => done).sort((a, b) => a - b));
    }
  });

  test('is never written over an office', async () => {
    await expect(loadSampleOffice(store, sampleFolder)).rejects.toMatchObject({ code: 'refused' });
    expect(await store.db.$count(ticketRows)).toBe(tickets.length);
  });

  test('that was stopped half way is no office', async () => {
    const half = join(folder, 'half.desk');
    createOfficeFile(half, migrations);
    const other = openStore(half);
    const stopped = loadSampleOffice(other, sampleFolder, (step, done) => {
      if (step === 'files' && done === 3) throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    await other.close();
    const again = openStore(half);
    const { office } = await import('../../../../src-main/store/index.ts');
    expect(await again.db.$count(office)).toBe(0);
    await again.close();
  });
});
