import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contract } from '../../src-main/contract/index.ts';
import { PERMISSIONS, type Permission } from '../../src-main/contract/permissions.ts';
import { createGate, expected, type Lines } from '../../src-main/gate.ts';
import { Refused } from '../../src-main/contract/errors.ts';
import type { Desktop } from '../../src-main/shell/desktop.ts';
import { newOffice, type TestOffice } from '../fixtures/office.ts';

// the lines are only listed here: no call comes so far that it would ask Electron for anything
vi.mock('electron', () => ({
  app: {},
  clipboard: {},
  dialog: {},
  nativeTheme: {},
  shell: {},
  BrowserWindow: class {},
}));

let office: TestOffice;
let lines: Lines;
beforeAll(async () => {
  office = await newOffice();
  const { allLines } = await import('../../src-main/shell/lines.ts');
  lines = allLines({} as Desktop);
});
afterAll(() => office.close());

const names = Object.entries(contract).flatMap(([area, calls]) => Object.keys(calls).map((call) => `${area}.${call}`));
const bugs: unknown[] = [];
const gateFor = (permissions: ReadonlySet<Permission>, open = true, inputs: 'checked' | 'taken' = 'checked') =>
  createGate({
    contract:
      inputs === 'checked'
        ? contract
        : Object.fromEntries(
            Object.entries(contract).map(([area, calls]) => [
              area,
              Object.fromEntries(Object.keys(calls).map((call) => [call, { input: v.unknown() }])),
            ]),
          ),
    lines,
    office: () => (open ? { services: office.services, actor: { staffId: office.actor.staffId, permissions } } : null),
    changed: (area) => office.told.push(area),
    bug: (_name, error) => bugs.push(error),
  });
const changes = () => office.store.connections.writer.prepare('SELECT total_changes()').pluck().get();

test('every call of the contract has its line, and no line is without a call', () => {
  const known = Object.entries(lines).flatMap(([area, calls]) => Object.keys(calls).map((call) => `${area}.${call}`));
  expect(known.sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const [area = '', call = ''] = name.split('.');

  test('is refused without its permission, and changes nothing', async () => {
    const needed = lines[area]?.[call]?.permission;
    expect(PERMISSIONS).toContain(needed);
    const before = changes();
    const others = new Set(PERMISSIONS.filter((permission) => permission !== needed));
    for (const permissions of [others, new Set<Permission>()]) {
      const answer = await gateFor(permissions, true, 'taken')(name, {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(changes()).toBe(before);
    expect(office.told).toEqual([]);
  });

  test('refuses what the contract does not know, and changes nothing', async () => {
    const before = changes();
    const all = gateFor(new Set(PERMISSIONS));
    for (const garbage of [null, 7, 'x', true, { nonsense: 1 }, { id: '1; DROP TABLE tickets' }, { constructor: {} }]) {
      const answer = await all(name, garbage);
      expect(answer, JSON.stringify(garbage)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
    expect(changes()).toBe(before);
    expect(office.told).toEqual([]);
  });
});

test('without an office only calls of the desk itself are answered', async () => {
  const shut = gateFor(new Set(), false, 'taken');
  for (const name of names) {
    const [area = '', call = ''] = name.split('.');
    if (lines[area]?.[call]?.kind === 'desk') continue;
    expect(await shut(name, {}), name).toMatchObject({ ok: false, error: { code: 'no-office' } });
  }
});

test('names that are none are refused, whatever they are', async () => {
  const all = gateFor(new Set(PERMISSIONS));
  for (const name of ['', '.', 'tickets', 'tickets.', '__proto__.x', 'tickets.constructor', 'toString.call', 'a.b.c'])
    expect(await all(name, {}), name).toMatchObject({
      ok: false,
      error: { code: 'invalid', detail: { reason: 'unknown-call' } },
    });
});

test('a bug is told without its message, which may hold what somebody typed', async () => {
  const failing = createGate({
    contract: { x: { y: { input: v.unknown() } } },
    lines: {
      x: {
        y: {
          kind: 'desk',
          permission: 'use the desk',
          undo: false,
          tells: false,
          run: () => Promise.reject(new Error('Gone Girl')),
        },
      },
    },
    office: () => null,
    changed: () => undefined,
    bug: () => undefined,
  });
  const answer = await failing('x.y', {});
  expect(answer).toEqual({ ok: false, error: { code: 'bug', message: 'bug', detail: {} } });
});

test.each([
  ['ENOSPC', 'no-space'],
  ['SQLITE_FULL', 'no-space'],
  ['EROFS', 'read-only'],
  ['EACCES', 'read-only'],
  ['SQLITE_READONLY_DIRECTORY', 'read-only'],
  ['SQLITE_CANTOPEN', 'read-only'],
  ['SQLITE_CORRUPT_VTAB', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ['ENOENT', 'not-found'],
  ['SQLITE_TOOBIG', 'too-large'],
])('what the disk says as %s is told as %s, however deep it lies', (code, told) => {
  const error = new Error('Failed query', { cause: Object.assign(new Error('x'), { code }) });
  expect(expected(error)).toBeInstanceOf(Refused);
  expect(expected(error)?.code).toBe(told);
  expect(expected(Object.assign(new Error('x'), { code: 'ELSE' }))).toBeNull();
});
