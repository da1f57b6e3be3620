import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupFolderOf, claimBackupFolder } from '../../../src-main/store/backup-folders.ts';
import { carryOut } from '../privacy/desk.ts';
import { desk, FOUNDING, subjectsIn, take } from './offices.ts';

let folder: string;
let it: ReturnType<typeof desk>;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-copies-'));
  mkdirSync(at('program'));
  it = desk(at('program'));
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
function current() {
  const open = it.offices.current;
  if (!open) throw new Error('no office is open');
  return open;
}
const backupNow = () => it.offices.backups.make(current(), current().actor, 'now');
const backups = () => it.offices.backups.files(current());
const open = async (name: string) => void (await it.offices.open(at(name)));
async function copied(name: string): Promise<void> {
  const { actor, path, journal } = current();
  await it.offices.jobs.run('exchange.copy', actor, { place: it.halves.beside(at(name)) }, { path, journal });
}
const anonymiseFirst = () => carryOut(current().store, current().actor, 'anonymise', { ids: [1] });

test('an office and a copy of it keep their backups apart', async () => {
  await it.offices.found(at('Nordhafen.desk'), FOUNDING);
  await take(it.offices, 'Tap drips');
  await backupNow();
  await copied('Copy.desk');
  const [first] = backups();
  await open('Copy.desk');
  expect(backups()).toEqual([]);
  expect(it.offices.backups.last(current())).toBeNull();
  await take(it.offices, 'Only in the copy');
  await backupNow();
  expect(backups().map(({ path }) => subjectsIn(path))).toEqual([['Tap drips', 'Only in the copy']]);
  await open('Nordhafen.desk');
  expect(backups().map(({ id }) => id)).toContain(first?.id);
  expect(backups().flatMap(({ path }) => subjectsIn(path))).not.toContain('Only in the copy');
  // and whichever of them is opened first finds its own
  it = desk(at('program'));
  await open('Copy.desk');
  expect(backups().flatMap(({ path }) => subjectsIn(path))).toContain('Only in the copy');
});

test('who was erased from an office is not brought back by a backup of its copy, nor the other way round', async () => {
  await it.offices.found(at('Nordhafen.desk'), FOUNDING);
  await take(it.offices, 'Tap drips');
  await backupNow();
  await copied('Copy.desk');
  const [ofOffice] = backups();
  await open('Copy.desk');
  const ofCopy = await backupNow();
  await open('Nordhafen.desk');
  await anonymiseFirst();
  await it.offices.rememberErasures();
  await open('Copy.desk');
  expect(subjectsIn(at('Copy.desk'))).toEqual(['Tap drips']);
  await it.restore(ofCopy.id);
  await it.offices.close();
  expect(subjectsIn(at('Copy.desk'))).not.toContain('Tap drips');

  await open('Nordhafen.desk');
  await it.restore(ofOffice?.id ?? '');
  await it.offices.close();
  expect(subjectsIn(at('Nordhafen.desk'))).not.toContain('Tap drips');
});

test('an office that was moved or renamed finds its backups again', async () => {
  await it.offices.found(at('Nordhafen.desk'), FOUNDING);
  await take(it.offices, 'Tap drips');
  const { id } = await backupNow();
  await it.offices.close();
  mkdirSync(at('elsewhere'));
  renameSync(at('Nordhafen.desk'), at('elsewhere/South.desk'));
  await open('elsewhere/South.desk');
  expect(backups().map((one) => one.id)).toContain(id);
  await copied('Nordhafen.desk');
  // what lies at the old place now is a copy
  await open('Nordhafen.desk');
  expect(backups()).toEqual([]);
  expect(readdirSync(it.offices.backups.root)).toHaveLength(1);
});

test('folders of backups name their office file; those of an earlier Paperdesk are taken over, those of a drive that is away are not', () => {
  const uid = 'a'.repeat(32);
  const root = at('program');
  mkdirSync(join(root, uid));
  expect(claimBackupFolder(root, { uid, path: '/media/stick/Office.desk' }, false)).toBe(join(root, uid));
  const here = { uid, path: at('Office.desk') };
  expect(backupFolderOf(root, here)).toBe(join(root, `${uid}-2`));
  expect(readdirSync(root)).toEqual([uid]);
  expect(claimBackupFolder(root, here, true)).toBe(join(root, `${uid}-2`));
  expect(backupFolderOf(root, { uid, path: '/media/stick/Office.desk' })).toBe(join(root, uid));
  expect(backupFolderOf(root, { uid: 'b'.repeat(32), path: here.path })).toBe(join(root, 'b'.repeat(32)));
});
