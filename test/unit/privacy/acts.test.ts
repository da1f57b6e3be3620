import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';
import { createGate, type Actor, type Services } from '../../../src-main/gate.ts';
import { privacyLines, purge, purgeClosed, purgePending } from '../../../src-main/privacy/index.ts';
import { pendingDeletes, undoDelete } from '../../../src-main/privacy/pending.ts';
import { preview } from '../../../src-main/privacy/preview.ts';
import { previewList } from '../../../src-main/privacy/preview-list.ts';
import {
  entries,
  holds,
  identifiers,
  office as officeTable,
  openStore,
  people,
  ticketPeople,
  tickets,
  type Store,
} from '../../../src-main/store/index.ts';
import { erasedByHash, identifierHash, newUid, REMOVED, SOURCE } from '../../../src-main/store/personal-data/index.ts';
import { parseQuery } from '../../../src-main/store/search/index.ts';
import { residueInFolder } from '../../../src-main/store/residue.ts';
import { makeMarkerOffice, type MarkerOffice } from '../../fixtures/marker-office.ts';
import { carryOut, folderOfTest, owner, quietly } from './desk.ts';

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
const undo = (erasure: number) => store.write((tx) => undoDelete(tx, actor, { erasure }));
const text = (place: string) => office.a.markers.find((marker) => marker.place === place)?.text ?? '';
const finds = (words: string) => store.db.search.tickets(parseQuery(words), { limit: 50, order: 'newest' }).length;

describe('a preview', () => {
  test('counts exactly what an act takes, and what it leaves', async () => {
    const gone = await preview(store.db, actor, { act: 'delete', selection: ofA() });
    const counts = (lines: typeof gone.lines) => Object.fromEntries(lines.map(({ kind, count }) => [kind, count]));
    expect(counts(gone.lines)).toEqual({
      tickets: 2,
      messages: 2,
      people: 2,
      identifiers: 14,
      replies: 4,
      notes: 2,
      attachments: 4,
      fields: 232,
      followers: 3,
      drafts: 5,
      links: 3,
      tags: 2,
    });
    expect(gone.lines.find(({ kind }) => kind === 'attachments')?.bytes).toBe(
      one('SELECT sum(size) FROM attachments WHERE ticket_id IN (?, ?)', first(), second()),
    );
    expect(gone.peopleGone.map(({ id }) => id).sort()).toEqual([...office.a.personIds].sort());
    expect(gone.peopleKept).toEqual([expect.objectContaining({ id: office.b.personIds[0], tickets: 2 })]);
    expect(gone).toMatchObject({ tickets: 2, held: [], left: 1 });
    const changed = await preview(store.db, actor, { act: 'anonymise', selection: ofA() });
    expect(counts(changed.lines)).toMatchObject({ fields: 224, 'fields-kept': 8, 'history-kept': 2, people: 2 });
    expect(changed.stamp).not.toBe(gone.stamp);
  });

  test.each(['delete', 'anonymise'] as const)('opens each of its counts (%s)', async (act) => {
    const { lines } = await preview(store.db, actor, { act, selection: ofA() });
    for (const { kind, count } of lines) {
      const { items, more } = await previewList(store.db, actor, { act, selection: ofA(), kind });
      expect(items.length + more, kind).toBe(count);
      for (const item of items) expect(item.text, kind).not.toBe('');
    }
    expect((await previewList(store.db, actor, { act, selection: ofA(), kind: 'tags' })).items[0]).toEqual({
      text: text('ticket_tags.tag'),
      trackingId: text('tickets.tracking_id'),
    });
  });

  test('takes a filter as well as names, and leaves out what was taken off it', async () => {
    const filter = { selection: { filter: { person: office.a.personIds[0] ?? 0 }, except: [second()] } };
    expect(await preview(store.db, actor, { act: 'delete', ...filter })).toMatchObject({ tickets: 1 });
    const found = { selection: { filter: { text: text('tickets.subject') }, except: [] } };
    expect(await preview(store.db, actor, { act: 'delete', ...found })).toMatchObject({ tickets: 1 });
  });

  test('says which tickets a hold protects, and the act leaves them alone', async () => {
    await store.write((tx) =>
      tx.insert(holds).values({ uid: newUid(), ticketId: first(), reason: 'insurer', staffId: 1, setAt: tx.now }),
    );
    const held = await preview(store.db, actor, { act: 'delete', selection: ofA() });
    expect(held).toMatchObject({ tickets: 1, peopleGone: [], held: [{ id: first(), reason: 'insurer' }] });
    const { erasure } = await carryOut(store, actor, 'delete', ofA());
    await purge(store, actor, { erasure }, quietly);
    expect(rows('SELECT id FROM tickets WHERE id IN (?, ?)', first(), second())).toEqual([{ id: first() }]);
  });

  test("a hold on a person protects that person's tickets; one that has ended protects nothing", async () => {
    const hold = (untilAt: number) =>
      store.write((tx) =>
        tx.insert(holds).values({
          uid: newUid(),
          personId: office.a.personIds[1] ?? 0,
          reason: 'court',
          staffId: 1,
          setAt: 1,
          untilAt,
        }),
      );
    await hold(2);
    expect(await preview(store.db, actor, { act: 'anonymise', selection: ofA() })).toMatchObject({ tickets: 2 });
    await hold(Date.now() + 86_400_000);
    const held = await preview(store.db, actor, { act: 'anonymise', selection: ofA() });
    expect(held).toMatchObject({ tickets: 0 });
    expect(held.held.map(({ id }) => id)).toEqual([first(), second()]);
    await expect(carryOut(store, actor, 'anonymise', ofA())).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an act', () => {
  test('is refused when what was previewed has changed meanwhile', async () => {
    const { stamp } = await preview(store.db, actor, { act: 'delete', selection: ofA() });
    await store.write((tx) =>
      tx.insert(entries).values({
        uid: newUid(),
        ticketId: first(),
        kind: 'note',
        authorKind: 'staff',
        providedByPerson: false,
        channel: 'phone',
        body: 'came again',
        createdAt: tx.now,
      }),
    );
    const { actOnTickets } = await import('../../../src-main/privacy/act.ts');
    const input = { act: 'delete' as const, selection: ofA(), stamp, reason: 'request' as const, words: '' };
    await expect(actOnTickets(store, actor, input, quietly)).rejects.toMatchObject({ code: 'changed-meanwhile' });
    expect(one('SELECT count(*) FROM tickets WHERE hidden = 1')).toBe(0);
  });

  test('refuses words that name someone it touches, who goes or who stays', async () => {
    const of = async (person: number) => {
      const [row] = await store.db.select({ name: people.name }).from(people).where(eq(people.id, person));
      return row?.name ?? '';
    };
    for (const person of [office.a.personIds[1] ?? 0, office.b.personIds[0] ?? 0]) {
      const words = `asked by ${(await of(person)).toUpperCase()} himself`;
      await expect(carryOut(store, actor, 'delete', ofA(), { words })).rejects.toMatchObject({
        code: 'refused',
        detail: { reason: 'words-name-someone' },
      });
    }
    expect(await carryOut(store, actor, 'delete', ofA(), { words: 'by letter of 3 May' })).toMatchObject({
      tickets: 2,
    });
  });

  test('asks for the permission of its own', async () => {
    const gate = createGate({
      contract,
      lines: { privacy: privacyLines },
      office: () => ({
        services: { store } as Services,
        actor: { staffId: 1, permissions: new Set(['view tickets', 'delete tickets']) },
      }),
      changed: () => undefined,
      bug: (_call, error) => {
        throw error;
      },
    });
    const ask = (act: string) => gate('privacy.preview', { act, selection: ofA() });
    expect(await ask('delete')).toMatchObject({ ok: true });
    expect(await ask('anonymise')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  test('never gives an id out twice', async () => {
    const tables = () => rows('SELECT name, seq FROM sqlite_sequence ORDER BY name');
    const before = tables() as { name: string; seq: number }[];
    await carryOut(store, actor, 'delete', { ids: [...office.a.ticketIds, ...office.b.ticketIds] });
    await purgePending(store);
    const after = new Map((tables() as { name: string; seq: number }[]).map(({ name, seq }) => [name, seq]));
    for (const { name, seq } of before) expect(after.get(name), name).toBeGreaterThanOrEqual(seq);
    expect(one('SELECT count(*) FROM tickets')).toBe(0);
  });
});

describe('@delete a deleted ticket', () => {
  test('leaves find and lists at once, waits, and comes back by undo', async () => {
    expect(finds(text('tickets.subject'))).toBe(1);
    const done = await carryOut(store, actor, 'delete', ofA(), { reason: 'mistake' });
    expect(finds(text('tickets.subject'))).toBe(0);
    expect(one('SELECT count(*) FROM people WHERE hidden = 1')).toBe(2);
    expect(await pendingDeletes(store.db)).toEqual([
      expect.objectContaining({ erasure: done.erasure, reason: 'mistake', tickets: 2, people: 2 }),
    ]);
    expect(one('SELECT count(*) FROM tombstones WHERE withdrawn_at IS NULL')).toBe(4);
    await undo(done.erasure);
    expect(finds(text('tickets.subject'))).toBe(1);
    expect(one('SELECT count(*) FROM tombstones WHERE withdrawn_at IS NULL')).toBe(0);
    expect(await pendingDeletes(store.db)).toEqual([]);
    await expect(undo(done.erasure)).rejects.toMatchObject({ detail: { reason: 'already-purged' } });
    await expect(undo(99_999)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is known again by its uid, its source, and what was its people’s alone', async () => {
    const shared = text('identifiers.value/number').toLowerCase();
    await store.write((tx) =>
      tx.insert(identifiers).values({
        uid: newUid(),
        personId: office.b.personIds[0] ?? 0,
        kind: 'number',
        value: shared,
        folded: shared,
        normalised: one<string>(
          `SELECT normalised FROM identifiers WHERE person_id = ? AND kind = 'number'`,
          office.a.personIds[0],
        ),
        source: 'intake',
        createdAt: 1,
      }),
    );
    const alone = one<string>(
      `SELECT normalised FROM identifiers WHERE person_id = ? AND kind = 'email'`,
      office.a.personIds[0],
    );
    const notAlone = one<string>(
      `SELECT normalised FROM identifiers WHERE person_id = ? AND kind = 'number'`,
      office.a.personIds[0],
    );
    const uid = one<string>('SELECT uid FROM tickets WHERE id = ?', first());
    const { erasure } = await carryOut(store, actor, 'delete', ofA());
    await purge(store, actor, { erasure }, quietly);
    const [own] = await store.db.select({ secret: officeTable.secret }).from(officeTable);
    const hashes = (rows('SELECT hmac FROM tombstone_hashes') as { hmac: string }[]).map(({ hmac }) => hmac);
    expect(hashes).toContain(identifierHash(own?.secret ?? new Uint8Array(), 'email', alone));
    expect(hashes).not.toContain(identifierHash(own?.secret ?? new Uint8Array(), 'number', notAlone));
    expect(one('SELECT count(*) FROM tombstones WHERE target_uid = ?', uid)).toBe(1);
    const key = text('tickets.source_key');
    expect([...(await erasedByHash(store.db, [SOURCE], [key, 'another'])).keys()]).toEqual([key]);
  });

  test('takes a person along only when no other ticket needs them, whatever is undone or purged in between', async () => {
    const person = office.a.personIds[0] ?? 0;
    const state = () => rows('SELECT hidden, deletion FROM people WHERE id = ?', person)[0] ?? 'gone';
    const one_ = await carryOut(store, actor, 'delete', { ids: [first()] });
    expect(one_.people).toBe(0);
    const two = await carryOut(store, actor, 'delete', { ids: [second()] });
    expect(two.people).toBe(2);
    expect(state()).toEqual({ hidden: 1, deletion: two.erasure });
    await undo(one_.erasure);
    expect(state()).toEqual({ hidden: 0, deletion: null });
    await purge(store, actor, { erasure: two.erasure }, quietly);
    expect(state()).toEqual({ hidden: 0, deletion: null });
    expect(one('SELECT count(*) FROM tombstones WHERE kind = ? AND withdrawn_at IS NULL', 'person')).toBe(0);
    const three = await carryOut(store, actor, 'delete', { ids: [first()] });
    await purge(store, actor, { erasure: three.erasure }, quietly);
    expect(state()).toBe('gone');
  });

  test('keeps its person for an earlier delete that can still be undone', async () => {
    const person = office.a.personIds[0] ?? 0;
    const one_ = await carryOut(store, actor, 'delete', { ids: [first()] });
    const two = await carryOut(store, actor, 'delete', { ids: [second()] });
    await purge(store, actor, { erasure: two.erasure }, quietly);
    expect(rows('SELECT hidden, deletion FROM people WHERE id = ?', person)).toEqual([
      { hidden: 1, deletion: one_.erasure },
    ]);
    await undo(one_.erasure);
    expect(rows('SELECT hidden FROM people WHERE id = ?', person)).toEqual([{ hidden: 0 }]);
    expect(rows('SELECT role FROM ticket_people WHERE person_id = ?', person)).toEqual([{ role: 'requester' }]);
  });

  test('is purged as well where a folder allows no journal beside the office', async () => {
    await store.close();
    const journal = 'delete' as const;
    store = openStore(office.path, { journal });
    await carryOut(store, actor, 'delete', ofA());
    await store.close();
    expect(await purgeClosed(office.path, { journal })).toEqual({ tickets: 2, people: 2 });
    const patterns = office.a.markers
      .filter(({ place }) => place !== 'tickets.source_key')
      .map(({ place, text }) => ({ name: place, text }));
    expect(residueInFolder(folder.path, patterns).findings).toEqual([]);
    store = openStore(office.path, { journal });
    expect(one('PRAGMA journal_mode')).toBe('delete');
    expect(rows('SELECT step FROM erasures ORDER BY id DESC LIMIT 1')).toEqual([{ step: '' }]);
  });

  test('leaves nothing that points to it', async () => {
    await carryOut(store, actor, 'delete', ofA());
    await purgePending(store);
    expect(store.connections.reader.pragma('foreign_key_check')).toEqual([]);
    expect(one('SELECT count(*) FROM tickets WHERE merged_into IS NOT NULL')).toBe(0);
    expect(one('SELECT count(*) FROM ticket_links WHERE other_id NOT IN (SELECT id FROM tickets)')).toBe(0);
    expect(rows('SELECT target_uid FROM ledger_targets').length).toBe(4);
    expect(rows(`SELECT destination FROM ledger WHERE destination = '${REMOVED}'`).length).toBe(1);
  });
});

describe('@anonymisation an anonymised ticket', () => {
  test('keeps what statistics need', async () => {
    const kept = `SELECT id, uid, tracking_id, find_key, channel, category_id, priority_id, urgency, status_id, open,
      owner_id, last_replier, created_at, changed_at, first_reply_at, resolved_at, due_at, replies, staff_replies,
      time_worked, tagged, locked FROM tickets WHERE id = ?`;
    const before = rows(kept, first());
    await carryOut(store, actor, 'anonymise', ofA());
    expect(rows(kept, first())).toEqual(before);
    expect(
      rows('SELECT subject, message, ip, ip_key, files, notes, source_key FROM tickets WHERE id = ?', first()),
    ).toEqual([{ subject: REMOVED, message: REMOVED, ip: '', ip_key: '', files: 0, notes: 0, source_key: null }]);
    expect(rows('SELECT kind, author_kind, person_id, body FROM entries WHERE ticket_id = ?', first())).toEqual([
      { kind: 'reply', author_kind: 'person', person_id: null, body: REMOVED },
      { kind: 'reply', author_kind: 'staff', person_id: null, body: REMOVED },
    ]);
    expect(rows('SELECT what, staff_id, person_uid FROM history WHERE ticket_id = ? ORDER BY id', first())).toEqual([
      { what: 'created', staff_id: office.staffId, person_uid: null },
      { what: 'anonymised', staff_id: office.staffId, person_uid: null },
    ]);
    expect(one('SELECT anonymised_at FROM tickets WHERE id = ?', first())).toBeGreaterThan(0);
    expect(finds(text('ticket_aliases.tracking_id'))).toBe(1);
  });

  test('can be anonymised again, and then has nothing left to take', async () => {
    await carryOut(store, actor, 'anonymise', ofA());
    const again = await preview(store.db, actor, { act: 'anonymise', selection: ofA() });
    const going = again.lines.filter(({ kind }) => !kind.endsWith('-kept') && kind !== 'tickets');
    expect(going).toEqual([]);
  });

  test('leaves a person who has other tickets, without the link', async () => {
    const done = await carryOut(store, actor, 'anonymise', { ids: [first()] });
    expect(done.people).toBe(0);
    expect(rows('SELECT ticket_id FROM ticket_people WHERE person_id = ?', office.a.personIds[0])).toEqual([
      { ticket_id: second() },
    ]);
    expect(finds(text('people.name'))).toBe(1);
  });

  test('gives a person whom only a deleted ticket needs to that delete', async () => {
    const gone = await carryOut(store, actor, 'delete', { ids: [first()] });
    await carryOut(store, actor, 'anonymise', { ids: [second()] });
    const person = office.a.personIds[0] ?? 0;
    expect(rows('SELECT deletion FROM people WHERE id = ?', person)).toEqual([{ deletion: gone.erasure }]);
    await undo(gone.erasure);
    const [link] = await store.db.select().from(ticketPeople).where(eq(ticketPeople.personId, person));
    expect(link).toMatchObject({ ticketId: first(), role: 'requester' });
    expect(await store.db.$count(tickets, eq(tickets.hidden, true))).toBe(0);
  });
});
