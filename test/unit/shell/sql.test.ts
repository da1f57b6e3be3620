import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verify } from '../../../src-main/store/integrity.ts';
import type { KillPoint } from '../../../src-main/store/kill-points.ts';
import { ledger } from '../../../src-main/store/index.ts';
import { bundled } from '../bundled.ts';
import { desk, FOUNDING, subjectsIn, take } from './offices.ts';

const child = bundled('test/unit/shell/sql-in-child.ts');
const OLD = 'what was there before';
let folder: string;
let it: ReturnType<typeof desk>;
let leavings: ReturnType<typeof it.leavingsTo>;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-sql-shell-'));
  for (const name of ['program', 'out']) mkdirSync(at(name));
  it = desk(at('program'));
  leavings = it.leavingsTo(() => at('out/Nordhafen.sql'));
  await it.offices.found(at('Nordhafen.desk'), FOUNDING);
  await take(it.offices, 'Damp wall');
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
const SQL = { folder: 'documents' as const, name: 'x', kind: { name: 'SQL', ending: '.sql' } };
const save = () =>
  leavings.run<{ fileName: string; sha256: string; bytes: number }>(leavings.office().actor, SQL, 'out.sql', {
    dialect: 'sqlite',
  });
const out = () => readdirSync(at('out'));

test('an office saved as SQL stands in the ledger as the whole office, with the hash of the file', async () => {
  const saved = await save();
  const lines = await leavings.office().store.db.select().from(ledger);
  expect(lines.at(-1)).toMatchObject({
    kind: 'sql',
    parts: ['sqlite'],
    destination: at('out/Nordhafen.sql'),
    ...{ sha256: saved?.sha256, bytes: saved?.bytes },
  });
  expect(
    createHash('sha256')
      .update(readFileSync(at('out/Nordhafen.sql')))
      .digest('hex'),
  ).toBe(saved?.sha256);
  expect(out()).toEqual(['Nordhafen.sql']);
});

test('what is written while the office is being saved as SQL is written, and not in the file', async () => {
  const saving = save();
  await take(it.offices, 'Taken in meanwhile');
  await saving;
  await it.offices.close();
  expect(subjectsIn(at('Nordhafen.desk'))).toContain('Taken in meanwhile');
});

/** Only root may mount a disk of one's own. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount', ['-V']).status === 0;
test.skipIf(!canMount)(
  'a disk that is full in the middle of a dump leaves the old file untouched and nothing else',
  async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', at('out')]);
    try {
      writeFileSync(at('out/Nordhafen.sql'), OLD);
      await expect(save()).rejects.toMatchObject({ code: 'no-space' });
      expect(out()).toEqual(['Nordhafen.sql']);
      expect(readFileSync(at('out/Nordhafen.sql'), 'utf8')).toBe(OLD);
      expect(await leavings.office().store.db.select().from(ledger)).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', at('out')]);
    }
  },
);

describe('an SQL file opened as an office', () => {
  const killed = (point: KillPoint | '') =>
    spawnSync(process.execPath, [child, at('program'), at('out/Nordhafen.sql'), at('out/Opened.desk')], {
      env: { ...process.env, PAPERDESK_KILL_AT: point },
      encoding: 'utf8',
    });

  test.each(['sql in: rows half in', 'sql in: rows in', 'sql in: index built', 'sql in: whole'] as const)(
    'killed at "%s", it is no office, and the next start leaves nothing of it; opened again it is whole',
    async (point) => {
      await save();
      expect(killed(point)).toMatchObject({ signal: 'SIGKILL' });
      expect(out()).not.toContain('Opened.desk');
      expect(out()).not.toEqual(['Nordhafen.sql']);
      desk(at('program')).halves.clear();
      expect(out()).toEqual(['Nordhafen.sql']);
      expect(killed('')).toMatchObject({ status: 0 });
      expect(out()).toEqual(['Nordhafen.sql', 'Opened.desk']);
      expect(verify(at('out/Opened.desk'))).toMatchObject({ tickets: 1, people: 1 });
      expect(subjectsIn(at('out/Opened.desk'))).toEqual(['Damp wall']);
    },
  );

  test.skipIf(!canMount)('a disk that is full in the middle leaves nothing', async () => {
    await save();
    mkdirSync(at('small'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', at('small')]);
    try {
      const place = it.halves.beside(at('small/Opened.desk'));
      const input = { source: at('out/Nordhafen.sql'), place, migrations: resolve('drizzle'), backups: at('backups') };
      const nobody = { staffId: 1, permissions: new Set<never>() };
      await expect(it.offices.jobs.run('exchange.openSql', nobody, input, null)).rejects.toMatchObject({
        code: 'no-space',
      });
      expect(readdirSync(at('small'))).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', at('small')]);
    }
  });
});
