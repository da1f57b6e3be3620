import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { backUp, finishRestore, restoreOffice, restorePreview } from '../../../src-main/exchange/index.ts';
import { listBackups, over, type BackupFile } from '../../../src-main/store/backup.ts';
import { connect } from '../../../src-main/store/connection.ts';
import { openStore, type Store } from '../../../src-main/store/index.ts';
import { actOnTickets } from '../../../src-main/privacy/index.ts';
import { preview } from '../../../src-main/privacy/preview.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

const silent = { progress: () => undefined, grows: () => undefined, check: () => undefined };
let office: TestOffice;
afterEach(() => office.close());

const take = async (subject: string, name: string) =>
  (
    await office.call('tickets.create', {
      channel: 'phone',
      person: { create: { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@mail.example` } },
      subject,
      message: `${subject}, said ${name}.`,
    })
  ).id;
const erase = async (act: 'delete' | 'anonymise', id: number, store: Store = office.store) => {
  const selection = { ids: [id] };
  const { stamp } = await preview(store.db, office.actor, { act, selection });
  return actOnTickets(store, office.actor, { act, selection, stamp, reason: 'request', words: '' }, silent);
};
const backups = () => join(office.folder, 'backups');
const make = async (kind: 'now' | 'day' = 'now') =>
  backUp(office.store, office.actor, { folder: backups(), kind }, silent);
const holds = (path: string, text: string) => readFileSync(path).includes(text);
const onlyBackup = (): BackupFile => {
  const [backup] = listBackups(backups());
  if (!backup) throw new Error('there is no backup');
  return backup;
};
/** Closes the office, restores, and opens it again under the same fixture. */
const restored = async () => {
  await office.store.close();
  const done = await restoreOffice(
    {
      backup: onlyBackup(),
      office: office.path,
      migrations: 'drizzle',
      staffId: office.actor.staffId,
      now: office.clock.now,
    },
    silent,
  );
  const store = openStore(office.path);
  return { store, ...done };
};

test('a backup is a whole office that opens by itself and holds what was there', async () => {
  office = await newOffice();
  await take('No hot water', 'Ingrid Aasland');
  const made = await make();
  expect(made).toMatchObject({ tickets: 1, people: 1, kind: 'now' });
  const sqlite = connect(onlyBackup().path, { readonly: true });
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(sqlite.prepare('SELECT subject FROM tickets').pluck().all()).toEqual(['No hot water']);
  sqlite.close();
  expect(readdirSync(backups()).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('what changed within the second of the last backup is in the next one, which is the newer', async () => {
  office = await newOffice();
  await take('No hot water', 'Ingrid Aasland');
  await make();
  office.clock.now = onlyBackup().at + 1;
  await take('Lift stops', 'Siobhan Dhomhnaill');
  const second = await make();
  expect(second).toMatchObject({ tickets: 2 });
  expect(listBackups(backups()).map(({ id }) => id)).toEqual([second.id, expect.any(String)]);
});

test('a backup leaves out what is deleted and could still be undone, and undoing it here still works', async () => {
  office = await newOffice();
  await take('Lift stops', 'Siobhan Dhomhnaill');
  const gone = await take('Secretly sublet', 'Yolanda Quetzal');
  const { erasure } = await erase('delete', gone);
  await make();
  expect(holds(onlyBackup().path, 'Quetzal')).toBe(false);
  expect(holds(onlyBackup().path, 'Dhomhnaill')).toBe(true);
  await office.call('privacy.undoDelete', { erasure }).catch(() => undefined);
});

test('a restored backup does not bring a deleted person back', async () => {
  office = await newOffice();
  await take('Lift stops', 'Siobhan Dhomhnaill');
  const gone = await take('Secretly sublet', 'Yolanda Quetzal');
  office.clock.now += 60_000;
  await make();
  expect(holds(onlyBackup().path, 'Quetzal')).toBe(true);
  office.clock.now += 60_000;
  await erase('delete', gone);
  expect(await restorePreview({ backup: onlyBackup(), office: office.path }, silent)).toMatchObject({
    ticketsThen: 2,
    ticketsNow: 1,
    lost: 0,
    replayed: 2,
  });
  const { store, kept } = await restored();
  const left = store.connections.reader.prepare('SELECT subject FROM tickets').pluck().all();
  await store.close();
  expect(left).toEqual(['Lift stops']);
  expect(holds(office.path, 'Quetzal')).toBe(false);
  expect(kept).toMatch(/^office before restore .*\.desk$/);
});

test('a restored backup empties again what was anonymised since', async () => {
  office = await newOffice();
  const emptied = await take('Mould behind the wardrobe', 'Yolanda Quetzal');
  await make();
  office.clock.now += 60_000;
  await erase('anonymise', emptied);
  const { store } = await restored();
  const row = store.connections.reader.prepare('SELECT subject, message, anonymised_at FROM tickets').get() as Record<
    string,
    unknown
  >;
  await store.close();
  expect(row['subject']).toBe('[removed]');
  expect(row['anonymised_at']).not.toBeNull();
  expect(holds(office.path, 'Quetzal')).toBe(false);
  expect(holds(office.path, 'wardrobe')).toBe(false);
});

test('tombstones beside the backups do the same when the office file is lost', async () => {
  office = await newOffice();
  await take('Lift stops', 'Siobhan Dhomhnaill');
  const gone = await take('Secretly sublet', 'Yolanda Quetzal');
  await make();
  const first = onlyBackup();
  office.clock.now += 60_000;
  await erase('delete', gone);
  await make('day');
  await office.store.close();
  writeFileSync(office.path, 'not a database any more');
  await restoreOffice(
    { backup: first, office: office.path, migrations: 'drizzle', staffId: 1, now: office.clock.now },
    silent,
  );
  expect(holds(office.path, 'Quetzal')).toBe(false);
  expect(holds(office.path, 'Dhomhnaill')).toBe(true);
});

test('ids given out since the backup are not given out again after a restore', async () => {
  office = await newOffice();
  await take('First', 'Ann Hartley');
  await make();
  office.clock.now += 60_000;
  const second = await take('Second', 'Joann Hartley');
  const { store } = await restored();
  const next = store.connections.reader.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'tickets'`).pluck().get();
  await store.close();
  expect(next).toBe(second);
});

test('a restore that was cut short between keeping the old file and placing the new one is brought to its end', async () => {
  office = await newOffice();
  await office.store.close();
  writeFileSync(`${office.path}.restoring`, 'made ready');
  expect(finishRestore(office.path)).toBe(false);
  expect(holds(office.path, 'SQLite format 3')).toBe(true);
  writeFileSync(`${office.path}.restoring`, 'made ready');
  const { renameSync } = await import('node:fs');
  renameSync(office.path, `${office.path}.kept`);
  expect(finishRestore(office.path)).toBe(true);
  expect(holds(office.path, 'made ready')).toBe(true);
});

test('the newest backup of each of 14 days and of 12 months is kept, and no other', () => {
  const now = Date.UTC(2026, 10, 24, 10);
  const at = (daysAgo: number, hour: number): BackupFile => {
    const time = Date.UTC(2026, 10, 24 - daysAgo, hour);
    return { id: `${daysAgo}-${hour}`, path: '', kind: 'day', at: time, bytes: 1 };
  };
  const all = Array.from({ length: 500 }, (_, day) => [at(day, 8), at(day, 6)]).flat();
  const gone = new Set(over(all, { days: 14, months: 12 }, now).map(({ id }) => id));
  const kept = all.filter(({ id }) => !gone.has(id));
  expect(kept.filter(({ at: time }) => now - time <= 14 * 86_400_000)).toHaveLength(14);
  expect(kept.every(({ id }) => id.endsWith('-8'))).toBe(true);
  expect(new Set(kept.map(({ at: time }) => new Date(time).toISOString().slice(0, 7)))).toHaveProperty('size', 12);
});
