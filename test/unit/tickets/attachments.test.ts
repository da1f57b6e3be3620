import { createHash, randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachments, openStore, pieces, tickets } from '../../../src-main/store/index.ts';
import { attach } from '../../../src-main/tickets/attachments/calls.ts';
import { purgeUnfinished, readAttachment } from '../../../src-main/tickets/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
let id: number;
const person = { create: { name: 'Agnieszka Kowalczyk' } };
const GIVEN = { channel: 'mail', subject: 'Damp wall', message: 'Photos enclosed.', person };
beforeEach(async () => {
  office = await newOffice();
  ({ id } = await office.call('tickets.create', GIVEN));
});
afterEach(() => office.close());

async function bytesOf(attachmentId: number): Promise<Buffer> {
  const { bytes } = await readAttachment(office.store, attachmentId);
  const all: Uint8Array[] = [];
  for await (const piece of bytes) all.push(piece);
  return Buffer.concat(all);
}
const counts = async () => [await office.store.db.$count(attachments), await office.store.db.$count(pieces)];

describe('an attachment', () => {
  test.each([0, 1, 262_143, 262_144, 262_145, 1_048_576, 1_048_577, 5_000_001])(
    'of %i bytes comes out as it went in, in pieces of at most 256 KB',
    async (size) => {
      const bytes = randomBytes(size);
      await office.call('tickets.attach', { id, files: [await office.file('wall.bin', bytes)] });
      const { attachments: facts, version } = await office.call('tickets.open', { id });
      expect(facts).toMatchObject([{ name: 'wall.bin', size, entryId: null, sensitive: false }]);
      expect(version).toBe(2);
      const attachmentId = facts[0]?.id ?? 0;
      expect((await bytesOf(attachmentId)).equals(bytes)).toBe(true);
      const [row] = await office.store.db.select().from(attachments);
      expect(row?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      const lengths = (await office.store.db.select({ bytes: pieces.bytes }).from(pieces)).map(
        (piece) => piece.bytes.length,
      );
      expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(262_144);
      expect(lengths).toHaveLength(Math.ceil(size / 262_144));
    },
  );

  test('that was pasted and is in no file is kept like any other, over several pieces', async () => {
    const bytes = randomBytes(2_500_000);
    const picture = { name: 'Screenshot 2026-11-24 10.00.00.png', size: bytes.length, bytes };
    const services = { ...office.services, attachable: () => picture };
    await attach(services, office.actor, { id, files: ['a'.repeat(32)] });
    const { attachments: facts } = await office.call('tickets.open', { id });
    expect(facts).toMatchObject([{ name: picture.name, size: bytes.length }]);
    expect((await bytesOf(facts[0]?.id ?? 0)).equals(bytes)).toBe(true);
  });

  test('belongs to the reply it came with, and counts on the ticket', async () => {
    const files = [await office.file('a.txt', 'one'), await office.file('b.txt', 'two')];
    await office.call('tickets.reply', { id, kind: 'reply', body: 'See enclosed.', files });
    const ticket = await office.call('tickets.open', { id });
    expect(ticket.entries[0]?.attachments.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    expect((await office.call('tickets.rows', { ids: [id] }))[0]?.files).toBe(2);
  });

  test('comes in with a new ticket, and is found by its name', async () => {
    const files = [await office.file('letter-dr-nowak.pdf', '%PDF-1.7\n%âãÏÓ\n')];
    const made = await office.call('tickets.create', { ...GIVEN, files });
    const ticket = await office.call('tickets.open', { id: made.id });
    expect(ticket.attachments).toMatchObject([{ name: 'letter-dr-nowak.pdf', kind: 'application/pdf' }]);
    const find = { filter: { text: 'nowak' }, sort: 'changed', after: null, limit: 9 };
    expect((await office.call('tickets.page', find)).map((row) => row.id)).toEqual([made.id]);
  });

  test('removed is gone with its name at once, and with its bytes when nothing can bring it back', async () => {
    await office.call('tickets.attach', { id, files: [await office.file('wall.bin', randomBytes(6_000_000))] });
    const [attachment] = (await office.call('tickets.open', { id })).attachments;
    const attachmentId = attachment?.id ?? 0;
    await office.call('tickets.removeAttachment', { attachmentId });
    const ticket = await office.call('tickets.open', { id });
    expect(ticket.attachments).toEqual([]);
    expect(ticket.history.map(({ what }) => what)).toEqual(['created', 'attached', 'attachment-removed']);
    const find = { filter: { text: 'wall.bin' }, sort: 'changed', after: null, limit: 9 };
    expect(await office.call('tickets.page', find)).toEqual([]);
    expect((await office.call('tickets.rows', { ids: [id] }))[0]?.files).toBe(0);
    await expect(readAttachment(office.store, attachmentId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(office.call('tickets.removeAttachment', { attachmentId })).rejects.toMatchObject({
      code: 'not-found',
    });
    office.services.undo.clear();
    await office.forgotten();
    expect(await counts()).toEqual([0, 0]);
  });

  test('can be marked as sensitive', async () => {
    await office.call('tickets.attach', { id, files: [await office.file('x.txt', 'x')] });
    await office.call('tickets.markSensitive', { attachmentId: 1, sensitive: true });
    expect((await office.call('tickets.open', { id })).attachments[0]?.sensitive).toBe(true);
  });

  test('with a piece missing says that it is damaged and gives no half file out as whole', async () => {
    await office.call('tickets.attach', { id, files: [await office.file('x.bin', randomBytes(700_000))] });
    office.store.connections.writer.exec('DELETE FROM pieces WHERE n = 1');
    await expect(bytesOf(1)).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('files that cannot be taken', () => {
  test('leave nothing of the files before them, nor of the ticket or reply', async () => {
    const gone = await office.file('gone.txt', 'x');
    const files = [await office.file('good.bin', randomBytes(5_000_000)), gone];
    await rm(office.services.file(gone).path);
    await expect(office.call('tickets.attach', { id, files })).rejects.toMatchObject({ code: 'not-found' });
    await expect(office.call('tickets.create', { ...GIVEN, files })).rejects.toMatchObject({ code: 'not-found' });
    const reply = { id, kind: 'reply', body: 'x', files };
    await expect(office.call('tickets.reply', reply)).rejects.toMatchObject({ code: 'not-found' });
    expect(await counts()).toEqual([0, 0]);
    expect(await office.store.db.$count(tickets)).toBe(1);
    expect((await office.call('tickets.open', { id })).version).toBe(1);
    await expect(office.call('tickets.attach', { id, files: ['0'.repeat(32)] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('over 2 GB are refused before a byte is read', async () => {
    const path = join(office.folder, 'huge');
    const handle = await open(path, 'w');
    await handle.truncate(2 * 1024 ** 3 + 1);
    await handle.close();
    const files = [office.chosen({ name: 'huge', path, size: 2 * 1024 ** 3 + 1 })];
    await expect(office.call('tickets.attach', { id, files })).rejects.toMatchObject({ code: 'too-large' });
    expect(await counts()).toEqual([0, 0]);
  });

  test('are the open office itself, its journal and folders', async () => {
    for (const path of [office.path, `${office.path}-wal`]) {
      const files = [office.chosen({ name: 'office.desk', path, size: 1 })];
      await expect(office.call('tickets.attach', { id, files })).rejects.toMatchObject({
        detail: { reason: 'open-office' },
      });
    }
    await mkdir(join(office.folder, 'folder'));
    const folder = [office.chosen({ name: 'folder', path: join(office.folder, 'folder'), size: 1 })];
    await expect(office.call('tickets.attach', { id, files: folder })).rejects.toThrow();
    expect(await counts()).toEqual([0, 0]);
  });
});

describe('a program killed while a file comes in', () => {
  test('leaves neither file nor ticket after the next start', async () => {
    await office.store.close();
    const source = join(office.folder, 'big.bin');
    await writeFile(source, randomBytes(9_000_000));
    const script = `
      import { openStore } from './src-main/store/index.ts';
      import { createTicket } from './src-main/tickets/create.ts';
      const [path, source] = process.argv.slice(-2);
      const store = openStore(path);
      const services = { store, attachable: () => ({ name: 'secret-name.bin', size: 9_000_000, path: source }) };
      const actor = { staffId: 1, permissions: new Set() };
      await createTicket(services, actor, { channel: 'mail', person: { create: { name: 'Zofia', email: '', phone: '',
        address: '', number: '' } }, followers: [], subject: 'S', message: 'M', inTheirWords: false, fields: [],
        noticeGiven: false, files: ['a'] });`;
    const env = { ...process.env, PAPERDESK_KILL_AT: 'attachment: pieces half in' };
    const args = ['--input-type=module', '-e', script, office.path, source];
    expect(spawnSync(process.execPath, args, { env }).signal).toBe('SIGKILL');
    const store = openStore(office.path);
    try {
      expect(await store.db.$count(pieces)).toBeGreaterThan(0);
      expect(await store.db.$count(tickets)).toBe(2);
      expect(await purgeUnfinished(store)).toBe(2);
      expect(await store.db.$count(attachments)).toBe(0);
      expect(await store.db.$count(pieces)).toBe(0);
      expect(await store.db.$count(tickets)).toBe(1);
      expect(await purgeUnfinished(store)).toBe(0);
      expect(store.fold()).toBe(true);
    } finally {
      await store.close();
    }
  });
});
