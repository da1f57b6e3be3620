import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';
import { createGate, type Actor, type Services } from '../../../src-main/gate.ts';
import { openStore, type Store } from '../../../src-main/store/index.ts';
import { UndoStack } from '../../../src-main/store/undo/index.ts';
import { ticketLines } from '../../../src-main/tickets/index.ts';
import { makeMarkerOffice, type MarkerOffice } from '../../fixtures/marker-office.ts';
import { carryOut, folderOfTest, owner } from './desk.ts';

let folder: ReturnType<typeof folderOfTest>;
let office: MarkerOffice;
let store: Store;
let actor: Actor;
beforeEach(async () => {
  folder = folderOfTest();
  office = await makeMarkerOffice(folder.path, { bytes: 200 });
  store = openStore(office.path);
  actor = owner(office.staffId);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const first = () => office.a.ticketIds[0] ?? 0;
const second = () => office.a.ticketIds[1] ?? 0;
const ofA = () => ({ ids: office.a.ticketIds });
const one = <T>(sql: string, ...values: unknown[]) =>
  store.connections.reader
    .prepare(sql)
    .pluck()
    .get(...values) as T;
const rows = (sql: string, ...values: unknown[]) => store.connections.reader.prepare(sql).all(...values);

describe('where HESK falls short, and this desk does not', () => {
  test('gap 1: custom fields past the fiftieth are emptied like all others', async () => {
    expect(one('SELECT count(*) FROM custom_fields')).toBeGreaterThan(100);
    await carryOut(store, actor, 'anonymise', ofA());
    const left = rows(
      'SELECT DISTINCT f.kind, f.personal FROM custom_values v JOIN custom_fields f ON f.id = v.field_id WHERE v.ticket_id IN (?, ?) ORDER BY f.kind',
      first(),
      second(),
    );
    expect(left).toEqual(['checkbox', 'date', 'radio', 'select'].map((kind) => ({ kind, personal: 0 })));
  });

  test("gap 2: the person's own record goes with the last ticket that needs it", async () => {
    await carryOut(store, actor, 'anonymise', { ids: [first()] });
    expect(one('SELECT count(*) FROM people WHERE id = ?', office.a.personIds[0])).toBe(1);
    await carryOut(store, actor, 'anonymise', { ids: [second()] });
    expect(one('SELECT count(*) FROM people WHERE id = ?', office.a.personIds[0])).toBe(0);
    expect(one('SELECT count(*) FROM identifiers WHERE person_id = ?', office.a.personIds[0])).toBe(0);
  });

  test('gap 3: history has no place for the names of files or people, and its lines that point to one go', async () => {
    const columns = rows(`SELECT name FROM pragma_table_info('history') WHERE type LIKE 'text%'`);
    expect(columns).toEqual([{ name: 'person_uid' }, { name: 'what' }, { name: 'field' }]);
    const gate = createGate({
      contract,
      lines: { tickets: ticketLines },
      office: () => ({ services: { store, undo: new UndoStack() } as Services, actor }),
      changed: () => undefined,
      bug: (_call, error) => {
        throw error;
      },
    });
    const attachmentId = one('SELECT min(id) FROM attachments WHERE ticket_id = ?', first());
    expect(await gate('tickets.removeAttachment', { attachmentId })).toMatchObject({ ok: true });
    const follower = { id: first(), personId: office.a.personIds[1] };
    expect(await gate('tickets.removeFollower', follower)).toMatchObject({ ok: true });
    const lines = JSON.stringify(rows('SELECT * FROM history WHERE ticket_id = ?', first()));
    expect(lines).toContain('attachment-removed');
    for (const marker of office.a.markers) expect(lines, marker.place).not.toContain(marker.text);
    await carryOut(store, actor, 'anonymise', ofA());
    expect(
      one('SELECT count(*) FROM history WHERE person_uid IS NOT NULL AND ticket_id IN (?, ?)', first(), second()),
    ).toBe(0);
    const words = new Set((rows('SELECT what FROM history') as { what: string }[]).map(({ what }) => what));
    expect([...words].every((what) => /^[a-z-]+$/.test(what))).toBe(true);
  });
});
